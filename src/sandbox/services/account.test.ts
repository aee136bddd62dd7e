import {
  AcceptPrimaryEmailUpdateCommand,
  AccountClient,
  DeleteAlternateContactCommand,
  DisableRegionCommand,
  EnableRegionCommand,
  GetAccountInformationCommand,
  GetAlternateContactCommand,
  GetContactInformationCommand,
  GetPrimaryEmailCommand,
  GetPrimaryEmailUpdateStatusCommand,
  GetRegionOptStatusCommand,
  paginateListRegions,
  PutAccountNameCommand,
  PutAlternateContactCommand,
  PutContactInformationCommand,
  SendPhoneNumberVerificationCommand,
  StartPrimaryEmailUpdateCommand,
  VerifyPhoneNumberCommand,
  type AlternateContactType,
} from '@aws-sdk/client-account'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const MANAGEMENT = '111111111111'
const DELEGATED = '222222222222'
const MEMBER = '333333333333'
const ALONE = '999999999999'
const OUTSIDE = '888888888888'

const contact = {
  FullName: 'Mia Example',
  AddressLine1: '1 Example Street',
  City: 'Sydney',
  PostalCode: '2000',
  CountryCode: 'AU',
  PhoneNumber: '+61412345600',
}
const security = {
  AlternateContactType: 'SECURITY' as AlternateContactType,
  Name: 'Security Team',
  Title: 'Security',
  EmailAddress: 'aws-security@corp.example',
  PhoneNumber: '+61 2 9374 4003',
}

