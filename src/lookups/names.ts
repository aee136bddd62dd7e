/** Names of domains, as far as look-ups need them. */
import { domainToASCII } from 'node:url'

/** In A-labels and small letters, without a dot at the end; undefined: no name that could be looked up (RFC 1035, 2.3.4). */
export function asciiName(domain: string): string | undefined {
  const name = domainToASCII(domain.trim().replace(/\.$/, '')).toLowerCase()
  const fine =
    name.length <= 253 &&
    name.includes('.') &&
    name.split('.').every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) &&
    !/\.\d+$/.test(name)
  return fine ? name : undefined
}

/**
 * Below two-letter endings many registries hand out names at the third level (`corp.co.uk`). Their second level answers for
 * itself and must not pass for ours. Names that are not here are asked about as they are.
 */
const registrySecondLevel =
  /^(ac|co|com|edu|gob|gouv|gov|go|gv|ltd|me|mil|ne|net|nom|or|org|plc|sch|school|web|id|asn|geek|gen|kiwi|maori|iwi|info|biz|firm|ind|res|in|nic)\.[a-z]{2}$/

/** More labels than this have no mailboxes. */
const most = 6

/** The name itself and those above it that somebody may have registered, the longest first. */
export function selfAndAbove(name: string): string[] {
  const labels = name.split('.')
  const all = labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'))
  return all.filter((one) => !registrySecondLevel.test(one)).slice(-most)
}
