/** What every part of the simulated IAM shares: names, lookups, pages, and AWS's words for what is wrong. */
import type * as sdk from '@aws-sdk/client-iam'
import { page } from '../../paging.ts'
import { AwsError } from '../../service.ts'
import type { Call, Handlers, Permissions } from '../../service.ts'
import { detected, violations } from '../../validate.ts'
import type { Rule } from '../../validate.ts'
import type { Account, IamGroup, IamRole, IamUser, ManagedPolicy, PolicyDocument } from '../../world.ts'

export type Iam = typeof sdk
export type IamHandlers = Handlers<Iam>
export type IamPermissions = Permissions<Iam>

export type EntityKind = 'user' | 'group' | 'role' | 'policy'

/** `arn:aws:iam::111111111111:user/path/name` */
type Place = Pick<Call, 'account' | 'world'>

export const entityArn = (call: Place, kind: EntityKind, entity: { path: string; name: string }): string =>
  `arn:${call.world.partition}:iam::${call.account.id}:${kind}${entity.path}${entity.name}`

export const rootArn = (call: Place): string => `arn:${call.world.partition}:iam::${call.account.id}:root`

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntityException', message)
export const alreadyExists = (message: string): AwsError =>
  new AwsError('EntityAlreadyExistsException', message)
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflictException', message)
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message)
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInputException', message)
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message, 400)

/** IAM API reference: the patterns and lengths of its parameters. */
const NAME = /[\w+=,.@-]+/
export const rules = {
  user: { min: 1, max: 64, pattern: NAME },
  /** CreateUser takes 64, everything that looks a user up takes 128. */
  existingUser: { min: 1, max: 128, pattern: NAME },
  group: { min: 1, max: 128, pattern: NAME },
  role: { min: 1, max: 64, pattern: NAME },
  policy: { min: 1, max: 128, pattern: NAME },
  path: { min: 1, max: 512, pattern: /(\u002F)|(\u002F[\u0021-\u007E]+\u002F)/, optional: true },
  pathPrefix: { min: 1, max: 512, pattern: /\u002F[\u0021-\u007E]*/, optional: true },
  arn: { min: 20, max: 2048 },
  document: { min: 1, max: 131072 },
  accessKeyId: { min: 16, max: 128, pattern: /[\w]+/ },
  serial: { min: 9, max: 256, pattern: /[\w+=/:,.@-]+/ },
  code: { min: 6, max: 6, pattern: /[\d]+/ },
  status: { values: ['Active', 'Inactive', 'Expired'] },
} satisfies Record<string, Rule>

export const optional = (rule: Rule): Rule => ({ ...rule, optional: true })

/** Throws the ValidationError that IAM's front end sends when a parameter breaks its rule. */
export function validate(input: object, expected: Record<string, Rule>): void {
  const found = violations(input, expected)
  if (found.length) throw validationError(detected(found.map((violation) => violation.message)))
}

interface Paged {
  Marker?: string | undefined
  MaxItems?: number | undefined
}

/** A page by Marker and MaxItems: 100 items unless asked otherwise, 1000 at most. */
export function pageOf<T>(
  call: Call,
  input: Paged,
  items: readonly T[],
  bind?: unknown,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  validate(input, { MaxItems: { min: 1, max: 1000, optional: true } })
  const { items: found, next } = page(call, items, {
    token: input.Marker,
    size: input.MaxItems ?? 100,
    bind,
    invalid: () => validationError(`Invalid Marker: ${input.Marker}`),
  })
  return { items: found, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** IAM lists entities by name, capitals and small letters alike. */
export const byName = <T extends { name: string }>(entities: readonly T[]): T[] =>
  [...entities].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))

/** Names are unique whatever their case (IAM User Guide, "IAM and AWS STS quotas"). */
export const taken = (entities: readonly { name: string }[], name: string): boolean =>
  entities.some((entity) => same(entity.name, name))

export function findUser(account: Account, name: string | undefined): IamUser {
  validate({ UserName: name }, { UserName: rules.existingUser })
  const user = account.iam.users.find((candidate) => candidate.name === name)
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`)
  return user
}

export function findGroup(account: Account, name: string | undefined): IamGroup {
  validate({ GroupName: name }, { GroupName: rules.group })
  const group = account.iam.groups.find((candidate) => candidate.name === name)
  if (!group) throw noSuchEntity(`The group with name ${name} cannot be found.`)
  return group
}

export function findRole(account: Account, name: string | undefined): IamRole {
  validate({ RoleName: name }, { RoleName: rules.role })
  const role = account.iam.roles.find((candidate) => candidate.name === name)
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`)
  return role
}

/** A customer managed policy of the account, by ARN; undefined for AWS's own and for what is not there. */
export function customerPolicy(account: Account, arn: string): ManagedPolicy | undefined {
  const [, owner, resource] = /^arn:[^:]+:iam::(\d+):policy(\/.+)$/.exec(arn) ?? []
  if (owner !== account.id) return undefined
  return account.iam.policies.find((policy) => policy.path + policy.name === resource)
}

/** Whose credentials an operation is about: the named user, or without a name the caller's own. */
export type Owner = { kind: 'root' } | { kind: 'user'; user: IamUser }

/** Source of the refusal: IAM API reference, ListAccessKeys ("UserName ... defaults to the user making the request"). */
export function ownerOf(call: Call, userName: string | undefined): Owner {
  if (userName !== undefined) return { kind: 'user', user: findUser(call.account, userName) }
  const { caller } = call
  if (caller.kind === 'root' || caller.kind === 'assumed-root') return { kind: 'root' }
  if (caller.kind === 'user') return { kind: 'user', user: findUser(call.account, caller.name) }
  throw validationError('Must specify userName when calling with non-User credentials')
}

/** The ARN that permission for such an operation is asked about; it must not fail, the handler does that. */
export function ownerArn(call: Call, userName: string | undefined): string {
  const { caller } = call
  if (userName === undefined)
    return caller.kind === 'role' ? '*' : caller.kind === 'user' ? caller.arn : rootArn(call)
  return namedArn(call, 'user', userName)
}

/** The ARN of an entity by name; with the path `/` when it is not there. */
export function namedArn(call: Call, kind: EntityKind, name: string | undefined): string {
  const { users, groups, roles, policies } = call.account.iam
  const entities = { user: users, group: groups, role: roles, policy: policies }[kind]
  const entity = entities.find((candidate) => candidate.name === name)
  return entityArn(call, kind, entity ?? { path: '/', name: name ?? '*' })
}

/** Policy documents travel URL-encoded (RFC 3986). */
export const encoded = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document))

export const tagList = (tags: Record<string, string>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

interface Tag {
  Key: string | undefined
  Value: string | undefined
}

/** Tags in the world's form; at most 50 (IAM quotas). */
export function tagRecord(
  tags: readonly Tag[] | undefined,
  before: Record<string, string> = {},
): Record<string, string> {
  const all = { ...before }
  for (const { Key, Value } of tags ?? []) if (Key !== undefined) all[Key] = Value ?? ''
  if (Object.keys(all).length > 50) throw limitExceeded('Cannot exceed quota for TagsPerResource: 50')
  return all
}
