/** Name, state and root e-mail address of an account. */
import type * as sdk from '@aws-sdk/client-account'
import { isAddressInUse } from '../../accounts/owners.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Account } from '../../world.ts'
import { check, sendCode } from './contacts.ts'
import { targetOf } from './target.ts'

const DAY = 86_400_000

/** The e-mail operations exist only in the organizations context: AccountId is required. */
function memberOf(call: Call, input: { AccountId?: string | undefined }): Account {
  check(input, { AccountId: { pattern: /\d{12}/ } })
  return targetOf(call, input.AccountId)
}

export const identity: Handlers<typeof sdk> = {
  GetAccountInformation(input, call) {
    const account = targetOf(call, input.AccountId)
    return {
      AccountId: account.id,
      AccountName: account.name,
      AccountCreatedDate: new Date(account.createdAt),
      // PENDING_CLOSURE is a state of Organizations only; here the account is suspended (assumed).
      AccountState: account.state === 'PENDING_CLOSURE' ? 'SUSPENDED' : account.state,
    }
  },

  PutAccountName(input, call) {
    const account = targetOf(call, input.AccountId)
    check(input, { AccountName: { min: 1, max: 50, pattern: /[ -;=?-~]+/ } })
    account.name = input.AccountName!
  },

  GetPrimaryEmail: (input, call) => ({ PrimaryEmail: memberOf(call, input).email }),

  // The code goes to the new address and counts for 24 hours; an address in use is a conflict (ConflictException).
  StartPrimaryEmailUpdate(input, call) {
    const account = memberOf(call, input)
    check(input, { PrimaryEmail: { min: 5, max: 64 } })
    const email = input.PrimaryEmail!
    if (isAddressInUse(call.world, email)) {
      throw new AwsError('ConflictException', 'The email address is already in use by an account.', 409)
    }
    const otp = sendCode(call, account, 'email', email, 'Verify your new root user email address')
    account.primaryEmailUpdate = { email, otp, status: 'PENDING', at: call.now.toISOString() }
    return { Status: 'PENDING' }
  },

  AcceptPrimaryEmailUpdate(input, call) {
    const account = memberOf(call, input)
    check(input, { PrimaryEmail: { min: 5, max: 64 }, Otp: { pattern: /[a-zA-Z0-9]{6}/ } })
    const update = account.primaryEmailUpdate
    if (update?.status !== 'PENDING' || update.email !== input.PrimaryEmail) {
      throw new AwsError('ResourceNotFoundException', 'No email update to that address is in progress.', 404)
    }
    if (update.otp !== input.Otp || call.now.getTime() - Date.parse(update.at) > DAY) {
      throw new AwsError('ValidationException', 'The one-time passcode is incorrect or has expired.')
    }
    account.email = update.email
    account.primaryEmailUpdate = { ...update, status: 'ACCEPTED', at: call.now.toISOString() }
    return { Status: 'ACCEPTED' }
  },

  GetPrimaryEmailUpdateStatus(input, call) {
    const update = memberOf(call, input).primaryEmailUpdate
    if (!update) throw new AwsError('ResourceNotFoundException', 'No email update was found.', 404)
    return { Status: update.status, UpdatedAt: new Date(update.at) }
  },
}
