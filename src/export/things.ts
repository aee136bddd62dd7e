/** What a plan's calls leave behind, for tools that describe things and not calls. */
import type { Plan, Step } from '../model/index.ts'
import { type Fields, isFields, only, parsed, text } from './fields.ts'
import { type Resolve, type Value, valueOf } from './given.ts'
import { trailReaders, type TrailThing } from './trail-things.ts'

/** One call as the thing that it makes or changes. `existed`: it was there before, so undo brings it back. */
export type Thing = { step: Step } & (
  | { kind: 'topic'; name: string }
  | { kind: 'topic-policy'; topic: Value; policy: Value }
  | { kind: 'subscription'; topic: Value; protocol: Value; endpoint: Value }
  | { kind: 'budget'; name: string; budget: Fields; alerts: readonly Alert[]; existed: boolean }
  | { kind: 'group'; name: Value }
  | { kind: 'group-attachment'; group: Value; policy: Value }
  | { kind: 'group-policy'; group: Value; name: string; document: Value }
  | { kind: 'user'; name: Value }
  | { kind: 'membership'; user: Value; group: Value }
  | { kind: 'login-profile'; user: Value }
  | { kind: 'role'; name: string; trust: Value; description: Value | undefined }
  | { kind: 'role-policy'; role: string; name: string; document: Value }
  | {
      kind: 'rule'
      name: string
      pattern: Value
      state: string
      description: Value | undefined
      existed: boolean
    }
  | { kind: 'target'; rule: string; target: Fields }
  | TrailThing
  | { kind: 'password-policy'; rules: Fields; existed: boolean }
  | { kind: 'primary-contact'; fields: Fields; existed: boolean }
  | { kind: 'alternate-contact'; type: string; fields: Fields; existed: boolean }
  /** A call that no tool of this kind has a word for. */
  | { kind: 'call'; because: string }
)
export type ThingKind = Thing['kind']

/** When a budget speaks up, and to whom. */
export interface Alert {
  notification: Fields
  subscribers: readonly Fields[]
}

/**
 * Every call of the plan as a thing, in its order. Two findings may need the same call (one phone number fails two
 * controls): then it makes one thing. A second call about the same thing that wants something else is left to a person.
 */
export function thingsOf(plan: Plan, resolve: Resolve): Thing[] {
  const calls = new Set<string>()
  const taken = new Set<string>()
  return plan.items
    .flatMap((item) => item.steps)
    .flatMap((step) => {
      const call = JSON.stringify([step.action, step.region, step.input])
      if (calls.has(call)) return []
      calls.add(call)
      const thing = thingOf(step, plan.account, resolve)
      const identity = identityOf(thing)
      if (identity === undefined || !taken.has(identity)) {
        if (identity !== undefined) taken.add(identity)
        return [thing]
      }
      return [{ step, kind: 'call' as const, because: 'another call of the plan is about the same thing' }]
    })
}

/** Of some things an account has one only. */
function identityOf(thing: Thing): string | undefined {
  switch (thing.kind) {
    case 'primary-contact':
    case 'password-policy':
      return thing.kind
    case 'alternate-contact':
      return `${thing.kind} ${thing.type}`
    case 'budget':
    case 'topic':
    case 'rule':
    case 'bucket':
    case 'trail':
      return `${thing.kind} ${thing.step.region} ${thing.name}`
    case 'topic-policy':
      return `${thing.kind} ${JSON.stringify(thing.topic)}`
    case 'group':
    case 'user':
      return `${thing.kind} ${JSON.stringify(thing.name)}`
    default:
      return undefined
  }
}

function thingOf(step: Step, account: string, resolve: Resolve): Thing {
  const call = (because: string): Thing => ({ step, kind: 'call', because })
  if (step.account !== account || step.as !== 'caller')
    return call(`it is for account ${step.account}, as ${step.as}`)
  const read = readers[step.action]
  if (!read) return call(whyNot(step))
  const input = valueOf(step.input, resolve)
  const thing = isFields(input) ? read(input, step) : undefined
  return thing ? { ...thing, step } : call('it has a form that neverroot cannot put into these terms')
}

type Reader = (input: Fields, step: Step) => Read | undefined
type WithoutStep<T> = T extends unknown ? Omit<T, 'step'> : never
type Read = WithoutStep<Thing>

