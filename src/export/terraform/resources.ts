import { Reference, referencesIn, type Value } from '../given.ts'
import type { LeftOut } from '../left-out.ts'
import { Names, snake } from '../names.ts'
import { same, type Thing } from '../things.ts'
import type { Variables } from '../variables.ts'
import { budgetBody, NoWord, wordFor } from './budget.ts'
import { type Block, Call, Expression, type Hcl } from './hcl.ts'
import { trailResource } from './trail.ts'
import { alternateArguments, contactArguments, passwordArguments } from './words.ts'

/** A resource block, and the import block where it was there before. */
export interface Resource extends Pick<Block, 'attributes' | 'blocks'> {
  type: string
  name: string
  importId?: string
}

export interface Resources {
  blocks: Block[]
  leftOut: LeftOut[]
  /** Regions of what has one, in order; the first is the default provider's. */
  regions: string[]
}

/** The things that the provider can make or take over, and those that it cannot. */
export function resourcesOf(things: readonly Thing[], account: string, variables: Variables): Resources {
  const regions = [...new Set(things.flatMap(({ step }) => (step.region === undefined ? [] : [step.region])))]
  const names = new Map<string, Names>()
  const made = new Map<Thing, Resource>()
  const leftOut: LeftOut[] = []
  const address = (thing: Thing) => `${made.get(thing)!.type}.${made.get(thing)!.name}`
  const find = (kind: 'group' | 'user', name: Value) =>
    [...made.keys()].find((thing) => thing.kind === kind && same(thing.name, name))
  /** Throws NoWord for the answer of a call that is no resource here. */
  const put = (value: Value | undefined): Hcl => {
    if (value instanceof Reference) {
      if (value.kind === 'config' || value.kind === 'observed')
        return new Expression(`var.${variables.of(value).name}`)
      const topic = [...made.keys()].find((t) => t.kind === 'topic' && t.step.id === value.step)
      if (!topic || value.path !== 'TopicArn') throw new NoWord('it takes an answer that only a call gives')
      return new Expression(`${address(topic)}.arn`)
    }
    if (value === undefined || value === null) throw new NoWord('it lacks a value')
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return (value as readonly Value[]).map(put)
    const entries = Object.entries(value).filter(([, v]) => v !== undefined)
    return Object.fromEntries(entries.map(([key, v]) => [key, put(v)]))
  }
  /** The name of a group or user: of the resource here, or of one that is there. */
  const nameOf = (kind: 'group' | 'user', name: Value): Hcl => {
    const thing = find(kind, name)
    return thing ? new Expression(`${address(thing)}.name`) : put(name)
  }
  /** A role that is made here; undefined: one that is there. */
  const ofRole = (name: string, attribute = 'name') => {
    const thing = [...made.keys()].find((t) => t.kind === 'role' && t.name === name)
    return thing ? new Expression(`${address(thing)}.${attribute}`) : undefined
  }
  const unrestrained: Value[] = []
  /** What restrains a group stands before anything that gives power to it or puts people into it, or neither is written. */
  const restraints = (group: Value): Record<string, Hcl> => {
    if (unrestrained.some((other) => same(group, other)))
      throw new NoWord('what restrains the group could not be written')
    const earlier = [...made.keys()].filter((t) => t.kind === 'group-policy' && same(t.group, group))
    return earlier.length > 0 ? { depends_on: earlier.map((thing) => new Expression(address(thing))) } : {}
  }
  /** A budget may speak through a topic once the topic lets it. */
  const topicPolicies = (budget: Extract<Thing, { kind: 'budget' }>): Record<string, Hcl> => {
    const topics = referencesIn(budget.alerts.flatMap((alert) => alert.subscribers))
    const earlier = [...made.keys()].filter(
      (t) => t.kind === 'topic-policy' && topics.some((topic) => same(topic, t.topic)),
    )
    return earlier.length > 0 ? { depends_on: earlier.map((thing) => new Expression(address(thing))) } : {}
  }
  const resource = (type: string, wanted: string, attributes: Record<string, Hcl | undefined>): Resource => ({
    type,
    name: (names.get(type) ?? names.set(type, new Names()).get(type)!).give(snake(wanted)),
    attributes,
  })
  /** Taken over as it is; Terraform must not remove with its own things what was there before it. */
  const takenOver = (given: Resource, importId: string): Resource => ({
    ...given,
    importId,
    blocks: [{ type: 'lifecycle', attributes: { prevent_destroy: true } }],
  })
  const translated = (
    words: Readonly<Record<string, string>>,
    fields: Readonly<Record<string, Value | undefined>>,
  ) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => [wordFor(words, field), put(value)]),
    )
  const resourceOf = (thing: Thing): Resource => {
    switch (thing.kind) {
      case 'topic':
        return resource('aws_sns_topic', thing.name, { name: thing.name })
      case 'topic-policy': {
        const arn = put(thing.topic)
        const policy = new Call('jsonencode', put(thing.policy))
        const given = resource('aws_sns_topic_policy', topicName(thing.topic, things), { arn, policy })
        return typeof arn === 'string' ? takenOver(given, arn) : given
      }
      case 'subscription':
        return resource('aws_sns_topic_subscription', wordOf(thing.endpoint), {
          topic_arn: put(thing.topic),
          protocol: put(thing.protocol),
          endpoint: put(thing.endpoint),
        })
      case 'budget': {
        const body = budgetBody(thing, put)
        const given = resource('aws_budgets_budget', thing.name, {})
        return {
          ...given,
          attributes: { ...body.attributes, ...topicPolicies(thing) },
          blocks: body.blocks,
          ...(thing.existed ? { importId: `${account}:${thing.name}` } : {}),
        }
      }
      case 'group':
        return resource('aws_iam_group', wordOf(thing.name), { name: put(thing.name) })
      case 'group-attachment':
        return resource('aws_iam_group_policy_attachment', `${wordOf(thing.group)} ${lastOf(thing.policy)}`, {
          group: nameOf('group', thing.group),
          policy_arn: put(thing.policy),
          ...restraints(thing.group),
        })
      case 'group-policy':
        return resource('aws_iam_group_policy', `${wordOf(thing.group)} ${thing.name}`, {
          name: thing.name,
          group: nameOf('group', thing.group),
          policy: new Call('jsonencode', put(thing.document)),
        })
      case 'user':
        return resource('aws_iam_user', wordOf(thing.name), { name: put(thing.name) })
      case 'membership':
        return resource('aws_iam_user_group_membership', `${wordOf(thing.user)} in ${wordOf(thing.group)}`, {
          user: nameOf('user', thing.user),
          groups: [nameOf('group', thing.group)],
          ...restraints(thing.group),
        })
      case 'password-policy': {
        const rules = translated(passwordArguments, thing.rules)
        const given = resource('aws_iam_account_password_policy', 'account', rules)
        return thing.existed ? takenOver(given, 'iam-account-password-policy') : given
      }
      case 'primary-contact': {
        const given = resource(
          'aws_account_primary_contact',
          'account',
          translated(contactArguments, thing.fields),
        )
        // Not the account's id: a provider that reads it back as account_id asks AWS about the account by its number,
        // which an account may not do for itself (hashicorp/terraform-provider-aws, issue 41154).
        return thing.existed ? takenOver(given, 'default') : given
      }
      case 'alternate-contact': {
        const given = resource('aws_account_alternate_contact', thing.type, {
          alternate_contact_type: thing.type,
          ...translated(alternateArguments, thing.fields),
        })
        return thing.existed ? takenOver(given, thing.type) : given
      }
      case 'role':
        return resource('aws_iam_role', thing.name, {
          name: thing.name,
          assume_role_policy: new Call('jsonencode', put(thing.trust)),
          ...(thing.description === undefined ? {} : { description: put(thing.description) }),
        })
      case 'role-policy':
        return resource('aws_iam_role_policy', `${thing.role} ${thing.name}`, {
          name: thing.name,
          role: ofRole(thing.role) ?? thing.role,
          policy: new Call('jsonencode', put(thing.document)),
        })
      case 'rule': {
        const given = resource('aws_cloudwatch_event_rule', `${thing.name} ${thing.step.region ?? ''}`, {
          name: thing.name,
          state: thing.state,
          event_pattern: new Call('jsonencode', put(thing.pattern)),
          ...(thing.description === undefined ? {} : { description: put(thing.description) }),
        })
        return thing.existed ? takenOver(given, `default/${thing.name}`) : given
      }
      case 'target': {
        const { Id, Arn, RoleArn, InputTransformer: shaped } = thing.target
        const rule = [...made.keys()].find(
          (t) => t.kind === 'rule' && t.name === thing.rule && t.step.region === thing.step.region,
        )
        const given = resource('aws_cloudwatch_event_target', `${thing.rule} ${thing.step.region ?? ''}`, {
          rule: rule ? new Expression(`${address(rule)}.name`) : thing.rule,
          target_id: put(Id),
          arn: put(Arn),
          ...(RoleArn === undefined ? {} : { role_arn: ofRole(lastOf(RoleArn), 'arn') ?? put(RoleArn) }),
        })
        if (shaped === undefined) return given
        const { InputPathsMap, InputTemplate } = shaped as Readonly<Record<string, Value>>
        const attributes = { input_paths: put(InputPathsMap), input_template: put(InputTemplate) }
        return { ...given, blocks: [{ type: 'input_transformer', attributes }] }
      }
      case 'bucket':
      case 'bucket-access':
      case 'bucket-lifecycle':
      case 'bucket-policy':
      case 'trail':
      case 'trail-logging':
        return trailResource(thing, { things, made: [...made.keys()], address, resource, put, translated })
      case 'login-profile':
        throw new NoWord(
          'Terraform would keep the password in its state, in plain text. Afterwards give the user a first password that must be changed, in the IAM console or with neverroot apply',
        )
      case 'call':
        throw new NoWord(thing.because)
    }
  }
  const trails = new Set(things.flatMap((thing) => (thing.kind === 'trail' ? [thing.name] : [])))
  for (const thing of things) {
    // Part of the trail itself.
    if (thing.kind === 'trail-logging' && trails.has(thing.trail)) continue
    try {
      const done = resourceOf(thing)
      const { region } = thing.step
      const provider =
        region !== undefined && region !== regions[0]
          ? { provider: new Expression(`aws.${snake(region)}`) }
          : {}
      made.set(thing, { ...done, attributes: { ...provider, ...done.attributes } })
    } catch (error) {
      if (!(error instanceof NoWord)) throw error
      leftOut.push({ step: thing.step, because: error.message })
      if (thing.kind === 'group-policy') unrestrained.push(thing.group)
    }
  }
  return { blocks: [...made].flatMap(([thing, given]) => blocksOf(thing, given)), leftOut, regions }
}

function blocksOf({ step }: Thing, { type, name, attributes, blocks, importId }: Resource): Block[] {
  const comments = [`# ${step.does}`]
  const imports: Block[] =
    importId === undefined
      ? []
      : [{ type: 'import', attributes: { to: new Expression(`${type}.${name}`), id: importId } }]
  return [
    ...imports,
    { type: 'resource', labels: [type, name], comments, attributes: attributes ?? {}, blocks: blocks ?? [] },
  ]
}

/** A name to call it by: the path of a reference says what it is (`administrator.name`: administrator). */
const wordOf = (name: Value): string =>
  name instanceof Reference ? name.path.replace(/\.name$/, '') : String(name)

const lastOf = (arn: Value): string => String(arn).split('/').at(-1) ?? 'policy'

function topicName(topic: Value, things: readonly Thing[]): string {
  if (!(topic instanceof Reference)) return String(topic).split(':').at(-1) ?? 'topic'
  const found = things.find((thing) => thing.kind === 'topic' && thing.step.id === topic.step)
  return found?.kind === 'topic' ? found.name : 'topic'
}
