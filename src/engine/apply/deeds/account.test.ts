/** Contacts and the phone number: so already, still to do, or waiting for a person. */
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { describe, expect, it } from 'vitest'
import { fakeSource, refused } from '../../../../test/support/fake-source.ts'
import { deedOf } from './index.ts'

const none = refused('ResourceNotFoundException')
const wanted = (ContactInformation: Record<string, string>) => ({ ContactInformation })
const status = (VerificationStatus: string) => ({ VerificationStatus })
const billing = { AlternateContactType: 'BILLING', Name: 'Mia', EmailAddress: 'm@b.example' }

const table: Table = [
  [
    'account:PutContactInformation',
    'account:GetContactInformation',
    [
      [
        'is the same, with spaces',
        wanted({ FullName: 'Mia' }),
        wanted({ FullName: ' Mia ', CompanyName: '' }),
        'yes',
      ],
      ['has one field more', wanted({ FullName: 'Mia' }), wanted({ FullName: 'Mia', City: 'Sydney' }), 'no'],
      ['has another number', wanted({ PhoneNumber: '+61 1' }), wanted({ PhoneNumber: '+61 2' }), 'no'],
      ['there is none', wanted({ FullName: 'Mia' }), none, 'no'],
    ],
  ],
  ...thereOrNot(
    'account:PutAlternateContact',
    'account:DeleteAlternateContact',
    'account:GetAlternateContact',
    billing,
    { AlternateContact: billing },
    none,
  ),
  [
    'account:PutAlternateContact',
    'account:GetAlternateContact',
    [['is somebody else', billing, { AlternateContact: { ...billing, Name: 'Tom' } }, 'no']],
  ],
  [
    'account:SendPhoneNumberVerification',
    'account:GetContactInformation',
    [
      ['a code is out', {}, status('PENDING'), 'pending'],
      ['is verified', {}, status('VERIFIED'), 'yes'],
      ['was never sent', {}, status('UNVERIFIED'), 'no'],
      ['AWS does not say', {}, {}, 'no'],
    ],
  ],
  [
    'account:VerifyPhoneNumber',
    'account:GetContactInformation',
    [
      ['is verified', {}, status('VERIFIED'), 'yes'],
      ['waits for the code', {}, status('PENDING'), 'no'],
    ],
  ],
]

check(table)

describe('contacts are looked at', () => {
  const member = { AccountId: '222222222222' }
  it.each<[whose: string, action: string, given: Record<string, string>]>([
    ['of the account that is signed in to', 'account:PutAlternateContact', {}],
    ['of the account that is signed in to', 'account:DeleteAlternateContact', {}],
    ['of the account that is signed in to', 'account:PutContactInformation', {}],
    ['of the member that is named', 'account:PutAlternateContact', member],
    ['of the member that is named', 'account:DeleteAlternateContact', member],
    ['of the member that is named', 'account:PutContactInformation', member],
  ])('%s, for %s', async (_whose, action, given) => {
    const { source, calls } = fakeSource({})
    const sight = { call: source.call, account: '111111111111', partition: 'aws', region: 'us-east-1' }
    const input = { AlternateContactType: 'BILLING', ContactInformation: {}, ...given }
    await deedOf(action)!.isSo(input, { ...sight, now: new Date('2026-11-23T06:30:00Z') })
    const [, asked] = calls[0]!
    expect([calls.length, (asked as { AccountId?: string }).AccountId]).toEqual([1, given.AccountId])
  })
})

describe('the root address of a member', () => {
  const given = { AccountId: '222222222222', PrimaryEmail: 'Root+2@corp.example' }
  const ago = (hours: number) => new Date(Date.parse('2026-11-23T06:30:00Z') - hours * 3_600_000)
  const sight = (PrimaryEmail: string, update: unknown) => ({
    call: fakeSource({
      'account:GetPrimaryEmail': { PrimaryEmail },
      'account:GetPrimaryEmailUpdateStatus': update,
    }).source.call,
    account: given.AccountId,
    partition: 'aws',
    region: 'us-east-1',
    now: ago(0),
  })

  it.each<[when: string, now: string, update: unknown, start: string, accept: string, over: boolean]>([
    ['is the new one', 'root+2@corp.example', none, 'yes', 'yes', true],
    ['is another one', 'old@corp.example', none, 'no', 'no', true],
    ['a code is out', 'old@corp.example', { Status: 'PENDING', UpdatedAt: ago(23) }, 'pending', 'no', false],
    ['a code is too old', 'old@corp.example', { Status: 'PENDING', UpdatedAt: ago(25) }, 'no', 'no', true],
    [
      'an earlier change was taken',
      'old@corp.example',
      { Status: 'ACCEPTED', UpdatedAt: ago(1) },
      'no',
      'no',
      true,
    ],
    [
      'is the new one, and the rest is hidden',
      'root+2@corp.example',
      refused('AccessDenied'),
      'yes',
      'yes',
      false,
    ],
    [
      'is another one, and the rest is hidden',
      'old@corp.example',
      refused('AccessDenied'),
      'unknown',
      'unknown',
      false,
    ],
  ])('%s', async (_when, now, update, start, accept, over) => {
    const deed = (action: string) => deedOf(action)!
    const [starts, accepts] = ['account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate'].map(
      deed,
    )
    expect((await starts!.isSo(given, sight(now, update))).so).toBe(start)
    expect((await accepts!.isSo(given, sight(now, update))).so).toBe(accept)
    expect((await accepts!.codeIsOver!(given, sight(now, update))) !== undefined).toBe(over)
  })
})
