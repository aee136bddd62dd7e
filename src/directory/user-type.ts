import type { EntryKind } from '../model/index.ts'

const robot =
  /\b(bot|robot|service|svc|system|application|app|device|machine|automation|shared|room|resource|non-?human)\b/i
const guest = /\b(guest|external|partner|customer|vendor|b2b)\b/i

/**
 * What a free text beside a user says (SCIM's and Identity Center's userType: "Employee", "Contractor", "Service
 * account"). Without any it is a user like the others: both hold those who sign in.
 */
export function kindByUserType(text: string | undefined): EntryKind {
  if (text === undefined) return 'person'
  if (robot.test(text)) return 'robot'
  return guest.test(text) ? 'guest' : 'person'
}
