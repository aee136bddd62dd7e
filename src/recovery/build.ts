import type { RecoveryDoubt, RecoveryGate, RecoveryGraph, RecoveryNode } from '../model/index.ts'
import { centreNodes } from './centre.ts'
import { changesFor } from './changes.ts'
import type { RecoveryFacts } from './input.ts'
import { mailboxNodes } from './mailbox.ts'
import { phoneNodes } from './phone.ts'
import { type Group, principalNodes } from './principals.ts'
import { wayNodes } from './ways.ts'

/**
 * Draws who can become root from what was seen and said. What is not known stands in it as unknown; what was a way and is
 * none stands in it as cut, with the reason.
 */
export function recoveryGraph(facts: RecoveryFacts): RecoveryGraph {
  const own = principalNodes(facts.powers ?? [], '', false, ['phone', 'administrator'])
  const centre = centreNodes(facts)
  const ways = wayNodes(facts)
  const nodes: RecoveryNode[] = [
    ...ways.filter(({ kind }) => kind === 'way'),
    ...mailboxNodes(facts, own.groups, centre.mailbox),
    ...phoneNodes(facts, own.groups, centre.phone),
    ...ways.filter(({ kind }) => kind !== 'way'),
    ...own.nodes,
    ...centre.nodes,
  ]
  const goal: RecoveryGate = {
    id: 'root',
    kind: 'goal',
    label: 'root',
    takes: 'any',
    of: nodes.flatMap((node) => (node.kind === 'way' ? [node.id] : [])),
    state: 'known',
  }
  const graph = connected([goal, ...nodes])
  const doubts = doubtsOf(facts, graph, own.groups)
  return { nodes: graph, doubts, changes: changesFor(facts, graph, doubts) }
}

/** Without what nothing leads to any more: a cut way keeps what stood below it, to be drawn. */
function connected(nodes: readonly RecoveryNode[]): RecoveryNode[] {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const reached = new Set<string>()
  const visit = (id: string): void => {
    const node = known.get(id)
    if (node === undefined || reached.has(id)) return
    reached.add(id)
    if (node.kind !== 'holder') node.of.forEach(visit)
  }
  visit('root')
  return nodes.filter(({ id }) => reached.has(id))
}

/** Holders whom nobody has told apart, where both are in the graph. */
function doubtsOf(
  { apart }: RecoveryFacts,
  nodes: readonly RecoveryNode[],
  groups: readonly Group[],
): RecoveryDoubt[] {
  const there = new Set(nodes.map(({ id }) => id))
  const said = apart === true ? 'apart' : undefined
  const all: RecoveryDoubt[] = [
    {
      id: 'mailbox-phone',
      holders: ['mailbox-owner', 'phone-holder'],
      text: 'one person may read the root mailbox and answer the phone',
      // Whoever says that one hand holds both says it of these two.
      ...(apart === undefined ? {} : { settled: apart ? 'apart' : 'one' }),
    },
    {
      id: 'mailbox-mfa',
      holders: ['mailbox-owner', 'mfa-holder'],
      text: 'one person may read the root mailbox and hold the MFA device',
    },
    {
      id: 'password-mfa',
      holders: ['password-holder', 'mfa-holder'],
      text: 'one person, or one password manager, may hold the password and the MFA device',
    },
    {
      id: 'idp',
      holders: ['mail-idp', 'aws-idp'],
      text: 'one identity provider may open the root mailbox and the account',
    },
    ...groups
      .filter((group) => group.rights.phone !== undefined)
      .map((group, i): RecoveryDoubt => ({
        id: `mailbox-principal-${i + 1}`,
        holders: ['mailbox-owner', group.holder],
        text: 'somebody who may change the phone number may read the root mailbox',
      })),
  ]
  return all
    .filter(({ holders }) => holders.every((id) => there.has(id)))
    .map((doubt) => (doubt.settled === undefined && said ? { ...doubt, settled: said } : doubt))
}
