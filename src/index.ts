/** The public interface of neverroot. */
export * from './model/index.ts'
export type { Host, Notice, PasswordSink } from './ports.ts'
export { Interrupted } from './aws/index.ts'
export { controls } from './controls/index.ts'
export {
  accessLevels,
  actionTable,
  type ActionTable,
  builtInCases,
  decide,
  Footprints,
  type GuardCase,
  type GuardRequest,
  mostControlPolicyCharacters,
  type PolicyPath,
  readCases,
  readPolicyPath,
  rootPolicy,
  type RootPolicyKind,
  rootPolicyKinds,
  rootPolicyNames,
  testCases,
  unknownActions,
} from './guard/index.ts'
export { directoryHosts, directoryName, identityStoreReads } from './directory/index.ts'
export { maskName } from './facts/mask.ts'
export { samePerson } from './facts/custody.ts'
export { statementOf } from './facts/statement.ts'
export { tool } from './version.ts'
export { connect, type Connected, type Connection, type LookOptions } from './api/connect.ts'
export {
  activityOf,
  type ActivityOfOptions,
  activityOfOrganization,
  type ActivityOfOrganizationOptions,
} from './api/activity.ts'
export {
  type AlarmBefore,
  type AlarmDrillOptions,
  brokenDrill,
  type SendFailure,
  withAlarm,
} from './api/drill-alarm.ts'
export { type ContactsBefore, contactsToDrill } from './api/drill-contacts.ts'
export {
  type ContactsDrillState,
  type ContactsResult,
  resultOfDrill,
  silentOf,
  stateOfContactsDrill,
  unsentOf,
} from './watch/contacts-drill.ts'
export { drillSender, type DrillSender, phraseOf } from './watch/drill-sender.ts'
export { contactsLetter } from './watch/contacts-letter.ts'
export { byMail, deliverDrill, type Delivered, type DrillAddress, type Post } from './watch/deliver-drill.ts'
export { mailboxDays } from './facts/mailbox-answers.ts'
export {
  alarmDrillDays,
  type AlarmDrillResult,
  type AlarmDrillState,
  fewestToAnswer,
  mostWrong,
  resultOf,
  stateOfAlarmDrill,
  wrongIn,
} from './watch/alarm-drill.ts'
export type { DrillRoute } from './watch/alarm-route.ts'
export { hashOfCode, hashOfName, isCode, makeCode, makeSalt, nameOf, readCode } from './watch/drill-code.ts'
export { type DrillLook, drillLook, type DrillSignIn, type TidyUp } from './watch/root-drill.ts'
export { recoveryOf, recoveryOfMember, type RecoveryOptions } from './api/recovery.ts'
export { auditAccount, type AuditAccountOptions } from './api/audit.ts'
export {
  auditOrganization,
  type AuditOrganizationOptions,
  planOrganization,
  type PlanOrganizationOptions,
} from './api/organization.ts'
export {
  type AppliedToMany,
  applyOrganization,
  type ApplyOrganizationOptions,
  undoOrganization,
} from './api/apply-organization.ts'
export { preflightOrganization } from './api/preflight.ts'
export {
  type DraftTestOptions,
  type OrganizationTestOptions,
  testDraft,
  testOrganization,
} from './api/guard-test.ts'
export { organizationFootprint, type OrganizationGuardOptions, shownPolicies } from './api/guard.ts'
export { spendOf } from './api/spend.ts'
export { isUnderWay, watchedAccount, type WatchOptions, watchPass } from './api/watch.ts'
export { Burst } from './watch/events.ts'
export type { Targets } from './watch/outbox.ts'
export type { Passed } from './watch/pass.ts'
export { checkTopic, targetsOf } from './watch/targets.ts'
export { type Environment, mailServerOf, type RunForSecret } from './watch/mail-server.ts'
export { planAccount, type PlanAccountOptions } from './api/plan.ts'
export { applyAccount, type ApplyAccountOptions, undoAccount, type UndoAccountOptions } from './api/apply.ts'
export type { UndoPlan } from './engine/apply/undo.ts'
export { isEmpty } from './engine/plan/make.ts'
export {
  auditPermissions,
  ofRootAlone,
  permissionPolicy,
  permitted,
  type Permitted,
} from './api/permissions.ts'
export {
  centralPolicy,
  type CentralOptions,
  mostTrustCharacters,
  type ReaderOptions,
  readRoleDocuments,
  readRoleTemplate,
  type RoleDocuments,
} from './api/organization-permissions.ts'
export { mostPolicyCharacters, policyCharacters } from './api/policy-document.ts'
export { checkReviewed, type References, referencesOf, resolve, Unresolved } from './api/references.ts'
