/** Policies on users, groups and roles: attached managed ones and inline ones. The three kinds work alike. */
import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { PolicyDocument } from '../../world.ts'
import { awsManagedPolicy } from './aws-managed.ts'
import {
  byName,
  customerPolicy,
  encoded,
  findGroup,
  findRole,
  findUser,
  limitExceeded,
  namedArn,
  noSuchEntity,
  pageOf,
  rules,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions } from './common.ts'
import { identityDocument, sizeOf } from './documents.ts'
import { attachedShape } from './shapes.ts'

/** Throws unless the ARN names a policy that may be attached. */
export function requireAttachable(call: Call, arn: string): void {
  validate({ PolicyArn: arn }, { PolicyArn: rules.arn })
  const own = awsManagedPolicy(arn)
  if (own?.path === '/root-task/')
    throw new AwsError('PolicyNotAttachableException', `Cannot attach a root task policy: ${arn}`)
  if (!own && !customerPolicy(call.account, arn))
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

interface Holder {
  name: string
  attached: string[]
  inline: Record<string, PolicyDocument>
}

/** Kind in the words of messages and quotas, and the size that its inline policies may have together. */
type Kind = { word: 'user' | 'group' | 'role'; quota: string; inlineSize: number }

const USER: Kind = { word: 'user', quota: 'PoliciesPerUser', inlineSize: 2048 }
const GROUP: Kind = { word: 'group', quota: 'PoliciesPerGroup', inlineSize: 5120 }
const ROLE: Kind = { word: 'role', quota: 'PoliciesPerRole', inlineSize: 10_240 }

function attach(call: Call, kind: Kind, holder: Holder, arn: string | undefined): void {
  requireAttachable(call, arn ?? '')
  if (holder.attached.includes(arn!)) return
  if (holder.attached.length >= 10) throw limitExceeded(`Cannot exceed quota for ${kind.quota}: 10`)
  holder.attached.push(arn!)
}

function detach(holder: Holder, arn: string | undefined): void {
  if (!holder.attached.includes(arn ?? '')) throw noSuchEntity(`Policy ${arn} was not found.`)
  holder.attached = holder.attached.filter((other) => other !== arn)
}

interface ListInput {
  Marker?: string | undefined
  MaxItems?: number | undefined
}

function listAttached(call: Call, holder: Holder, input: ListInput & { PathPrefix?: string | undefined }) {
  const prefix = input.PathPrefix ?? '/'
  const found = holder.attached.filter((arn) => arn.slice(arn.indexOf(':policy') + 7).startsWith(prefix))
  const { items, ...rest } = pageOf(call, input, found, [holder.name, prefix])
  return { AttachedPolicies: items.map((arn) => attachedShape(call, arn)), ...rest }
}

interface InlineInput {
  PolicyName?: string | undefined
  PolicyDocument?: string | undefined
}

function putInline(kind: Kind, holder: Holder, input: InlineInput): void {
  validate(input, { PolicyName: rules.policy, PolicyDocument: rules.document })
  const document = identityDocument(input.PolicyDocument!)
  const inline = { ...holder.inline, [input.PolicyName!]: document }
  const size = Object.values(inline).reduce((sum, one) => sum + sizeOf(one), 0)
  if (size > kind.inlineSize)
    throw limitExceeded(
      `Maximum policy size of ${kind.inlineSize} bytes exceeded for ${kind.word} ${holder.name}`,
    )
  holder.inline = inline
}

function inlineOf(kind: Kind, holder: Holder, name: string | undefined): PolicyDocument {
  const document = holder.inline[name ?? '']
  if (document) return document
  throw noSuchEntity(`The ${kind.word} policy with name ${name} cannot be found.`)
}

function getInline(kind: Kind, holder: Holder, name: string | undefined) {
  return { PolicyName: name, PolicyDocument: encoded(inlineOf(kind, holder, name)) }
}

function deleteInline(kind: Kind, holder: Holder, name: string | undefined): void {
  inlineOf(kind, holder, name)
  holder.inline = Object.fromEntries(Object.entries(holder.inline).filter(([other]) => other !== name))
}

function listInline(call: Call, holder: Holder, input: ListInput) {
  const names = byName(Object.keys(holder.inline).map((name) => ({ name }))).map(({ name }) => name)
  const { items, ...rest } = pageOf(call, input, names, holder.name)
  return { PolicyNames: items, ...rest }
}

const user = (call: Call, input: { UserName?: string | undefined }) => findUser(call.account, input.UserName)
const group = (call: Call, input: { GroupName?: string | undefined }) =>
  findGroup(call.account, input.GroupName)
const role = (call: Call, input: { RoleName?: string | undefined }) => findRole(call.account, input.RoleName)

export const attachmentHandlers = {
  AttachUserPolicy: (input, call) => attach(call, USER, user(call, input), input.PolicyArn),
  AttachGroupPolicy: (input, call) => attach(call, GROUP, group(call, input), input.PolicyArn),
  AttachRolePolicy: (input, call) => attach(call, ROLE, role(call, input), input.PolicyArn),
  DetachUserPolicy: (input, call) => detach(user(call, input), input.PolicyArn),
  DetachGroupPolicy: (input, call) => detach(group(call, input), input.PolicyArn),
  DetachRolePolicy: (input, call) => detach(role(call, input), input.PolicyArn),
  ListAttachedUserPolicies: (input, call) => listAttached(call, user(call, input), input),
  ListAttachedGroupPolicies: (input, call) => listAttached(call, group(call, input), input),
  ListAttachedRolePolicies: (input, call) => listAttached(call, role(call, input), input),
  PutUserPolicy: (input, call) => putInline(USER, user(call, input), input),
  PutGroupPolicy: (input, call) => putInline(GROUP, group(call, input), input),
  PutRolePolicy: (input, call) => putInline(ROLE, role(call, input), input),
  GetUserPolicy: (input, call) => ({
    UserName: input.UserName,
    ...getInline(USER, user(call, input), input.PolicyName),
  }),
  GetGroupPolicy: (input, call) => ({
    GroupName: input.GroupName,
    ...getInline(GROUP, group(call, input), input.PolicyName),
  }),
  GetRolePolicy: (input, call) => ({
    RoleName: input.RoleName,
    ...getInline(ROLE, role(call, input), input.PolicyName),
  }),
  DeleteUserPolicy: (input, call) => deleteInline(USER, user(call, input), input.PolicyName),
  DeleteGroupPolicy: (input, call) => deleteInline(GROUP, group(call, input), input.PolicyName),
  DeleteRolePolicy: (input, call) => deleteInline(ROLE, role(call, input), input.PolicyName),
  ListUserPolicies: (input, call) => listInline(call, user(call, input), input),
  ListGroupPolicies: (input, call) => listInline(call, group(call, input), input),
  ListRolePolicies: (input, call) => listInline(call, role(call, input), input),
} satisfies IamHandlers

const onUser = {
  resource: (input: { UserName?: string | undefined }, call: Call) => namedArn(call, 'user', input.UserName),
}
const onGroup = {
  resource: (input: { GroupName?: string | undefined }, call: Call) =>
    namedArn(call, 'group', input.GroupName),
}
const onRole = {
  resource: (input: { RoleName?: string | undefined }, call: Call) => namedArn(call, 'role', input.RoleName),
}
const policyKey = {
  context: (input: { PolicyArn?: string | undefined }): Record<string, string> =>
    input.PolicyArn === undefined ? {} : { 'iam:PolicyARN': input.PolicyArn },
}

export const attachmentPermissions: IamPermissions = {
  AttachUserPolicy: { ...onUser, ...policyKey },
  AttachGroupPolicy: { ...onGroup, ...policyKey },
  AttachRolePolicy: { ...onRole, ...policyKey },
  DetachUserPolicy: { ...onUser, ...policyKey },
  DetachGroupPolicy: { ...onGroup, ...policyKey },
  DetachRolePolicy: { ...onRole, ...policyKey },
  ListAttachedUserPolicies: onUser,
  ListAttachedGroupPolicies: onGroup,
  ListAttachedRolePolicies: onRole,
  PutUserPolicy: onUser,
  PutGroupPolicy: onGroup,
  PutRolePolicy: onRole,
  GetUserPolicy: onUser,
  GetGroupPolicy: onGroup,
  GetRolePolicy: onRole,
  DeleteUserPolicy: onUser,
  DeleteGroupPolicy: onGroup,
  DeleteRolePolicy: onRole,
  ListUserPolicies: onUser,
  ListGroupPolicies: onGroup,
  ListRolePolicies: onRole,
}