describe('Account Management', () => {
  let sandbox: Sandbox
  const as = (account: string, user?: string) => new AccountClient(settings(sandbox, { account, user }))

  beforeAll(async () => {
    const world = newWorld({ scenario: 'account', began: '2026-11-23T06:30:00Z' })
    for (const id of [MANAGEMENT, DELEGATED, MEMBER, ALONE, OUTSIDE]) {
      world.account(id, (a) => a.contact(contact).user('admin', (u) => u.admin().key()))
    }
    world.change(ALONE, (a) =>
      a.user('billing-only', (u) =>
        u.key().inline('alternates', {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'account:GetAlternateContact',
              Resource: '*',
              Condition: { 'ForAllValues:StringEquals': { 'account:AlternateContactTypes': ['BILLING'] } },
            },
          ],
        }),
      ),
    )
    world.organization(MANAGEMENT, (o) =>
      o
        .member(DELEGATED)
        .member(MEMBER)
        .trust('account.amazonaws.com')
        .delegate(DELEGATED, 'account.amazonaws.com'),
    )
    sandbox = await createSandbox({ world: world.build() })
  })
  afterAll(() => sandbox.close())

  it('writes and reads the primary contact whole; a changed number is unverified', async () => {
    const client = as(ALONE)
    await client.send(new PutContactInformationCommand({ ContactInformation: { ...contact, City: 'Perth' } }))
    const same = await client.send(new GetContactInformationCommand({}))
    expect(same.ContactInformation).toEqual({ ...contact, City: 'Perth' })
    expect(same.VerificationStatus).toBe('VERIFIED')
    await client.send(
      new PutContactInformationCommand({ ContactInformation: { ...contact, PhoneNumber: '+61412345601' } }),
    )
    expect((await client.send(new GetContactInformationCommand({}))).VerificationStatus).toBe('UNVERIFIED')
  })

  const badContacts: [when: string, change: object, field: string][] = [
    ['no name', { FullName: undefined }, 'fullName'],
    ['a name too long', { FullName: 'x'.repeat(51) }, 'fullName'],
    ['a number without plus', { PhoneNumber: '0412345600' }, 'phoneNumber'],
    ['a number too long', { PhoneNumber: '+123456789012345678901' }, 'phoneNumber'],
    ['no state where one is needed', { CountryCode: 'US', StateOrRegion: undefined }, 'stateOrRegion'],
  ]
  it.each(badContacts)('refuses a contact with %s', async (_when, change, field) => {
    const put = new PutContactInformationCommand({ ContactInformation: { ...contact, ...change } })
    expect(await refusal(as(OUTSIDE).send(put))).toMatchObject({
      name: 'ValidationException',
      reason: 'fieldValidationFailed',
      fieldList: [expect.objectContaining({ name: field })],
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('verifies a number by the code that was sent to it', async () => {
    const client = as(OUTSIDE)
    const early = await refusal(client.send(new VerifyPhoneNumberCommand({ Otp: 'AAAAAA' })))
    expect(early.name).toBe('ResourceNotFoundException')
    expect((await client.send(new SendPhoneNumberVerificationCommand({}))).Status).toBe('PENDING')
    const message = sandbox.world.messages!.at(-1)!
    expect(message).toMatchObject({ channel: 'sms', to: contact.PhoneNumber, account: OUTSIDE })
    const wrong = await refusal(client.send(new VerifyPhoneNumberCommand({ Otp: 'wrong1' })))
    expect(wrong.name).toBe('ValidationException')
    expect((await client.send(new VerifyPhoneNumberCommand({ Otp: message.code }))).Status).toBe('VERIFIED')
  })

  it('takes the last code alone, and none twice', async () => {
    const client = as(OUTSIDE)
    await client.send(new SendPhoneNumberVerificationCommand({}))
    const first = sandbox.world.messages!.at(-1)!.code
    await client.send(new SendPhoneNumberVerificationCommand({}))
    const last = sandbox.world.messages!.at(-1)!.code
    const verify = (Otp: string | undefined) => client.send(new VerifyPhoneNumberCommand({ Otp }))
    expect((await refusal(verify(first))).name).toBe('ValidationException')
    expect((await client.send(new GetContactInformationCommand({}))).VerificationStatus).toBe('PENDING')
    expect((await verify(last)).Status).toBe('VERIFIED')
    expect((await refusal(verify(last))).name).toBe('ResourceNotFoundException')
  })

  it('calls it a conflict when the number changed after the code was sent', async () => {
    const client = as(OUTSIDE)
    await client.send(new SendPhoneNumberVerificationCommand({}))
    const code = sandbox.world.messages!.at(-1)!.code
    await client.send(
      new PutContactInformationCommand({ ContactInformation: { ...contact, PhoneNumber: '+61412345699' } }),
    )
    const late = await refusal(client.send(new VerifyPhoneNumberCommand({ Otp: code })))
    expect(late).toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } })
  })

  it('writes, reads and deletes an alternate contact; not set is 404', async () => {
    const client = as(ALONE)
    const get = () => client.send(new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' }))
    expect(await refusal(get())).toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    await client.send(new PutAlternateContactCommand(security))
    expect((await get()).AlternateContact).toEqual(security)
    await client.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY' }))
    expect((await refusal(get())).name).toBe('ResourceNotFoundException')
    const again = client.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY' }))
    expect((await refusal(again)).name).toBe('ResourceNotFoundException')
  })

  it.each([
    ['no e-mail', { EmailAddress: undefined }],
    ['an e-mail without a domain', { EmailAddress: 'security@corp' }],
    ['letters in the number', { PhoneNumber: 'ring me' }],
    ['a title too long', { Title: 'x'.repeat(51) }],
    ['another type', { AlternateContactType: 'LEGAL' as AlternateContactType }],
  ])('refuses an alternate contact with %s', async (_when, change) => {
    const error = await refusal(as(ALONE).send(new PutAlternateContactCommand({ ...security, ...change })))
    expect(error.name).toBe('ValidationException')
  })

  it('knows the condition key for the type', async () => {
    const client = as(ALONE, 'billing-only')
    const billing = client.send(new GetAlternateContactCommand({ AlternateContactType: 'BILLING' }))
    expect((await refusal(billing)).name).toBe('ResourceNotFoundException')
    const other = client.send(new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' }))
    expect((await refusal(other)).name).toBe('AccessDeniedException')
  })

  const contexts: [when: string, caller: string, target: string, says: string | undefined][] = [
    ['management about a member', MANAGEMENT, MEMBER, undefined],
    ['management naming itself', MANAGEMENT, MANAGEMENT, 'AccessDeniedException'],
    ['management about a stranger', MANAGEMENT, OUTSIDE, 'AccessDeniedException'],
    ['the delegated administrator about a member', DELEGATED, MEMBER, undefined],
    ['the delegated administrator about management', DELEGATED, MANAGEMENT, 'AccessDeniedException'],
    ['the delegated administrator naming itself', DELEGATED, DELEGATED, 'AccessDeniedException'],
    ['a member naming itself', MEMBER, MEMBER, 'AccessDeniedException'],
    ['a member about another', MEMBER, DELEGATED, 'AccessDeniedException'],
    ['a standalone account naming itself', ALONE, ALONE, 'AccessDeniedException'],
    ['an id that is none', MANAGEMENT, '12', 'ValidationException'],
  ]
  it.each(contexts)('organizations context: %s', async (_when, caller, AccountId, says) => {
    const asked = as(caller).send(new GetAccountInformationCommand({ AccountId }))
    if (says) expect((await refusal(asked)).name).toBe(says)
    else expect((await asked).AccountId).toBe(AccountId)
  })

  it.each(contexts)(
    'contacts are changed in organizations context: %s',
    async (when, caller, AccountId, says) => {
      const client = as(caller)
      const put = [
        () => client.send(new PutAlternateContactCommand({ ...security, AccountId })),
        () => client.send(new PutContactInformationCommand({ ContactInformation: contact, AccountId })),
        () => client.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY', AccountId })),
      ]
      if (!says) {
        const { alternateContacts } = sandbox.world.accounts[AccountId]!
        await put[0]!()
        await put[1]!()
        expect(sandbox.world.accounts[AccountId]!.contact).toMatchObject(contact)
        expect(alternateContacts.SECURITY).toMatchObject({ EmailAddress: security.EmailAddress })
        await put[2]!()
        expect(alternateContacts.SECURITY).toBeUndefined()
        return
      }
      // Its own alternate contacts alone.
      const [first, second, third] = put
      const refusedOnes = when.includes('administrator naming itself') ? [second!] : [first!, second!, third!]
      for (const ask of refusedOnes) expect((await refusal(ask())).name).toBe(says)
    },
  )

  it('lets the delegated administrator name itself for alternate contacts', async () => {
    await as(DELEGATED).send(new PutAlternateContactCommand({ ...security, AccountId: DELEGATED }))
    expect(sandbox.world.accounts[DELEGATED]!.alternateContacts.SECURITY?.Name).toBe('Security Team')
  })

  it('needs trusted access', async () => {
    const { organization } = sandbox.world
    organization!.trustedServices = []
    const error = await refusal(as(MANAGEMENT).send(new GetAccountInformationCommand({ AccountId: MEMBER })))
    organization!.trustedServices = ['account.amazonaws.com']
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('trusted access'),
    })
  })

  it('names and describes the account', async () => {
    const client = as(ALONE)
    await client.send(new PutAccountNameCommand({ AccountName: 'my lab' }))
    expect(await client.send(new GetAccountInformationCommand({}))).toMatchObject({
      AccountName: 'my lab',
      AccountState: 'ACTIVE',
      AccountCreatedDate: new Date(sandbox.world.accounts[ALONE]!.createdAt),
    })
    const bad = await refusal(client.send(new PutAccountNameCommand({ AccountName: 'a<b' })))
    expect(bad.name).toBe('ValidationException')
  })

  it('changes the root e-mail of a member by the code sent to the new address', async () => {
    const client = as(MANAGEMENT)
    const PrimaryEmail = 'root-3333@corp.example'
    const mine = client.send(new GetPrimaryEmailCommand({ AccountId: MANAGEMENT }))
    expect((await refusal(mine)).name).toBe('AccessDeniedException')
    const status = () => client.send(new GetPrimaryEmailUpdateStatusCommand({ AccountId: MEMBER }))
    expect((await refusal(status())).name).toBe('ResourceNotFoundException')
    await client.send(new StartPrimaryEmailUpdateCommand({ AccountId: MEMBER, PrimaryEmail }))
    expect((await status()).Status).toBe('PENDING')
    const message = sandbox.world.messages!.at(-1)!
    expect(message).toMatchObject({
      channel: 'email',
      to: PrimaryEmail,
      code: expect.stringMatching(/^[A-Z0-9]{6}$/),
    })
    const wrong = new AcceptPrimaryEmailUpdateCommand({ AccountId: MEMBER, PrimaryEmail, Otp: 'aaaaaa' })
    expect((await refusal(client.send(wrong))).name).toBe('ValidationException')
    await client.send(
      new AcceptPrimaryEmailUpdateCommand({ AccountId: MEMBER, PrimaryEmail, Otp: message.code }),
    )
    expect((await client.send(new GetPrimaryEmailCommand({ AccountId: MEMBER }))).PrimaryEmail).toBe(
      PrimaryEmail,
    )
    expect(await status()).toMatchObject({ Status: 'ACCEPTED', UpdatedAt: expect.any(Date) })
    const taken = client.send(new StartPrimaryEmailUpdateCommand({ AccountId: DELEGATED, PrimaryEmail }))
    expect((await refusal(taken)).name).toBe('ConflictException')
  })

  it('lists Regions in pages, and opts in and out', async () => {
    const client = as(ALONE)
    const regions = await all<{ RegionName: string }>(
      paginateListRegions({ client, pageSize: 7 }, {}),
      'Regions',
    )
    expect(regions).toHaveLength(30)
    const off = await all(
      paginateListRegions({ client }, { RegionOptStatusContains: ['DISABLED'] }),
      'Regions',
    )
    expect(off).toHaveLength(13)
    await client.send(new EnableRegionCommand({ RegionName: 'eu-south-1' }))
    const status = await client.send(new GetRegionOptStatusCommand({ RegionName: 'eu-south-1' }))
    expect(status.RegionOptStatus).toBe('ENABLED')
    const fixed = await refusal(client.send(new DisableRegionCommand({ RegionName: 'us-east-1' })))
    expect(fixed).toMatchObject({ name: 'ValidationException', reason: 'invalidRegionOptTarget' })
  })
})
