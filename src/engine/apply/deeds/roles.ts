/** IAM: a role of a service, and what it may do. */
import { sameDocument } from './documents.ts'
import { type Deed, type Given, isGone, no, otherwise, type Sight, text, when } from './deed.ts'

const gone = /^NoSuchEntity/

const ofRole = ['iam:GetRole'] as const
const ofRolePolicy = ['iam:GetRolePolicy'] as const

const roleOf = (given: Given, { call }: Sight) => call('iam:GetRole', { RoleName: text(given.RoleName) })
const policyOf = (given: Given, { call }: Sight) =>
  call('iam:GetRolePolicy', { RoleName: text(given.RoleName), PolicyName: text(given.PolicyName) })

export const roleDeeds: Readonly<Record<string, Deed>> = {
  // A role of that name that somebody else may assume is not the one: making it is refused then, and that is told.
  'iam:CreateRole': {
    reads: ofRole,
    repeatable: true,
    async isSo(given, sight) {
      const answer = await roleOf(given, sight)
      if (!answer.ok) return otherwise(answer, gone, no)
      // Documents come back URL-encoded (IAM API reference, GetRole).
      const found = decodeURIComponent(answer.output.Role?.AssumeRolePolicyDocument ?? '')
      return when(sameDocument(found, text(given.AssumeRolePolicyDocument)))
    },
  },
  'iam:DeleteRole': {
    reads: ofRole,
    repeatable: true,
    already: gone,
    isSo: isGone(roleOf, gone),
  },
  'iam:PutRolePolicy': {
    reads: ofRolePolicy,
    repeatable: true,
    async isSo(given, sight) {
      const answer = await policyOf(given, sight)
      if (!answer.ok) return otherwise(answer, gone, no)
      const found = decodeURIComponent(answer.output.PolicyDocument ?? '')
      return when(sameDocument(found, text(given.PolicyDocument)))
    },
  },
  'iam:DeleteRolePolicy': {
    reads: ofRolePolicy,
    repeatable: true,
    already: gone,
    isSo: isGone(policyOf, gone),
  },
}
