/** What a plan may say in its own words: no address, number, name, password or policy of somebody else's. */
import { ownRootPolicy, rootPolicyNames } from '../../guard/index.ts'
import type { Json, Step } from '../../model/index.ts'
import { trailRules, trailUndoRules } from './vet-trail.ts'

type Fields = Readonly<Record<string, Json | undefined>>

const fieldsOf = (input: Json | undefined): Fields =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Fields) : {}

/** True for `{"$config": ...}` and its like: the value comes from where its owner wrote it, or from what is seen. */
const isReference = (value: Json | undefined): boolean =>
  /^\$(config|observed|output|secret)$/.test(Object.keys(fieldsOf(value))[0] ?? '')

const allReferences = (fields: Fields, except: readonly string[] = []): boolean =>
  Object.entries(fields).every(([name, value]) => except.includes(name) || isReference(value))

const isPeople = (subscribers: Json | undefined): boolean =>
  !Array.isArray(subscribers) ||
  subscribers.every((s: Json) => isReference(fieldsOf(s).Address) || isOwnTopic(fieldsOf(s)))

/** A topic's ARN names nobody. */
const isOwnTopic = ({ SubscriptionType: type, Address: address }: Fields): boolean =>
  type === 'SNS' && typeof address === 'string' && address.startsWith('arn:')

/** Trusted access lets a service act in every account: only what central root access and contacts rest on. */
const isCentralService = (principal: Json | undefined): boolean =>
  principal === 'iam.amazonaws.com' || principal === 'account.amazonaws.com'

/** And the trail of all accounts. */
const isTrustedService = (principal: Json | undefined): boolean =>
  isCentralService(principal) || principal === 'cloudtrail.amazonaws.com'

/** Whoever is named acts for the management account: never one whom a plan file names. */
const isDeclaredDelegate = ({ AccountId, ServicePrincipal }: Fields): boolean =>
  fieldsOf(AccountId).$config === 'organization.delegatedAdministrator' && isCentralService(ServicePrincipal)

/** A policy that only denies gives nobody anything. */
function onlyDenies(document: Json | undefined): boolean {
  const statements = statementsOf(document) ?? []
  return statements.length > 0 && statements.every((s) => s.Effect === 'Deny')
}

type Statement = Readonly<Record<string, Json | undefined>> & { Effect?: string }

function statementsOf(document: Json | undefined): Statement[] | undefined {
  try {
    const { Statement } = JSON.parse(String(document)) as { Statement: unknown }
    return (Array.isArray(Statement) ? Statement : [Statement]) as Statement[]
  } catch {
    return undefined
  }
}

/** The account that a step is about, and the one where alarms of the organization are declared to arrive. */
interface Where {
  account: string
  alarmAccount: string | undefined
}

/** The one role that is made: EventBridge assumes it for rules of the account, and it puts events on a bus. */
const ownName = 'neverroot-root-use'
const isOwnRole = ({ RoleName }: Fields): boolean => RoleName === ownName

const trustsEventBridgeAlone = (document: Json | undefined, account: string): boolean =>
  statementsOf(document)?.every(
    ({ Principal, Condition }) =>
      JSON.stringify(Principal) === '{"Service":"events.amazonaws.com"}' &&
      fieldsOf(fieldsOf(Condition).StringEquals)['aws:SourceAccount'] === account,
  ) === true

const putsEventsAlone = (document: Json | undefined, where: Where): boolean =>
  statementsOf(document)?.every(
    ({ Action, Resource }) => Action === 'events:PutEvents' && isBus(Resource, where),
  ) === true

