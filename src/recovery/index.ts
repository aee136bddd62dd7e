/** Who can become root: the graph, the smallest sets that suffice, and what would raise them. Pure: it reads nothing. */
export { recoveryGraph } from './build.ts'
export type { Having, MailboxFacts, Power, RecoveryFacts, Right } from './input.ts'
export { changed, findings, withoutCentre } from './gains.ts'
export { fewest, handsIn, holderOf, mostHands, suffices, type World } from './sets.ts'
