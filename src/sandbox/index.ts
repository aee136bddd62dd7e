/** An imitation of AWS on a loopback port. */
export { createSandbox } from './server.ts'
export type { SandboxCredentials } from './credentials.ts'
export type { Sandbox, SandboxOptions } from './server.ts'
export type { RequestLog } from './dispatch.ts'
export { Faults, parseFaults } from './faults.ts'
export type { FaultKind, FaultRates, FaultSpec, OperationFault } from './faults.ts'
export { SandboxUsageError } from './usage-error.ts'
export type { Clock } from './clock.ts'
export type { Keeper } from './keeper.ts'
export type { Account, Behaviour, Organization, SentMessage, World } from './world.ts'
export { makeScenario, scenarios, standaloneScenarios } from './scenarios/index.ts'
export type { EnterpriseSize } from './scenarios/enterprise.ts'
export { accountOf, adoptedAccount } from './accounts/find.ts'
export { memberIds } from './accounts/members.ts'
export { newWorld } from './builder.ts'
export {
  acts,
  confirmSubscription,
  failToSignInAsRoot,
  firstSignIn,
  inboxOf,
  performActs,
  readCode,
  recoverRootPassword,
  registerMfa,
  registerRootMfa,
  revokeRootSession,
  rootSession,
  sessionOf,
  setRootPassword,
  signInAsRoot,
  turnOnBillingAccess,
} from './people/index.ts'
export type { Act, Confirmation, Done, NewRootDevice } from './people/index.ts'
