import { Reference, referencesIn, type Value } from '../given.ts'
import type { LeftOut } from '../left-out.ts'
import { Names, pascal } from '../names.ts'
import { same, type Thing } from '../things.ts'
import { homeOf } from './regions.ts'
import { addToTrail } from './trail.ts'

export interface Resource {
  type: string
  properties: Record<string, Value>
  /** Resources that must stand before it and that it does not refer to. */
  after?: string[]
  /** It stays when the stack is deleted: log files are nobody's to delete with a template. */
  stays?: true
}

/** The account that the plan is for: in any other one the template makes nothing. */
export const condition = 'PlannedAccount'

/**
 * The things that CloudFormation can make, and those that it cannot. A stack owns what it makes and deletes it with
 * itself; what is there already belongs to no stack and is left out.
 */
export function resourcesOf(things: readonly Thing[]): {
  resources: Map<string, Resource>
  leftOut: LeftOut[]
  region?: string
} {
  const names = new Names(['Parameters', condition])
  const resources = new Map<string, Resource>()
  const leftOut: LeftOut[] = []
  const ids = new Map<Thing, string>()
  const region = homeOf(things)
  const add = (thing: Thing, wanted: string, type: string, properties: Record<string, Value>) => {
    const id = names.give(pascal(wanted))
    ids.set(thing, id)
    resources.set(id, { type, properties })
  }
  const own = (kind: 'group' | 'user', name: Value) => {
    const found = things.find((thing) => thing.kind === kind && same(thing.name, name))
    const id = found && ids.get(found)
    return id === undefined ? undefined : { id, resource: resources.get(id)! }
  }
  const topicId = (topic: Value) =>
    topic instanceof Reference && topic.kind === 'output' && topic.path === 'TopicArn'
      ? ids.get(things.find((thing) => thing.kind === 'topic' && thing.step.id === topic.step)!)
      : undefined
  /** Outputs of calls become references to the resources that stand for them. */
  const linked = (value: Value): Value => {
    if (value instanceof Reference) {
      const id = topicId(value)
      return id === undefined ? value : { Ref: id }
    }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as readonly Value[]).map(linked)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v === undefined ? v : linked(v)]))
  }
  for (const thing of things) {
    const out = (because: string) => leftOut.push({ step: thing.step, because })
    if (thing.step.region !== undefined && thing.step.region !== region) {
      out(`it is in ${thing.step.region}, and the stack in ${region}: the template of --other-regions`)
      continue
    }
    switch (thing.kind) {
      case 'topic':
        add(thing, `${thing.name}.topic`, 'AWS::SNS::Topic', { TopicName: thing.name })
        break
      case 'topic-policy': {
        const id = topicId(thing.topic)
        if (id === undefined) out('the topic is there already and belongs to no stack')
        else
          add(thing, `${id}.policy`, 'AWS::SNS::TopicPolicy', {
            PolicyDocument: thing.policy,
            Topics: [{ Ref: id }],
          })
        break
      }
      case 'subscription':
        add(thing, 'subscription', 'AWS::SNS::Subscription', {
          TopicArn: linked(thing.topic),
          Protocol: thing.protocol,
          Endpoint: thing.endpoint,
        })
        break
      case 'budget': {
        const limit = thing.budget.BudgetLimit as { Amount?: Value; Unit?: Value } | undefined
        if (thing.existed) out('the budget is there already and belongs to no stack')
        else {
          add(thing, `${thing.name}.budget`, 'AWS::Budgets::Budget', {
            Budget: {
              ...thing.budget,
              // A number here, a string in the API.
              ...(limit ? { BudgetLimit: { ...limit, Amount: Number(limit.Amount) } } : {}),
            },
            NotificationsWithSubscribers: thing.alerts.map(({ notification, subscribers }) => ({
              Notification: notification,
              Subscribers: linked(subscribers),
            })),
          })
          // A budget may speak through a topic once the topic lets it.
          const policies = [...resources].filter(([, { type }]) => type === 'AWS::SNS::TopicPolicy')
          if (policies.length > 0) resources.get(ids.get(thing)!)!.after = policies.map(([id]) => id)
        }
        break
      }
      case 'group':
        add(thing, nameOf('group', thing.name), 'AWS::IAM::Group', { GroupName: thing.name })
        break
      case 'group-attachment':
      case 'group-policy': {
        const group = own('group', thing.group)
        if (!group) out('the group is there already and belongs to no stack')
        else if (thing.kind === 'group-attachment')
          append(group.resource.properties, 'ManagedPolicyArns', thing.policy)
        else
          append(group.resource.properties, 'Policies', {
            PolicyName: thing.name,
            PolicyDocument: thing.document,
          })
        break
      }
      case 'user':
        add(thing, nameOf('user', thing.name), 'AWS::IAM::User', { UserName: thing.name })
        break
      case 'membership': {
        const group = own('group', thing.group)
        const GroupName = group ? { Ref: group.id } : thing.group
        const user = own('user', thing.user)
        if (user) append(user.resource.properties, 'Groups', GroupName)
        else add(thing, 'membership', 'AWS::IAM::UserToGroupAddition', { GroupName, Users: [thing.user] })
        break
      }
      case 'role':
        add(thing, `${thing.name}.role`, 'AWS::IAM::Role', {
          RoleName: thing.name,
          AssumeRolePolicyDocument: thing.trust,
          ...(thing.description === undefined ? {} : { Description: thing.description }),
        })
        break
      case 'role-policy': {
        const role = things.find((t) => t.kind === 'role' && t.name === thing.role)
        const id = role && ids.get(role)
        if (id === undefined) out('the role is there already and belongs to no stack')
        else
          append(resources.get(id)!.properties, 'Policies', {
            PolicyName: thing.name,
            PolicyDocument: thing.document,
          })
        break
      }
      case 'rule':
        if (thing.existed) out('the rule is there already and belongs to no stack')
        else
          add(thing, `${thing.name}.rule`, 'AWS::Events::Rule', {
            Name: thing.name,
            EventPattern: thing.pattern,
            State: thing.state,
            ...(thing.description === undefined ? {} : { Description: thing.description }),
          })
        break
      case 'target': {
        const rule = things.find(
          (t) => t.kind === 'rule' && t.name === thing.rule && t.step.region === thing.step.region,
        )
        const id = rule && ids.get(rule)
        if (id === undefined) out('the rule is there already and belongs to no stack')
        else append(resources.get(id)!.properties, 'Targets', linked(thing.target))
        break
      }
      case 'bucket':
      case 'bucket-access':
      case 'bucket-lifecycle':
      case 'bucket-policy':
      case 'trail':
      case 'trail-logging': {
        const because = addToTrail(thing, { things, ids, resources, add })
        if (because !== undefined) out(because)
        break
      }
      case 'login-profile':
        out(
          'a template is no place for a password: it would stand in the parameters of whoever deploys it. Afterwards give the user a first password that must be changed, in the IAM console or with neverroot apply',
        )
        break
      case 'password-policy':
        out('CloudFormation has no resource for the password policy of an account')
        break
      case 'primary-contact':
      case 'alternate-contact':
        out('CloudFormation has no resource for the contacts of an account')
        break
      case 'call':
        out(thing.because)
        break
    }
  }
  dropUnresolved(resources, ids, leftOut)
  return { resources, leftOut, ...(region === undefined ? {} : { region }) }
}

