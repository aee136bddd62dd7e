import type { Call } from '../../service.ts'
import { awsManagedPolicies, awsManagedPolicy } from './aws-managed.ts'
import { byName, encoded, pageOf, tagList, validate } from './common.ts'
import type { IamHandlers } from './common.ts'
import {
  attachedShape,
  awsPolicyShape,
  groupShape,
  policyShape,
  roleShape,
  userShape,
  usesOf,
} from './shapes.ts'
import type { PolicyDocument } from '../../world.ts'

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const
type Filter = (typeof FILTERS)[number]

const inlineList = (inline: Record<string, PolicyDocument>) =>
  Object.entries(inline).map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encoded(document) }))

const attachedList = (call: Call, arns: string[]) => arns.map((arn) => attachedShape(call, arn))

/** Each kind as a list of details that are made only for the page that shows them. */
const kinds = {
  User: (call: Call) =>
    byName(call.account.iam.users).map((user) => () => ({
      ...userShape(call, user, true),
      PasswordLastUsed: undefined,
      UserPolicyList: inlineList(user.inline),
      GroupList: user.groups,
      AttachedManagedPolicies: attachedList(call, user.attached),
      Tags: tagList(user.tags),
    })),
  Group: (call: Call) =>
    byName(call.account.iam.groups).map((group) => () => ({
      ...groupShape(call, group),
      GroupPolicyList: inlineList(group.inline),
      AttachedManagedPolicies: attachedList(call, group.attached),
    })),
  Role: (call: Call) =>
    byName(call.account.iam.roles).map((role) => () => ({
      ...roleShape(call, role, true),
      InstanceProfileList: [],
      RolePolicyList: inlineList(role.inline),
      AttachedManagedPolicies: attachedList(call, role.attached),
      Tags: tagList(role.tags),
    })),
  LocalManagedPolicy: (call: Call) =>
    byName(call.account.iam.policies).map((policy) => () => ({
      ...policyShape(call, policy, true),
      PolicyVersionList: policy.versions.map((version) => ({
        Document: encoded(version.document),
        VersionId: version.id,
        IsDefaultVersion: version.isDefault,
        CreateDate: new Date(version.created),
      })),
    })),
  /** Only those that something in the account uses (observed by users of the API; assumed). */
  AWSManagedPolicy: (call: Call) =>
    Object.keys(awsManagedPolicies)
      .map((name) => awsPolicyShape(call, name))
      .filter(({ Arn }) => {
        const { attached, boundary } = usesOf(call, Arn)
        return attached + boundary > 0
      })
      .map((shape) => () => {
        const policy = awsManagedPolicy(shape.Arn)!
        return {
          ...shape,
          PolicyVersionList: [
            {
              Document: encoded(policy.document),
              VersionId: policy.versionId,
              IsDefaultVersion: true,
              CreateDate: new Date(policy.updated),
            },
          ],
        }
      }),
}

export const authorizationDetailsHandlers = {
  /** All kinds stand in one list, and a page may hold the end of one kind and the beginning of the next. */
  GetAccountAuthorizationDetails(input, call) {
    for (const filter of input.Filter ?? []) validate({ Filter: filter }, { Filter: { values: FILTERS } })
    const wanted: readonly Filter[] = input.Filter?.length
      ? FILTERS.filter((kind) => input.Filter!.includes(kind))
      : FILTERS
    const all = wanted.flatMap((kind) => kinds[kind](call).map((make) => ({ kind, make })))
    const { items, ...rest } = pageOf(call, input, all, wanted)
    const made = <K extends Filter>(kind: K) =>
      items.flatMap((item) =>
        item.kind === kind ? [item.make() as ReturnType<ReturnType<(typeof kinds)[K]>[number]>] : [],
      )
    return {
      UserDetailList: made('User'),
      GroupDetailList: made('Group'),
      RoleDetailList: made('Role'),
      Policies: [...made('LocalManagedPolicy'), ...made('AWSManagedPolicy')],
      ...rest,
    }
  },
} satisfies IamHandlers
