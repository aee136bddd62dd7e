/** IAM: the group and user of an administrator, their login profile, the password policy. */
import { pages } from '../../../aws/index.ts'
import { sameDocument } from './documents.ts'
import { leftBefore } from './root-order.ts'
import { type Deed, type Given, marked, no, otherwise, text, when, yes } from './deed.ts'

const gone = /^NoSuchEntity/
const exists = /^EntityAlreadyExists/

const ofGroup = ['iam:GetGroup'] as const
const ofAttachments = ['iam:ListAttachedGroupPolicies'] as const
const ofGroupPolicy = ['iam:GetGroupPolicy'] as const
const ofUser = ['iam:GetUser'] as const
const ofMembership = ['iam:ListGroupsForUser'] as const
const ofProfile = ['iam:GetLoginProfile'] as const
const ofPasswordPolicy = ['iam:GetAccountPasswordPolicy'] as const

const group = (given: Given) => ({ GroupName: text(given.GroupName) })
/** Without a name IAM means whoever calls: root, in a session of AssumeRoot. */
const user = (given: Given) => ({ UserName: text(given.UserName) })
const userOrRoot = (given: Given) => (given.UserName === undefined ? {} : user(given))

const inGroup: Deed['isSo'] = async (given, sight) => {
  const listed = await pages(sight, 'iam:ListGroupsForUser', user(given), (o) => ({
    items: o.Groups,
    next: marked(o),
  }))
  if (!listed.ok) return otherwise(listed, gone, no)
  return when(listed.items.some((g) => g.GroupName === given.GroupName))
}

const attached: Deed['isSo'] = async (given, sight) => {
  const listed = await pages(sight, 'iam:ListAttachedGroupPolicies', group(given), (o) => ({
    items: o.AttachedPolicies,
    next: marked(o),
  }))
  if (!listed.ok) return otherwise(listed, gone, no)
  return when(listed.items.some((p) => p.PolicyArn === given.PolicyArn))
}

const hasProfile: Deed['isSo'] = async (given, { call }) => {
  const answer = await call('iam:GetLoginProfile', userOrRoot(given))
  return answer.ok ? yes : otherwise(answer, gone, no)
}

/** The opposite question, for what takes away. */
const not =
  (isSo: Deed['isSo']): Deed['isSo'] =>
  async (given, sight) => {
    const found = await isSo(given, sight)
    return found.so === 'unknown' ? found : when(found.so === 'no')
  }

const groupExists: Deed['isSo'] = async (given, { call }) => {
  const answer = await call('iam:GetGroup', { ...group(given), MaxItems: 1 })
  return answer.ok ? yes : otherwise(answer, gone, no)
}

const userExists: Deed['isSo'] = async (given, { call }) => {
  const answer = await call('iam:GetUser', user(given))
  return answer.ok ? yes : otherwise(answer, gone, no)
}

/** AWS's own value of what a policy leaves out (IAM API reference, UpdateAccountPasswordPolicy). */
const policyDefaults = {
  MinimumPasswordLength: 6,
  RequireSymbols: false,
  RequireNumbers: false,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: false,
  AllowUsersToChangePassword: false,
  MaxPasswordAge: 0,
  PasswordReusePrevention: 0,
  HardExpiry: false,
} as const

const policySet: Deed['isSo'] = async (given, { call }) => {
  const answer = await call('iam:GetAccountPasswordPolicy', {})
  if (!answer.ok) return otherwise(answer, gone, no)
  const found: Readonly<Record<string, unknown>> = { ...answer.output.PasswordPolicy }
  return when(
    Object.entries(policyDefaults).every(
      ([rule, otherwise]) => (given[rule] ?? otherwise) === (found[rule] ?? otherwise),
    ),
  )
}

export const iamDeeds: Readonly<Record<string, Deed>> = {
  'iam:CreateGroup': { reads: ofGroup, repeatable: true, already: exists, isSo: groupExists },
  'iam:DeleteGroup': { reads: ofGroup, repeatable: true, already: gone, isSo: not(groupExists) },
  'iam:AttachGroupPolicy': { reads: ofAttachments, repeatable: true, isSo: attached },
  'iam:DetachGroupPolicy': { reads: ofAttachments, repeatable: true, already: gone, isSo: not(attached) },
  'iam:PutGroupPolicy': {
    reads: ofGroupPolicy,
    repeatable: true,
    async isSo(given, { call }) {
      const answer = await call('iam:GetGroupPolicy', {
        ...group(given),
        PolicyName: text(given.PolicyName),
      })
      if (!answer.ok) return otherwise(answer, gone, no)
      // Documents come back URL-encoded (IAM API reference, GetGroupPolicy).
      const found = decodeURIComponent(answer.output.PolicyDocument ?? '')
      return when(sameDocument(found, text(given.PolicyDocument)))
    },
  },
  'iam:DeleteGroupPolicy': {
    reads: ofGroupPolicy,
    repeatable: true,
    already: gone,
    isSo: async (given, { call }) => {
      const answer = await call('iam:GetGroupPolicy', {
        ...group(given),
        PolicyName: text(given.PolicyName),
      })
      return answer.ok ? no : otherwise(answer, gone, yes)
    },
  },
  'iam:CreateUser': { reads: ofUser, repeatable: true, already: exists, isSo: userExists },
  'iam:DeleteUser': { reads: ofUser, repeatable: true, already: gone, isSo: not(userExists) },
  'iam:AddUserToGroup': { reads: ofMembership, repeatable: true, isSo: inGroup },
  'iam:RemoveUserFromGroup': { reads: ofMembership, repeatable: true, already: gone, isSo: not(inGroup) },
  'iam:CreateLoginProfile': {
    // The first password keeps to the account's rules.
    reads: [...ofProfile, ...ofPasswordPolicy],
    repeatable: false,
    isSo: hasProfile,
  },
  'iam:DeleteLoginProfile': {
    reads: ofProfile,
    repeatable: true,
    already: gone,
    isSo: not(hasProfile),
    mustNot: async (given, sight) =>
      given.UserName === undefined ? leftBefore('password', sight) : undefined,
  },
  'iam:UpdateAccountPasswordPolicy': { reads: ofPasswordPolicy, repeatable: true, isSo: policySet },
  'iam:DeleteAccountPasswordPolicy': {
    reads: ofPasswordPolicy,
    repeatable: true,
    already: gone,
    async isSo(_, { call }) {
      const answer = await call('iam:GetAccountPasswordPolicy', {})
      return answer.ok ? no : otherwise(answer, gone, yes)
    },
  },
}
