/** What EventBridge may do: with a role, on a bus, with a topic and its key. */
import { evaluate } from '../../policy/index.ts'
import { accountOf } from '../accounts/find.ts'
import { Authorizer } from '../authorize.ts'
import { parsed } from '../permissions.ts'
import { AwsError } from '../service.ts'
import type { Account, KmsKey, PolicyDocument, Topic, World } from '../world.ts'

const SERVICE = 'events.amazonaws.com'

/** On whose behalf EventBridge acts. */
export interface Behalf {
  account: string
  rule: string
}

/** The keys about the caller that EventBridge sends with it (assumed for topics and keys, as for roles). */
const contextOf = ({ account, rule }: Behalf): Record<string, string> => ({
  'aws:SourceAccount': account,
  'aws:SourceArn': rule,
  'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': SERVICE,
})

/** A policy that stands on the resource must let EventBridge itself; what cannot be told, or is no policy, does not. */
function lets(
  document: string | PolicyDocument,
  action: string,
  resource: string,
  owner: string,
  behalf: Behalf,
): boolean {
  try {
    return (
      evaluate(
        { action, resource, context: contextOf(behalf) },
        {
          identity: [],
          resource: [parsed(document)],
          principal: { arn: SERVICE, account: '', service: SERVICE },
          resourceAccount: owner,
          resourceMustAllow: true,
        },
      ).decision === 'allow'
    )
  } catch {
    return false
  }
}

export interface Bus {
  arn: string
  account: Account
  /** JSON text; absent: its own account alone. */
  policy?: string
}

/**
 * Whether a rule may send to a bus through a role: EventBridge must be able to assume it, its policies must allow the bus,
 * and a bus of another account must let the role in (EventBridge User Guide, "Sending and receiving events between AWS
 * accounts"). Service control policies bind the role.
 */
export function roleReaches(world: World, role: string, bus: Bus, behalf: Behalf, now: Date): boolean {
  const account = accountOf(world, behalf.account)
  const found = account?.iam.roles.find(
    ({ path, name }) => role === `arn:${world.partition}:iam::${behalf.account}:role${path}${name}`,
  )
  if (!account || !found) return false
  if (!lets(found.trust, 'sts:AssumeRole', role, behalf.account, behalf)) return false
  const elsewhere = bus.account.id !== behalf.account
  if (elsewhere && !bus.policy) return false
  const sessionName = 'events'
  const caller = {
    account,
    arn: `arn:${world.partition}:sts::${account.id}:assumed-role/${found.name}/${sessionName}`,
    userId: `${found.id}:${sessionName}`,
    accessKeyId: '',
    kind: 'role' as const,
    name: found.name,
  }
  const policy = bus.policy && { document: bus.policy, account: bus.account.id }
  try {
    const asked = { region: bus.arn.split(':')[3]!, now }
    return new Authorizer(world).decide(
      { caller, secret: '' },
      asked,
      'events:PutEvents',
      bus.arn,
      {},
      policy || undefined,
    ).allowed
  } catch (error) {
    // What cannot be told is not sent.
    if (error instanceof AwsError) return false
    throw error
  }
}

/**
 * Whether EventBridge may publish to a topic: its policy, and for an encrypted one the policy of its key, must let it. The key
 * that AWS manages for SNS lets no other service in (SNS Developer Guide, "Enable compatibility between event sources from AWS
 * services and encrypted topics").
 */
export function mayPublish(topic: Topic, owner: Account, behalf: Behalf): boolean {
  if (!lets(topic.policy, 'sns:Publish', topic.arn, owner.id, behalf)) return false
  if (topic.kmsKeyId === undefined) return true
  const key = keyOf(owner, topic)
  return (
    key?.manager === 'CUSTOMER' &&
    key.enabled &&
    ['kms:GenerateDataKey', 'kms:Decrypt'].every((action) =>
      lets(key.policy, action, key.arn, owner.id, behalf),
    )
  )
}

/** KmsMasterKeyId is an id, an alias or the ARN of either. */
function keyOf({ keys }: Account, { arn, kmsKeyId = '' }: Topic): KmsKey | undefined {
  const region = arn.split(':')[3]
  const bare = (name: string): string => name.replace(/^(arn:.*:)?(key\/|alias\/)?/, '')
  return keys.find(
    (key) =>
      key.arn.split(':')[3] === region &&
      (bare(key.arn) === bare(kmsKeyId) || key.aliases.some((alias) => bare(alias) === bare(kmsKeyId))),
  )
}
