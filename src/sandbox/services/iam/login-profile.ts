import type { Call } from '../../service.ts'
import type { AwsError } from '../../service.ts'
import type { IamUser } from '../../world.ts'
import { alreadyExists, noSuchEntity, ownerArn, ownerOf, validationError } from './common.ts'
import type { IamHandlers, IamPermissions, Owner } from './common.ts'
import { requireGoodPassword } from './password-policy.ts'

const missing = (owner: Owner): AwsError =>
  noSuchEntity(`Login Profile for User ${owner.kind === 'user' ? owner.user.name : 'root'} cannot be found.`)

/** Only credentials that came from AssumeRoot may touch root's own login profile (IAM API reference, CreateLoginProfile). */
function requirePrivilegedSession(call: Call, owner: Owner): void {
  if (owner.kind === 'root' && call.caller.kind !== 'assumed-root')
    throw validationError('Must specify userName when calling with root credentials')
}

export const loginProfileHandlers = {
  GetLoginProfile(input, call) {
    const owner = ownerOf(call, input.UserName)
    const password: IamUser['password'] =
      owner.kind === 'root' ? call.account.root.password : owner.user.password
    if (!password) throw missing(owner)
    return {
      LoginProfile: {
        UserName: owner.kind === 'user' ? owner.user.name : undefined,
        CreateDate: new Date(password.lastChanged),
        PasswordResetRequired: password.resetRequired ?? false,
      },
    }
  },

  /**
   * With neither name nor password, in a root session: lets the owner of the mailbox recover the password (IAM User
   * Guide, "Perform a privileged task on an AWS Organizations member account").
   */
  CreateLoginProfile(input, call) {
    const owner = ownerOf(call, input.UserName)
    requirePrivilegedSession(call, owner)
    const created = call.now
    if (owner.kind === 'root') {
      const { root } = call.account
      if (root.password) throw alreadyExists('Login Profile for User root already exists.')
      if (input.Password !== undefined)
        throw validationError('Password must not be specified for the root user.')
      root.recoveryAllowed = true
      return { LoginProfile: { UserName: undefined, CreateDate: created, PasswordResetRequired: false } }
    }
    const { user } = owner
    if (user.password) throw alreadyExists(`Login Profile for user ${user.name} already exists.`)
    if (input.Password === undefined) throw validationError('Password must be specified for IAM users.')
    requireGoodPassword(call.account, input.Password)
    const resetRequired = input.PasswordResetRequired ?? false
    user.password = { lastChanged: created.toISOString(), resetRequired }
    return {
      LoginProfile: { UserName: user.name, CreateDate: created, PasswordResetRequired: resetRequired },
    }
  },

  UpdateLoginProfile(input, call) {
    const owner = ownerOf(call, input.UserName)
    if (owner.kind === 'root')
      throw validationError('Must specify userName when calling with root credentials')
    const { user } = owner
    if (!user.password) throw missing(owner)
    if (input.Password !== undefined) {
      requireGoodPassword(call.account, input.Password)
      user.password = { ...user.password, lastChanged: call.now.toISOString() }
    }
    if (input.PasswordResetRequired !== undefined) user.password.resetRequired = input.PasswordResetRequired
  },

  DeleteLoginProfile(input, call) {
    const owner = ownerOf(call, input.UserName)
    requirePrivilegedSession(call, owner)
    const holder = owner.kind === 'root' ? call.account.root : owner.user
    if (!holder.password) throw missing(owner)
    delete holder.password
    if (owner.kind === 'root') call.account.root.recoveryAllowed = false
  },
} satisfies IamHandlers

interface Named {
  UserName?: string | undefined
}
const onOwner = { resource: (input: Named, call: Call) => ownerArn(call, input.UserName) }

export const loginProfilePermissions: IamPermissions = {
  GetLoginProfile: onOwner,
  CreateLoginProfile: onOwner,
  UpdateLoginProfile: onOwner,
  DeleteLoginProfile: onOwner,
}
