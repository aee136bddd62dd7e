/** STS: who calls, and temporary credentials. */
import type { Sts, StsHandlers } from './sts/common.ts'
import { ownerOfKey } from '../accounts/owners.ts'
import { sessionOf } from '../accounts/sessions.ts'
import { defineService } from '../service.ts'
import { assumeRole, assumeRolePermission } from './sts/assume-role.ts'
import { assumeRoot, assumeRootPermission } from './sts/assume-root.ts'
import { accessDenied, openSession, provedMfa, validate, validationError } from './sts/common.ts'

/** STS API reference, GetSessionToken: 12 hours unless asked otherwise, 36 at most; root gets one hour. */
const getSessionToken: StsHandlers['GetSessionToken'] = (input, call) => {
  const { caller, world } = call
  validate(input, { DurationSeconds: { min: 900, max: 129_600, optional: true } })
  if (sessionOf(world, caller.accessKeyId))
    throw accessDenied('Cannot call GetSessionToken with session credentials')
  const mfa = provedMfa(call, input.SerialNumber, input.TokenCode)
  const root = caller.kind === 'root'
  const seconds = root ? Math.min(input.DurationSeconds ?? 3600, 3600) : (input.DurationSeconds ?? 43_200)
  return {
    Credentials: openSession(call, seconds, {
      account: caller.account.id,
      principal: root ? { kind: 'root' } : { kind: 'user', name: caller.name ?? '' },
      mfa,
      from: 'GetSessionToken',
    }),
  }
}

const getAccessKeyInfo: StsHandlers['GetAccessKeyInfo'] = (input, { world }) => {
  validate(input, { AccessKeyId: { min: 16, max: 128, pattern: /[\w]*/ } })
  const session = sessionOf(world, input.AccessKeyId!)
  if (session) return { Account: session.account }
  const owner = ownerOfKey(world, input.AccessKeyId!)
  if (owner) return { Account: owner.id }
  // AWS computes the account from the id itself and answers even for deleted keys; the ids here do not carry it.
  throw validationError(`The access key id ${input.AccessKeyId} is unknown.`)
}

export default defineService<Sts>({
  prefix: 'sts',
  client: 'STSClient',
  regional: true,
  load: () => import('@aws-sdk/client-sts'),
  handlers: {
    GetCallerIdentity: (_input, { caller }) => ({
      Account: caller.account.id,
      UserId: caller.userId,
      Arn: caller.arn,
    }),
    AssumeRole: assumeRole,
    AssumeRoot: assumeRoot,
    GetSessionToken: getSessionToken,
    GetAccessKeyInfo: getAccessKeyInfo,
  },
  // No permission is needed for either (STS API reference, GetCallerIdentity and GetSessionToken).
  permissions: {
    GetCallerIdentity: { action: false },
    GetSessionToken: { action: false },
    AssumeRole: assumeRolePermission,
    AssumeRoot: assumeRootPermission,
  },
})
