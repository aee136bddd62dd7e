/** What control policies leave to root: decisions about named requests, and the root threat footprint. */
export { accessLevels, type ActionTable, actionTable } from './actions/read.ts'
export { actionsOf, type TaskDenial } from './assumed-root.ts'
export { AttachedPolicies, casesOf, checkAsked, type Who } from './ask-accounts.ts'
export { builtInCases } from './built-in-cases.ts'
export { type Blocker, blockersOf } from './blockers.ts'
export { pathsOf, type PolicyWithTargets } from './attached.ts'
export { decide, type GuardRequest } from './decide.ts'
export { effectOf } from './effect.ts'
export { Footprints } from './footprint/footprints.ts'
export type { AttachedPolicy, Level, PolicyPath } from './path.ts'
export { type GuardCase, readCases } from './read-cases.ts'
export { mostCharacters as mostControlPolicyCharacters, readPolicyPath } from './read-policies.ts'
export { readDraft, withDraft } from './read-draft.ts'
export {
  ownRootPolicy,
  rootPolicy,
  type RootPolicyKind,
  rootPolicyKinds,
  rootPolicyNames,
  type RootPolicyOptions,
} from './root-policies.ts'
export { testCases, unknownActions } from './test-cases.ts'
export { type Rights, RootRights } from './root-rights.ts'