const readers: Readonly<Record<string, Reader>> = {
  'sns:CreateTopic': (input) => (only(input, 'Name') ? { kind: 'topic', name: text(input.Name) } : undefined),
  'sns:SetTopicAttributes': ({ TopicArn: topic, AttributeName, AttributeValue }) =>
    AttributeName === 'Policy' && topic !== undefined
      ? { kind: 'topic-policy', topic, policy: parsed(AttributeValue) }
      : undefined,
  'sns:Subscribe': ({ TopicArn: topic, Protocol: protocol, Endpoint: endpoint, ...rest }) =>
    topic !== undefined &&
    protocol !== undefined &&
    endpoint !== undefined &&
    only(rest, 'ReturnSubscriptionArn')
      ? { kind: 'subscription', topic, protocol, endpoint }
      : undefined,
  'budgets:CreateBudget': ({ Budget, NotificationsWithSubscribers, ...rest }) => {
    const alerts = alertsOf(NotificationsWithSubscribers ?? [])
    if (!isFields(Budget) || !alerts || !only(rest, 'AccountId')) return undefined
    return { kind: 'budget', name: text(Budget.BudgetName), budget: Budget, alerts, existed: false }
  },
  'budgets:UpdateBudget': ({ NewBudget }) =>
    isFields(NewBudget)
      ? { kind: 'budget', name: text(NewBudget.BudgetName), budget: NewBudget, alerts: [], existed: true }
      : undefined,
  'iam:CreateGroup': (input) =>
    only(input, 'GroupName') ? { kind: 'group', name: input.GroupName! } : undefined,
  'iam:AttachGroupPolicy': ({ GroupName: group, PolicyArn: policy }) => ({
    kind: 'group-attachment',
    group: group!,
    policy: policy!,
  }),
  'iam:PutGroupPolicy': ({ GroupName: group, PolicyName, PolicyDocument }) => ({
    kind: 'group-policy',
    group: group!,
    name: text(PolicyName),
    document: parsed(PolicyDocument),
  }),
  'iam:CreateUser': (input) =>
    only(input, 'UserName') ? { kind: 'user', name: input.UserName! } : undefined,
  'iam:AddUserToGroup': ({ UserName: user, GroupName: group }) => ({
    kind: 'membership',
    user: user!,
    group: group!,
  }),
  'iam:CreateRole': ({ RoleName, AssumeRolePolicyDocument, Description: description, ...rest }) =>
    only(rest)
      ? { kind: 'role', name: text(RoleName), trust: parsed(AssumeRolePolicyDocument), description }
      : undefined,
  'iam:PutRolePolicy': ({ RoleName, PolicyName, PolicyDocument }) => ({
    kind: 'role-policy',
    role: text(RoleName),
    name: text(PolicyName),
    document: parsed(PolicyDocument),
  }),
  'events:PutRule': ({ Name, EventPattern, State, Description: description, EventBusName, ...rest }, step) =>
    EventBusName === 'default' && only(rest)
      ? {
          kind: 'rule',
          name: text(Name),
          pattern: parsed(EventPattern),
          state: text(State),
          description,
          existed: undoneByItself(step),
        }
      : undefined,
  'events:PutTargets': ({ Rule, EventBusName, Targets }) => {
    const [target, ...others] = Array.isArray(Targets) ? (Targets as readonly Value[]) : []
    return EventBusName === 'default' && isFields(target) && others.length === 0
      ? { kind: 'target', rule: text(Rule), target }
      : undefined
  },
  ...trailReaders,
  'iam:CreateLoginProfile': ({ UserName: user }) => ({ kind: 'login-profile', user: user! }),
  'iam:UpdateAccountPasswordPolicy': (rules, step) => ({
    kind: 'password-policy',
    rules,
    existed: undoneByItself(step),
  }),
  'account:PutContactInformation': ({ ContactInformation: fields, ...rest }, step) =>
    isFields(fields) && only(rest)
      ? { kind: 'primary-contact', fields, existed: undoneByItself(step) }
      : undefined,
  'account:PutAlternateContact': ({ AlternateContactType: type, ...fields }, step) =>
    fields.AccountId === undefined
      ? { kind: 'alternate-contact', type: text(type), fields, existed: undoneByItself(step) }
      : undefined,
}

/** What is brought back by the same call was there before; what was not there is taken away again. */
const undoneByItself = ({ action, undo }: Step): boolean => undo?.action === action

/** Why a call makes no thing, for those that plans hold. */
function whyNot({ action }: Step): string {
  const operation = action.split(':')[1] ?? ''
  if (/Notification|Subscriber/.test(operation))
    return 'it changes the alerts of a budget that is there, and these tools know a budget with all of its alerts or none: those that you do not write down would go'
  if (/AccessKey|SigningCertificate|MFADevice/.test(operation))
    return 'it is about credentials of root itself, which no such tool manages'
  if (/DelegatedAdministrator/.test(operation))
    return 'it names who acts for the management account; where such a tool holds that already, write it there'
  if (/AWSServiceAccess|OrganizationsRoot/.test(operation))
    return 'it is one setting of the whole organization, and the resource that would hold it holds the others too'
  if (/^(UpdateTrail|PutEventSelectors)$/.test(operation))
    return 'it changes a trail that is there, and such a tool knows a trail with all of its settings or none'
  if (/^(Enable|Disable)Rule$/.test(operation)) return 'it switches on a rule that such a tool has not made'
  if (/Phone/.test(operation)) return 'a person reads a code from a phone'
  if (/^(Delete|Remove|Detach|Deactivate|Unsubscribe)/.test(operation))
    return 'it takes away what such a tool has not made'
  return 'these tools have no word for it'
}

function alertsOf(value: Value): Alert[] | undefined {
  if (!Array.isArray(value)) return undefined
  const alerts = (value as readonly Value[]).map((entry): Alert | undefined => {
    if (!isFields(entry) || !isFields(entry.Notification) || !Array.isArray(entry.Subscribers))
      return undefined
    return { notification: entry.Notification, subscribers: entry.Subscribers as readonly Fields[] }
  })
  return alerts.every((alert) => alert !== undefined) ? alerts : undefined
}

/** True for the same name, be it written down or a reference. */
export const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b)
