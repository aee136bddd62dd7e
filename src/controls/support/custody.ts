/** What the register of root's hardware keys says. */
import type { CustodyKey } from '../../facts/custody.ts'
import { count, day } from './words.ts'

export const named = ({ label, last4 }: CustodyKey): string => `${label} (...${last4})`

export const oldestOf = (keys: readonly CustodyKey[]): CustodyKey =>
  [...keys].sort((a, b) => a.at.getTime() - b.at.getTime())[0]!

/** Why the register does not show that every key is in custody; undefined: it does. `devices`: what AWS shows of root. */
export function openInRegister(keys: readonly CustodyKey[], devices: number | undefined): string | undefined {
  const lapsed = keys.filter((key) => key.lapsed)
  if (lapsed.length > 0) {
    const key = oldestOf(lapsed)
    const more = lapsed.length > 1 ? ` and of ${count(lapsed.length - 1, 'other key')}` : ''
    return `the custody record of ${named(key)}${more} lapsed on ${day(key.expires)}: look at the seal, then neverroot custody --renew "${key.label}"`
  }
  const alone = keys.filter(({ custodians }) => custodians.length < 2)
  if (alone.length > 0)
    return `the custody record of ${named(oldestOf(alone))} names no two custodians: neverroot custody --renew "${oldestOf(alone).label}" --custodian NAME --custodian NAME`
  if (devices !== undefined && devices > keys.length)
    return `root has ${count(devices, 'physical MFA device')} and ${keys.length} in the custody register: neverroot custody --add`
  return undefined
}
