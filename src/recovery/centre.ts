import type { RecoveryGate, RecoveryHolder, RecoveryNode } from '../model/index.ts'
import type { RecoveryFacts } from './input.ts'
import { principalNodes, whoMay } from './principals.ts'

/** What stands above a member, and the ids through which the centre reaches the member's mailbox and phone. */
export interface CentreNodes {
  nodes: RecoveryNode[]
  mailbox: string[]
  phone: string[]
}

const noCentre: CentreNodes = { nodes: [], mailbox: [], phone: [] }

/**
 * The centre of the organization: it opens root sessions in members (sts:AssumeRoot), moves their root addresses
 * (account:StartPrimaryEmailUpdate) and writes their phone numbers. No control policy binds it.
 */
export function centreNodes({ vantage, centre, recovery }: RecoveryFacts): CentreNodes {
  if (vantage === 'standalone' || vantage === 'management') return noCentre
  const { powers, rootSessions, delegates } = centre ?? {}
  const maybe = (holder: RecoveryHolder): RecoveryHolder => ({
    ...holder,
    state: 'perhaps',
    because: 'whether the account is in an organization could not be seen',
  })
  const deputies: RecoveryNode[] =
    delegates === undefined
      ? [
          {
            id: 'delegates-perhaps',
            kind: 'thing',
            label: 'delegated administrators',
            takes: 'any',
            of: ['delegates'],
            state: 'perhaps',
            because: 'whether the organization has some shows in its management account only',
          },
          delegate('delegates', 'administrator of a delegated account'),
        ]
      : [
          delegate('delegates-iam', 'administrator of the account that is delegated for IAM', delegates.iam),
          delegate(
            'delegates-account',
            'administrator of the account that is delegated for contacts and addresses',
            delegates.account,
          ),
        ]
  const deputiesFor = (service: 'iam' | 'account'): string[] =>
    delegates === undefined ? ['delegates-perhaps'] : delegates[service] > 0 ? [`delegates-${service}`] : []
  const { nodes, groups } =
    powers === undefined
      ? { nodes: [vantage === 'unknown' ? maybe(unseen) : unseen], groups: [] }
      : principalNodes(powers, 'centre-', true, ['phone', 'mailbox', 'root-session'])
  const reach = (right: 'mailbox' | 'phone' | 'root-session', label: string): RecoveryNode[] => {
    const id = `centre-${right}`
    const made = powers === undefined ? [gate(id, label, [unseen.id])] : whoMay(groups, right, { id, label })
    const [first, ...rest] = made.length > 0 ? made : [gate(id, label, [])]
    const { of, ...top } = first as RecoveryGate
    return [{ ...top, of: [...of, ...deputiesFor(right === 'root-session' ? 'iam' : 'account')] }, ...rest]
  }
  const session: RecoveryGate = {
    id: 'way-root-session',
    kind: 'way',
    label: 'open a root session from the centre (one of five tasks)',
    takes: 'all',
    of: ['centre-root-session'],
    state: rootSessions === undefined ? 'perhaps' : rootSessions ? 'known' : 'cut',
    ...(rootSessions === undefined
      ? { because: 'whether root sessions are on shows in the centre only' }
      : {}),
    ...(rootSessions === false ? { because: 'root sessions are switched off (RootSessions)' } : {}),
  }
  const blocked = recovery === 'blocked'
  return {
    nodes: [
      session,
      ...reach('root-session', 'principals that may sts:AssumeRoot'),
      ...reach('mailbox', 'principals that may move the root address'),
      ...reach('phone', 'principals of the centre that may write another number'),
      ...nodes,
      ...deputies,
    ],
    // Where recovery is blocked the ways through mailbox and phone are cut, and these hang below them.
    mailbox: blocked ? [] : ['centre-mailbox'],
    phone: blocked ? [] : ['centre-phone'],
  }
}

const gate = (id: string, label: string, of: readonly string[]): RecoveryGate => ({
  id,
  kind: 'thing',
  label,
  takes: 'any',
  of,
  state: 'known',
})

const unseen: RecoveryHolder = {
  id: 'management',
  kind: 'holder',
  who: 'principal',
  label: 'administrator of the management account',
  state: 'untold',
  together: 1,
  central: true,
}

const delegate = (id: string, label: string, count?: number): RecoveryHolder => ({
  id,
  kind: 'holder',
  who: 'principal',
  label,
  state: 'untold',
  ...(count !== undefined && count > 1 ? { because: `${count} accounts are` } : {}),
  together: 1,
  central: true,
})
