import type { RecoveryNode } from '../model/index.ts'
import type { RecoveryFacts } from './input.ts'
import { type Group, whoMay } from './principals.ts'
import { people, system } from './ways.ts'

/**
 * Who opens the root mailbox: its owners, and whoever can let themselves in. `central`: ids of what may move a member's root
 * address elsewhere.
 */
export function mailboxNodes(
  { mailbox }: RecoveryFacts,
  groups: readonly Group[],
  central: readonly string[],
): RecoveryNode[] {
  const { publicProvider, owners, inside } = mailbox
  const own = {
    ...people('mailbox-owner', 'owner of the root mailbox'),
    ...(owners ? { count: owners.count, grade: owners.grade, state: 'known' as const } : {}),
  }
  const others: RecoveryNode[] = publicProvider
    ? [{ ...system('mail-provider', 'public mail provider'), state: 'known', grade: 'proven' }]
    : [
        people('mail-admin', 'mail administrator'),
        system('mail-idp', 'identity provider that opens the mailbox'),
        people('dns', "administrator of the domain's DNS zone"),
        system('registrar', 'registrar of the domain'),
      ]
  const administrators =
    publicProvider || inside === false
      ? []
      : whoMay(groups, 'administrator', {
          id: 'mailbox-inside',
          label: 'administrators of this account',
          state: inside ? 'known' : 'perhaps',
        }).map((node) =>
          node.id === 'mailbox-inside'
            ? {
                ...node,
                because: inside
                  ? 'a part of the mailbox is said to be in this account or organization'
                  : 'whether mail, DNS or sign-in of the mailbox runs in this account nobody has said',
              }
            : node,
        )
  return [
    {
      id: 'mailbox',
      kind: 'thing',
      label: 'root mailbox',
      takes: 'any',
      of: [
        own.id,
        ...others.map(({ id }) => id),
        ...administrators.slice(0, 1).map(({ id }) => id),
        ...central,
      ],
      state: 'known',
    },
    own,
    ...others,
    ...administrators,
  ]
}
