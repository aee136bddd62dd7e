/** From when this is imported a connection to anywhere but this machine fails, and is noted. */
import net from 'node:net'
import { expect } from 'vitest'

const here = new Set(['127.0.0.1', '::1', 'localhost'])
const connect = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket

/** Hosts that something tried to reach. */
const reachedOut: string[] = []

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]
  const to = first as { host?: string; path?: string } | number | undefined
  const host = typeof to === 'object' ? (to.path ? 'localhost' : to.host) : (args[1] as string | undefined)
  if (host !== undefined && !here.has(host)) {
    reachedOut.push(host)
    const error = Object.assign(new Error(`no way to ${host}`), { code: 'ENETUNREACH' })
    // Whoever asked has not listened for errors yet.
    process.nextTick(() => this.destroy(error))
    return this
  }
  return connect.apply(this, args)
} as typeof net.Socket.prototype.connect

/** Fails where something tried since it was last asked. */
export const nobodyReachedOut = (): void => expect(reachedOut.splice(0)).toEqual([])
