import type { RecoveryHolder, RecoveryNode } from '../model/index.ts'
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
  const { publicProvider, owners, insideSeen, seenAt = {} } = mailbox
  const inside = insideSeen === undefined ? mailbox.inside : true
  const own = {
    ...people('mailbox-owner', 'owner of the root mailbox'),
    ...(owners ? { count: owners.count, grade: owners.grade, state: 'known' as const } : {}),
  }
  const others: RecoveryNode[] = publicProvider
    ? [{ ...system('mail-provider', 'public mail provider'), state: 'known', grade: 'proven' }]
    : [
        people('mail-admin', 'mail administrator'),
        system('mail-idp', 'identity provider that opens the mailbox'),
        {
          ...people('dns', "administrator of the domain's DNS zone"),
          ...(seenAt.dns === undefined ? {} : { because: `the zone is at ${seenAt.dns}` }),
        },
        seenSystem('registrar', 'registrar of the domain', seenAt.registrar),
        ...(seenAt.exchanger === undefined
          ? []
          : [seenSystem('mail-exchanger', 'mail server of the domain', seenAt.exchanger)]),
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
                because: insideSeen
                  ? `${insideSeen} is in this account`
                  : inside
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

/** A system, and which one it is where that was seen. */
const seenSystem = (id: string, label: string, at: string | undefined): RecoveryHolder =>
  at === undefined
    ? system(id, label)
    : { ...system(id, label), state: 'known', grade: 'proven', because: at }
