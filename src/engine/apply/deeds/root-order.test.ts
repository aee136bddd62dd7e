/** Keys, certificates, password, MFA strictly last: what a deed refuses to do whatever a plan says. */
import { describe, expect, it } from 'vitest'
import { check } from '../../../../test/support/deed-case.ts'
import { account, fakeSource, type Given as Answers, refused } from '../../../../test/support/fake-source.ts'
import { deedOf } from './index.ts'

const none = refused('NoSuchEntity')
const keys = 'iam:ListAccessKeys'
const certificates = 'iam:ListSigningCertificates'
const profile = 'iam:GetLoginProfile'
const devices = 'iam:ListMFADevices'

const nothing: Record<string, Answers> = {
  [keys]: { AccessKeyMetadata: [] },
  [certificates]: { Certificates: [] },
  [profile]: none,
}
const aKey = { [keys]: { AccessKeyMetadata: [{ AccessKeyId: 'A', Status: 'Inactive' }] } }
const aCertificate = { [certificates]: { Certificates: [{ CertificateId: 'C', Status: 'Inactive' }] } }
const aPassword = { [profile]: { LoginProfile: {} } }

async function mustNot(action: string, answers: Record<string, Answers>, given = {}) {
  const { source, calls } = fakeSource(answers)
  const sight = { call: source.call, account, partition: 'aws', region: 'us-east-1', now: new Date() }
  return { why: await deedOf(action)!.mustNot!(given, sight), calls }
}

describe('the order of removal', () => {
  it.each<[string, string, Record<string, Answers>, RegExp | undefined]>([
    ['MFA goes where nothing is left', 'iam:DeactivateMFADevice', nothing, undefined],
    [
      'MFA stays for a password',
      'iam:DeactivateMFADevice',
      { ...nothing, ...aPassword },
      /still has a password/,
    ],
    ['MFA stays for a key', 'iam:DeactivateMFADevice', { ...nothing, ...aKey }, /still has an access key/],
    [
      'MFA stays for a certificate',
      'iam:DeactivateMFADevice',
      { ...nothing, ...aCertificate },
      /still has a signing certificate/,
    ],
    [
      'MFA stays where the password cannot be seen',
      'iam:DeactivateMFADevice',
      { ...nothing, [profile]: refused('AccessDenied') },
      /whether root still has a password cannot be seen/,
    ],
    ['the password goes after keys and certificates', 'iam:DeleteLoginProfile', nothing, undefined],
    [
      'the password stays for a key',
      'iam:DeleteLoginProfile',
      { ...nothing, ...aKey },
      /still has an access key/,
    ],
    [
      'the password stays for a key on the second page',
      'iam:DeleteLoginProfile',
      {
        ...nothing,
        [keys]: (input: { Marker?: string }) =>
          input.Marker ? aKey[keys] : { IsTruncated: true, Marker: 'more' },
      },
      /still has an access key/,
    ],
  ])('%s', async (_name, action, answers, why) => {
    const found = (await mustNot(action, answers)).why
    if (why) expect(found).toMatch(why)
    else expect(found).toBeUndefined()
  })

  it('is nothing that the password of a user waits for', async () => {
    expect(await mustNot('iam:DeleteLoginProfile', {}, { UserName: 'tom' })).toEqual({
      why: undefined,
      calls: [],
    })
  })
})

const mfa = { SerialNumber: 'arn:aws:iam::1:mfa/root' }
const listed = (...serials: string[]) => ({ MFADevices: serials.map((SerialNumber) => ({ SerialNumber })) })

check([
  [
    'iam:DeactivateMFADevice',
    devices,
    [
      ['is there', mfa, listed('other', mfa.SerialNumber), 'no'],
      ['is not there', mfa, listed('other'), 'yes'],
      ['cannot be seen', mfa, refused('AccessDenied'), 'unknown'],
    ],
  ],
  [
    'iam:DeleteVirtualMFADevice',
    devices,
    [
      ['is still in use', mfa, listed(mfa.SerialNumber), 'no'],
      ["is in nobody's hands: there or gone", mfa, listed(), 'unknown'],
    ],
  ],
  [
    'iam:DeleteLoginProfile',
    profile,
    [
      ['is there, of root', {}, { LoginProfile: {} }, 'no'],
      ['is gone, of root', {}, none, 'yes'],
    ],
  ],
])
