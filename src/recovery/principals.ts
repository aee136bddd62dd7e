import type { RecoveryHolder, RecoveryNode, RecoveryState } from '../model/index.ts'
import type { Having, Power, Right } from './input.ts'

/** Principals with the same rights are the same to the graph: they are drawn as one holder, and counted. */
export interface Group {
  /** The node that stands for it: a holder, or who enters it. */
  id: string
  /** Its own people, where it is not entered through an identity provider. */
  holder: string
  rights: Power['rights']
}

/** So many are named; the rest is counted. */
const mostNames = 3

const nouns = {
  user: ['IAM user', 'IAM users'],
  role: ['role', 'roles'],
  entered: ['role entered by sign-in', 'roles entered by sign-in'],
} as const

/**
 * The nodes of all principals, and the groups that they form by the rights that count where they stand: thousands of users and
 * roles are a handful of groups. `central`: they are those of the management account.
 */
export function principalNodes(
  powers: readonly Power[],
  prefix: string,
  central: boolean,
  counts: readonly Right[],
): { nodes: RecoveryNode[]; groups: Group[] } {
  const bySignature = new Map<string, Power[]>()
  for (const { name, kind, rights } of powers) {
    const counting = counts.filter((right) => rights[right] !== undefined)
    if (counting.length === 0) continue
    const signature = [kind, ...counting.map((right) => `${right} ${rights[right]}`)].join()
    const power = { name, kind, rights: Object.fromEntries(counting.map((right) => [right, rights[right]!])) }
    const alike = bySignature.get(signature)
    if (alike) alike.push(power)
    else bySignature.set(signature, [power])
  }
  const nodes: RecoveryNode[] = []
  const groups = [...bySignature.values()].map((alike, i): Group => {
    const { kind, rights: may } = alike[0]!
    const id = `${prefix}principals-${i + 1}`
    const holder = kind === 'entered' ? `${id}-people` : id
    nodes.push(...nodesOf(alike, id, holder, central))
    return { id, holder, rights: may }
  })
  if (powers.some(({ kind }) => kind === 'entered'))
    nodes.push({
      id: `${prefix}aws-idp`,
      kind: 'holder',
      who: 'system',
      label: 'identity provider that opens the account',
      state: 'known',
      grade: 'proven',
      together: 1,
      ...(central ? { central: true as const } : {}),
    })
  return { nodes, groups }

  function nodesOf(alike: readonly Power[], id: string, holder: string, isCentral: boolean): RecoveryNode[] {
    const { kind, rights: may } = alike[0]!
    const names = alike.map(({ name }) => name).sort()
    const shown = names.slice(0, mostNames).join(', ')
    const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
    const label = `${nouns[kind][names.length === 1 ? 0 : 1]} ${shown}${more}`
    const having = Object.values(may)
    const because = having.includes('now')
      ? undefined
      : having.includes('after')
        ? 'once it has given itself the right'
        : 'under conditions that could not be checked'
    const person: RecoveryHolder = {
      id: holder,
      kind: 'holder',
      who: 'principal',
      label: kind === 'entered' ? `people who enter ${label}` : label,
      state: 'known',
      ...(because === undefined ? {} : { because }),
      ...(kind === 'entered' ? {} : { count: names.length }),
      grade: 'proven',
      together: 1,
      ...(isCentral ? { central: true as const } : {}),
    }
    if (kind !== 'entered') return [person]
    const of = [holder, `${prefix}aws-idp`]
    return [person, { id, kind: 'thing', label, takes: 'any', of, state: 'known' }]
  }
}

/** Who has a right, as a thing that any of them is enough for; those who have it perhaps stand in a part of their own. */
export function whoMay(
  groups: readonly Group[],
  right: Right,
  { id, label, state = 'known' }: { id: string; label: string; state?: RecoveryState },
): RecoveryNode[] {
  const having = (wanted: (had: Having) => boolean) =>
    groups.flatMap((group) => {
      const had = group.rights[right]
      return had !== undefined && wanted(had) ? [group.id] : []
    })
  const sure = having((had) => had !== 'perhaps')
  const perhaps = having((had) => had === 'perhaps')
  if (sure.length + perhaps.length === 0) return []
  const unsure: RecoveryNode = {
    id: `${id}-perhaps`,
    kind: 'thing',
    label: 'under conditions',
    takes: 'any',
    of: perhaps,
    state: 'perhaps',
    because: 'whether the conditions of the policy are met could not be checked',
  }
  return [
    {
      id,
      kind: 'thing',
      label,
      takes: 'any',
      of: [...sure, ...(perhaps.length > 0 ? [unsure.id] : [])],
      state,
    },
    ...(perhaps.length > 0 ? [unsure] : []),
  ]
}
