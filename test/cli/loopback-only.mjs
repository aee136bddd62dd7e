/** Loaded into every command under test: a connection to anywhere but this machine fails, and says so loudly. */
import { writeSync } from 'node:fs'
import net from 'node:net'

const here = new Set(['127.0.0.1', '::1', 'localhost'])
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = typeof first === 'object' ? (first.host ?? (first.path ? 'localhost' : undefined)) : args[1]
  if (host !== undefined && !here.has(host)) {
    writeSync(2, `REACHED OUT: ${host}\n`)
    this.destroy(Object.assign(new Error(`no way to ${host}`), { code: 'ENETUNREACH' }))
    return this
  }
  return connect.apply(this, args)
}
