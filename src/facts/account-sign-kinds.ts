/** What somebody does who takes an account over, or hides that they did: by the name that CloudTrail gives it. */

/** What it is about: the order in which it is told. */
export const signTopics = [
  'password',
  'address',
  'phone',
  'credentials',
  'central-root',
  'trail',
  'contacts',
  'spend',
  'account',
] as const
export type SignTopic = (typeof signTopics)[number]

export interface SignKind {
  topic: SignTopic
  text: string
  /**
   * False: that AWS records it under this name no page of AWS says. It is shown where it is found, and nothing is concluded
   * from it, nor from its absence.
   */
  verified: boolean
}

type Kinds = Readonly<Record<string, SignKind>>

const kind = (topic: SignTopic, text: string, verified = true): SignKind => ({ topic, text, verified })

/** Of the sign-in service and of IAM, about the root user. The names stand in detection rules of third parties alone. */
export const recoveryKinds: Kinds = {
  PasswordRecoveryRequested: kind('password', 'somebody asked for a new root password', false),
  PasswordRecoveryCompleted: kind('password', 'the root password was reset through the mailbox', false),
  PasswordUpdated: kind('password', 'the root password was changed', false),
  EmailUpdated: kind('address', 'the root e-mail address was changed', false),
  UpdateAccountEmailAddress: kind('address', 'the root e-mail address was changed', false),
}

/**
 * Of the account's own details (Account Management reference guide, "Logging calls"; AWS Billing user guide, "Logging with
 * CloudTrail").
 */
export const detailKinds: Kinds = {
  StartPrimaryEmailUpdate: kind('address', 'a change of a root e-mail address was begun'),
  AcceptPrimaryEmailUpdate: kind('address', 'a root e-mail address was changed'),
  SetAccountPreferences: kind('address', 'account name, root e-mail address or root password were changed'),
  PutContactInformation: kind('phone', 'the primary contact was changed, which holds the phone number'),
  SetContactAddress: kind('phone', 'the primary contact was changed, which holds the phone number'),
  SetSecurityQuestions: kind('password', 'the security questions were changed'),
  PutAlternateContact: kind('contacts', 'an alternate contact was changed'),
  DeleteAlternateContact: kind('contacts', 'an alternate contact was deleted'),
  SetAdditionalContacts: kind('contacts', 'alternate contacts were changed'),
  CloseAccount: kind('account', 'the account was closed'),
}

/** What root does to its own credentials (CloudTrail user guide, "console sign-in events" of root). */
export const rootKinds: Kinds = {
  ChangePassword: kind('password', 'root changed its password'),
  CreateAccessKey: kind('credentials', 'root made an access key for itself'),
  UpdateAccessKey: kind('credentials', 'a root access key was switched on or off'),
  DeleteAccessKey: kind('credentials', 'a root access key was deleted'),
  UploadSigningCertificate: kind('credentials', 'root got a signing certificate'),
  DeleteSigningCertificate: kind('credentials', 'a signing certificate of root was deleted'),
  EnableMFADevice: kind('credentials', 'root got another MFA device'),
  DeactivateMFADevice: kind('credentials', 'an MFA device of root was taken off'),
  DeleteVirtualMFADevice: kind('credentials', 'a virtual MFA device of root was deleted'),
}

/** In a session that was opened centrally; cleaning up is its purpose, this is the way back in. */
export const assumedRootKinds: Kinds = {
  CreateLoginProfile: kind('password', 'a root password may be set again through the mailbox'),
}

/** The switches of central root access, and the policies above the members (IAM and Organizations API references). */
export const centralKinds: Kinds = {
  DisableOrganizationsRootCredentialsManagement: kind(
    'central-root',
    'central management of root credentials was switched off',
  ),
  DisableOrganizationsRootSessions: kind('central-root', 'central root sessions were switched off'),
  DisableAWSServiceAccess: kind('central-root', 'trusted access of a service was taken away'),
  RegisterDelegatedAdministrator: kind('central-root', 'a member was made delegated administrator'),
  DetachPolicy: kind('central-root', 'a policy of the organization was detached'),
  UpdatePolicy: kind('central-root', 'a policy of the organization was changed'),
  DisablePolicyType: kind('central-root', 'a type of policy was switched off in the organization'),
}

/** An account that leaves takes its root user out of the centre's hands (Organizations API reference). */
export const leavingKinds: Kinds = {
  LeaveOrganization: kind('central-root', 'the account left its organization'),
}

/** Where the record ends (CloudTrail API reference): in the trail's home Region. */
export const trailKinds: Kinds = {
  StopLogging: kind('trail', 'a trail was stopped'),
  DeleteTrail: kind('trail', 'a trail was deleted'),
  UpdateTrail: kind('trail', 'a trail was changed'),
  PutEventSelectors: kind('trail', 'what a trail records was changed'),
}

/** Budgets: under which names CloudTrail records a change no page of AWS says. */
export function budgetKind(name: string): SignKind | undefined {
  if (/^Delete/.test(name)) return kind('spend', 'a budget, or an alert of one, was deleted', false)
  if (/^(Update|Modify)/.test(name)) return kind('spend', 'a budget, or an alert of one, was changed', false)
  return undefined
}
