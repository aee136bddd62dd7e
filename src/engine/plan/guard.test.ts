import { describe, expect, it } from 'vitest'
import { type Fact, type Json, known, type Step, unattested, unknown, type WayIn } from '../../model/index.ts'
import { itemOf, stepOf } from '../../../test/support/plans.ts'
import {
  beyondBootstrap,
  heldBack,
  isMadeByCentre,
  mailboxAfterPhone,
  mailboxWithPhone,
  onlyForRoot,
  ownCredential,
  removesWayIn,
} from './guard.ts'

type Call = Pick<Step, 'action' | 'input'>
const call = (action: Step['action'], input: Json = {}): Call => ({ action, input })

const off = call('iam:UpdateAccessKey', { AccessKeyId: 'AKIA1', Status: 'Inactive' })
const gone = call('iam:DeleteAccessKey', { AccessKeyId: 'AKIA1' })

describe('a way in that is taken away', () => {
  it.each<[string, Call, ReturnType<typeof removesWayIn>]>([
    ['a key is switched off', off, 'switches-off'],
    [
      'a certificate is switched off',
      call('iam:UpdateSigningCertificate', { Status: 'Inactive' }),
      'switches-off',
    ],
    ['a key is deleted', gone, 'deletes'],
    ['a certificate is deleted', call('iam:DeleteSigningCertificate', { CertificateId: 'C' }), 'deletes'],
    ["root's password", call('iam:DeleteLoginProfile'), 'deletes'],
    ["root's MFA", call('iam:DeactivateMFADevice', { SerialNumber: 'x' }), 'deletes'],
    [
      'a key is switched on',
      call('iam:UpdateAccessKey', { AccessKeyId: 'AKIA1', Status: 'Active' }),
      undefined,
    ],
    [
      'the login profile of a user that was just made',
      call('iam:DeleteLoginProfile', { UserName: 'x' }),
      undefined,
    ],
    ['a contact', call('account:PutContactInformation', { ContactInformation: {} }), undefined],
    ['a call without an input', call('iam:DeleteLoginProfile', null), 'deletes'],
  ])('%s', (_name, step, removal) => {
    expect(removesWayIn(step)).toBe(removal)
  })
})

const at = new Date('2026-11-23T06:30:00Z')
const seen = (mfa: boolean | undefined): Fact<WayIn> =>
  known({ name: 'm...', who: 'mia', how: 'console', at, mfa })
const nobody = known(undefined)
const blind = unknown('denied', 'iam:GetCredentialReport was denied')

describe('the order guard', () => {
  it.each<[string, Call, Fact<WayIn | undefined>, RegExp | undefined]>([
    ['takes no way in away: never asked', call('iam:CreateUser', { UserName: 'x' }), blind, undefined],
    ['an administrator with MFA was seen: off', off, seen(true), undefined],
    ['an administrator with MFA was seen: gone', gone, seen(true), undefined],
    ['without MFA: off, which one call takes back', off, seen(false), undefined],
    ['without MFA: not for good', gone, seen(false), /m\.\.\. has no MFA.*Register MFA/],
    ['MFA cannot be read: off', off, seen(undefined), undefined],
    ['MFA cannot be read: not for good', gone, seen(undefined), /cannot be read.*neverroot attest/],
    ['nobody was seen: not even off', off, nobody, /no administrator was seen.*30 days/],
    ['nobody was seen: not for good', gone, nobody, /no administrator was seen/],
    [
      'it could not be looked: not knowing is no yes',
      off,
      blind,
      /could not be seen \(iam:GetCredentialReport was denied\)/,
    ],
    ['only a person could say it, and nobody did', gone, unattested('Who?'), /no administrator was seen/],
  ])('%s', (_name, step, wayIn, why) => {
    const reason = heldBack(step, wayIn)
    if (why) expect(reason).toMatch(why)
    else expect(reason).toBeUndefined()
  })
})

describe('the credential that this command works with', () => {
  it.each<[string, Call, string | undefined, boolean]>([
    ['is not switched off', off, 'AKIA1', true],
    ['is not deleted', gone, 'AKIA1', true],
    ['is not another one', off, 'AKIA2', false],
    [
      'may be switched on',
      call('iam:UpdateAccessKey', { AccessKeyId: 'AKIA1', Status: 'Active' }),
      'AKIA1',
      false,
    ],
    ['is not known: nothing to spare', off, undefined, false],
    ['is no certificate', call('iam:DeleteSigningCertificate', { CertificateId: 'AKIA1' }), 'AKIA1', false],
  ])('%s', (_name, step, signedWith, spared) => {
    expect(ownCredential(step, signedWith) !== undefined).toBe(spared)
  })
})

