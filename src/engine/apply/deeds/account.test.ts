/** Contacts and the phone number: so already, still to do, or waiting for a person. */
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { refused } from '../../../../test/support/fake-source.ts'

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