/** The default bus of the account itself, or the one of the account where the organization's alarms are declared to arrive. */
const isBus = (arn: Json | undefined, { account, alarmAccount }: Where): boolean => {
  const [, owner, bus] = /^arn:[^:*]+:events:[^:*]+:(\d{12}):event-bus\/([^/*?]+)$/.exec(String(arn)) ?? []
  return bus === 'default' ? owner === account : bus === ownName && owner === alarmAccount
}

/** To a topic of the account, or to a bus that its events may go to. */
const isWayOfAlarm = (target: Json | undefined, where: Where): boolean => {
  const { Arn, Input } = fieldsOf(target)
  if (Input !== undefined) return false
  if (isReference(Arn)) return true
  const [, , service, , owner] = String(Arn).split(':')
  return service === 'sns' ? owner === where.account : isBus(Arn, where)
}

/** The bus of our own is opened to one organization, and to put events alone. */
const opensToOrganization = ({ EventBusName, Action, Policy, Condition }: Fields): boolean => {
  const { Type, Key, Value } = fieldsOf(Condition)
  return (
    EventBusName === ownName &&
    Action === 'events:PutEvents' &&
    Policy === undefined &&
    Type === 'StringEquals' &&
    Key === 'aws:PrincipalOrgID' &&
    /^o-[a-z0-9]{10,32}$/.test(String(Value))
  )
}

/** The centre may change the contacts of any member: a step names the one that it stands under, or none. */
const isOwnAccount = ({ AccountId }: Fields, account: string): boolean =>
  AccountId === undefined || AccountId === account

/** And its root address: a step names the declared one. */
const isOwnRootEmail = ({ AccountId, PrimaryEmail }: Fields, account: string): boolean =>
  AccountId === account && fieldsOf(PrimaryEmail).$config === 'contacts.root.email'

/** A control policy is one that neverroot writes, to the letter. */
function isOwnPolicy({ Type, Name, Content }: Fields): boolean {
  const own = ownRootPolicy(String(Content))
  return Type === 'SERVICE_CONTROL_POLICY' && own !== undefined && Name === rootPolicyNames[own.kind]
}

/** At the root or at a unit; which policy it is, the deed looks at right before. */
const isPlaceOfPolicy = ({ TargetId, PolicyId }: Fields): boolean =>
  /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(String(TargetId)) &&
  (fieldsOf(PolicyId).$output !== undefined || /^p-[0-9a-z]{8,128}$/.test(String(PolicyId)))

/** Of each operation, what its input must be like. */
const rules: Readonly<Record<string, (input: Fields, account: string, where: Where) => boolean>> = {
  'account:PutContactInformation': (i, account) =>
    isOwnAccount(i, account) && allReferences(fieldsOf(i.ContactInformation)),
  'account:PutAlternateContact': (i, account) =>
    isOwnAccount(i, account) && allReferences(i, ['AccountId', 'AlternateContactType']),
  'account:DeleteAlternateContact': isOwnAccount,
  'account:SendPhoneNumberVerification': (i) => i.AccountId === undefined,
  'account:VerifyPhoneNumber': (i) => allReferences(i),
  'account:StartPrimaryEmailUpdate': isOwnRootEmail,
  'account:AcceptPrimaryEmailUpdate': (i, account) => isOwnRootEmail(i, account) && isReference(i.Otp),
  'organizations:EnableAWSServiceAccess': (i) => isTrustedService(i.ServicePrincipal),
  'organizations:DisableAWSServiceAccess': (i) => isTrustedService(i.ServicePrincipal),
  'organizations:RegisterDelegatedAdministrator': isDeclaredDelegate,
  'organizations:DeregisterDelegatedAdministrator': isDeclaredDelegate,
  'organizations:CreatePolicy': isOwnPolicy,
  'organizations:AttachPolicy': isPlaceOfPolicy,
  'organizations:DetachPolicy': isPlaceOfPolicy,
  'sns:Subscribe': (i) => isReference(i.Endpoint),
  'budgets:CreateSubscriber': (i) => isPeople([i.Subscriber ?? null]),
  'budgets:CreateNotification': (i) => isPeople(i.Subscribers),
  'budgets:CreateBudget': (i) =>
    !Array.isArray(i.NotificationsWithSubscribers) ||
    i.NotificationsWithSubscribers.every((n: Json) => isPeople(fieldsOf(n).Subscribers)),
  'iam:CreateUser': (i) => isReference(i.UserName),
  'iam:AddUserToGroup': (i) => isReference(i.UserName),
  'iam:CreateLoginProfile': (i) => isReference(i.UserName) && isReference(i.Password),
  'iam:AttachGroupPolicy': (i) =>
    /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(String(i.PolicyArn)),
  'iam:CreateRole': (i, account) =>
    isOwnRole(i) && trustsEventBridgeAlone(i.AssumeRolePolicyDocument, account),
  'iam:PutRolePolicy': (i, _, where) => isOwnRole(i) && putsEventsAlone(i.PolicyDocument, where),
  'events:CreateEventBus': (i) => i.Name === ownName,
  'events:PutPermission': opensToOrganization,
  'events:PutTargets': (i, _, where) =>
    Array.isArray(i.Targets) && i.Targets.every((target: Json) => isWayOfAlarm(target, where)),
  'iam:PutGroupPolicy': (i) => onlyDenies(i.PolicyDocument),
  ...trailRules,
}

/**
 * Why a step is none that neverroot would plan, as the end of a sentence; undefined: it may be. A plan is a file that
 * somebody may have written: whom a call reaches, and what it gives, is never taken from there. `alarmAccount` is the one
 * that the configuration names.
 */
export function unvetted(
  { action, input, account }: Pick<Step, 'action' | 'input' | 'account'>,
  alarmAccount?: string,
): string | undefined {
  const rule = Object.hasOwn(rules, action) ? rules[action] : undefined
  return rule && !rule(fieldsOf(input), account, { account, alarmAccount })
    ? `${action} names people, values or rights in the plan itself, which no plan of neverroot does`
    : undefined
}

/** The same of what takes a step back: contacts are brought back by reference, to the account that the step is about. */
export const unvettedUndo = (
  { action, input }: Pick<Step, 'action' | 'input'>,
  { account }: Pick<Step, 'account'>,
): string | undefined =>
  Object.hasOwn(trailUndoRules, action) && !trailUndoRules[action]!(fieldsOf(input), account)
    ? `${action} takes back what no plan of neverroot does`
    : action.startsWith('account:') || action === 'organizations:DetachPolicy'
      ? unvetted({ action, input, account })
      : undefined