describe('a root session', () => {
  it.each<[string, Step['action'], boolean]>([
    ['sets contacts', 'account:PutContactInformation', true],
    ['makes an administrator', 'iam:AddUserToGroup', true],
    ['deletes its own key', 'iam:DeleteAccessKey', true],
    ['does not open the organization to a service', 'organizations:EnableAWSServiceAccess', false],
    ['does not turn on root sessions', 'iam:EnableOrganizationsRootSessions', false],
    [
      'does not turn on root credentials management',
      'iam:EnableOrganizationsRootCredentialsManagement',
      false,
    ],
  ])('%s', (_name, action, may) => {
    expect(beyondBootstrap({ action }, { root: true }) === undefined).toBe(may)
    expect(beyondBootstrap({ action }, { root: false })).toBeUndefined()
  })
})

describe("root's own credentials", () => {
  it.each<[string, Call, boolean, boolean]>([
    ['are reached by root', gone, true, true],
    ['are reached by nobody else', gone, false, false],
    [
      'are switched on by nobody else',
      call('iam:UpdateAccessKey', { AccessKeyId: 'A', Status: 'Active' }),
      false,
      false,
    ],
    [
      'are not certificates of others',
      call('iam:DeleteSigningCertificate', { CertificateId: 'C' }),
      false,
      false,
    ],
    [
      'are not keys of a user',
      call('iam:DeleteAccessKey', { AccessKeyId: 'A', UserName: 'mia' }),
      false,
      true,
    ],
    ['are nothing else', call('iam:CreateUser', { UserName: 'mia' }), false, true],
  ])('%s', (_name, step, root, may) => {
    expect(onlyForRoot(step, { root }) === undefined).toBe(may)
  })

  it.each<[string, Step['as'], boolean, boolean]>([
    [
      'are reached in a session of AssumeRoot, whoever opens it',
      'root-task:IAMDeleteRootUserCredentials',
      false,
      true,
    ],
    ['are not reached through a role', 'member', false, false],
    ['are not reached through a role that root would open', 'member', true, false],
  ])('of a member %s', (_name, as, root, may) => {
    expect(onlyForRoot({ ...gone, as }, { root }) === undefined).toBe(may)
  })
})

describe('mailbox and phone of one account', () => {
  const number = { ContactInformation: { PhoneNumber: { $config: 'contacts.primary.phone' } } }
  const same = { ContactInformation: { PhoneNumber: { $observed: 'primaryContact.PhoneNumber' } } }
  const contact = (input: Json, account?: string) =>
    itemOf('contact-phone-is-valid', [
      stepOf('contact-phone-is-valid/1', {
        action: 'account:PutContactInformation',
        input,
        ...(account ? { account } : {}),
      }),
    ])
  const mail = itemOf('root-email-is-dedicated', [
    stepOf('root-email-is-dedicated/1', { action: 'account:StartPrimaryEmailUpdate' }),
    stepOf('root-email-is-dedicated/2', { action: 'account:AcceptPrimaryEmailUpdate' }),
  ])

  it.each<[when: string, items: (typeof mail)[], held: boolean]>([
    ['both', [contact(number), mail], true],
    ['both, in another order', [mail, contact(number)], true],
    ['another field of the contact', [contact(same), mail], false],
    ['the phone of another account', [contact(number, '222222222222'), mail], false],
    ['the mailbox alone', [mail], false],
    ['the phone alone', [contact(number)], false],
  ])('%s', (_when, items, held) => {
    expect(mailboxWithPhone(items).size > 0).toBe(held)
    const after = mailboxAfterPhone(items)
    expect(mailboxWithPhone(after).size).toBe(0)
    expect(after.flatMap(({ steps }) => steps).length).toBe(
      items.flatMap(({ steps }) => steps).length - (held ? 2 : 0),
    )
    expect(after.filter(({ waiting }) => waiting?.[0]?.includes('after the phone number'))).toHaveLength(
      held ? 1 : 0,
    )
  })
})

describe('made by the centre', () => {
  const AccountId = '222222222222'
  it.each<[what: string, action: Step['action'], input: Json, made: boolean]>([
    ['a new root address', 'account:StartPrimaryEmailUpdate', {}, true],
    ['its code', 'account:AcceptPrimaryEmailUpdate', {}, true],
    ['a contact of the account that is signed in to', 'account:PutContactInformation', {}, false],
    ['a contact of a member', 'account:PutContactInformation', { AccountId }, true],
    ['an alternate contact of a member', 'account:PutAlternateContact', { AccountId }, true],
    ['an alternate contact of a member that goes', 'account:DeleteAlternateContact', { AccountId }, true],
    ['a budget, which names its account too', 'budgets:CreateBudget', { AccountId }, false],
    ['a code to the phone of a member', 'account:SendPhoneNumberVerification', { AccountId }, false],
  ])('%s', (_what, action, input, made) => {
    expect(isMadeByCentre({ action, input })).toBe(made)
  })
})
