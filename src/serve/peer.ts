/** Whose browser it is that connects: on Linux the kernel says it of every connection of this machine. */
import { readFile } from 'node:fs/promises'

/**
 * The user id at the other end of a loopback connection, out of the text of /proc/net/tcp (proc(5)); undefined where it does
 * not say. Addresses stand there as the bytes of 127.0.0.1 in the machine's order, ports in hexadecimal.
 */
export function ownerIn(table: string, port: number, to: number): number | undefined {
  const hex = (n: number) => n.toString(16).toUpperCase().padStart(4, '0')
  const addresses = ['0100007F', '7F000001']
  for (const line of table.split('\n')) {
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/)
    const is = addresses.some((at) => local === `${at}:${hex(port)}` && remote === `${at}:${hex(to)}`)
    if (is && uid !== undefined && /^\d+$/.test(uid)) return Number(uid)
  }
  return undefined
}

/**
 * True where another user of this machine is known to be at the other end: the address that a browser is started with can be
 * read by everybody while it starts. Root may do everything anyway, and stands in between under WSL.
 */
export async function isSomebodyElse(port: number, to: number): Promise<boolean> {
  const ours = process.getuid?.()
  if (process.platform !== 'linux' || ours === undefined) return false
  const table = await readFile('/proc/net/tcp', 'utf8').catch(() => '')
  const theirs = ownerIn(table, port, to)
  return theirs !== undefined && ![ours, 0, Number(process.env.SUDO_UID ?? ours)].includes(theirs)
}
