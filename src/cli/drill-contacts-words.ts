/** Roles of mailboxes, as a drill tells of them. */
import type { MailRole, RoleLeft } from '../model/index.ts'

export const roleWords: Readonly<Record<MailRole, string>> = {
  root: 'root',
  billing: 'billing contact',
  operations: 'operations contact',
  security: 'security contact',
  'spend-alarm': 'spend alert',
  'root-alarm': 'alarm on root',
}

export const roleList = (roles: readonly MailRole[]): string =>
  roles.map((role) => roleWords[role]).join(', ')

const whyLeft: Readonly<Record<RoleLeft['why'], string>> = {
  'not-set': 'there is none',
  nobody: 'it reaches nobody',
  'not-told': 'AWS tells its address to nobody; declare it: contacts.root.email',
  'not-seen': 'it could not be looked at',
}

export const leftWords = ({ role, why, message }: RoleLeft & { message?: string }): string =>
  `${roleWords[role]}: ${whyLeft[why]}${message === undefined ? '' : ` (${message})`}`