const nameOf = (kind: string, name: Value): string =>
  `${name instanceof Reference ? name.path.replace(/\.name$/, '') : String(name)}.${kind}`

function append(properties: Record<string, Value>, key: string, value: Value): void {
  properties[key] = [...((properties[key] as readonly Value[] | undefined) ?? []), value]
}

/**
 * Takes out what needs an answer that only a call gives, what would be read as a dynamic reference (CloudFormation user
 * guide, "Get values stored in other services"), and what refers to something that was taken out.
 */
function dropUnresolved(
  resources: Map<string, Resource>,
  ids: ReadonlyMap<Thing, string>,
  leftOut: LeftOut[],
): void {
  const isBroken = ({ properties }: Resource) => {
    const text = JSON.stringify(properties)
    const refs = [...text.matchAll(/\{"Ref":"(\w+)"\}/g)].map(([, id]) => id!)
    return (
      referencesIn(properties).some((r) => r.kind === 'output' || r.kind === 'secret') ||
      text.includes('{{resolve:') ||
      refs.some((id) => !resources.has(id))
    )
  }
  for (let dropped = true; dropped;) {
    dropped = false
    for (const [thing, id] of ids) {
      const resource = resources.get(id)
      if (!resource || !isBroken(resource)) continue
      resources.delete(id)
      leftOut.push({ step: thing.step, because: 'it holds what a template cannot say' })
      dropped = true
    }
  }
}
