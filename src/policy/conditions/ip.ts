import type { Operator } from './operator.ts'
import { comparing, pair } from './operator.ts'

/** A range of addresses: 4 or 16 bytes, of which the first `prefix` bits count. */
export interface Range {
  readonly bytes: readonly number[]
  readonly prefix: number
}

/**
 * Reads an IPv4 or IPv6 address or CIDR range (RFC 4632, RFC 4291); undefined for any other text. Without a prefix it
 * is one address: AWS says `/32` for IPv4; the same for IPv6 is assumed.
 */
export function readRange(text: string): Range | undefined {
  const [address = '', length, ...rest] = text.trim().split('/')
  if (rest.length > 0) return undefined
  const bytes = address.includes(':') ? readV6(address) : readV4(address)
  if (!bytes) return undefined
  const bits = bytes.length * 8
  if (length === undefined) return { bytes, prefix: bits }
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined
  return { bytes, prefix: Number(length) }
}

function readV4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined
  return parts.map(Number)
}

function readV6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = [readGroups(halves[0] ?? ''), readGroups(halves[1] ?? '')]
  if (!head || !tail) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    const last = index === groups.length - 1
    const v4 = last && group.includes('.') ? readV4(group) : undefined
    if (v4) bytes.push(...v4)
    else if (/^[0-9a-f]{1,4}$/i.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255)
    else return undefined
  }
  return bytes
}

/** Whether the first range lies within the second. The two families never contain each other. */
export function within(inner: Range, outer: Range): boolean {
  if (inner.bytes.length !== outer.bytes.length || inner.prefix < outer.prefix) return false
  for (let bit = 0; bit < outer.prefix; bit += 8) {
    const mask = (0xff << Math.max(0, 8 - (outer.prefix - bit))) & 0xff
    if (((inner.bytes[bit / 8] ?? 0) & mask) !== ((outer.bytes[bit / 8] ?? 0) & mask)) return false
  }
  return true
}

/** IpAddress and NotIpAddress; AWS knows no variables in them. */
export const ipOperators: readonly Operator[] = pair(
  'IpAddress',
  'NotIpAddress',
  comparing(readRange, 'an IP address or range', within),
)
