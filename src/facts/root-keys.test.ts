/** Root's own keys and certificates, from IAM's answers. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, type Given, refused } from '../../test/support/fake-source.ts'
import type { Fact } from '../model/index.ts'
import { rootKeyQuarantine } from './root-key-quarantine.ts'
import { rootKeys, type RootKeys } from './root-keys.ts'

const key = 'AKIASANDBOX000000001'
const certificate = 'SANDBOXCERTIFICATE000000000000001'
const day = 86_400_000
const now = new Date('2026-11-23T06:30:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * day)
const arn = `arn:aws:iam::${account}:root`

const keyListed = (Status: string) => ({
  AccessKeyMetadata: [{ AccessKeyId: key, Status, CreateDate: daysAgo(900) }],
  IsTruncated: false,
})
const certificateListed = (Status: string) => ({
  Certificates: [{ CertificateId: certificate, Status, UploadDate: daysAgo(900) }],
  IsTruncated: false,
})
const used = (days?: number) => ({
  AccessKeyLastUsed:
    days === undefined
      ? { ServiceName: 'N/A', Region: 'N/A' }
      : { LastUsedDate: daysAgo(days), ServiceName: 's3', Region: 'eu-west-1' },
})

function seenBy(given: Record<string, Given>, over: Parameters<typeof fakeSource>[1] = {}) {
  return fakeSource(
    {
      'iam:ListAccessKeys': { AccessKeyMetadata: [], IsTruncated: false },
      'iam:ListSigningCertificates': { Certificates: [], IsTruncated: false },
      'iam:GetAccessKeyLastUsed': used(),
      ...given,
    },
    { now, caller: { account, arn, root: true }, signedWith: 'ASIASESSION', ...over },
  )
}

function valueOf<T>(fact: Fact<T>): T {
  if (fact.state !== 'known') throw new Error(JSON.stringify(fact))
  return fact.value
}

describe("root's own keys", () => {
  it.each<[when: string, given: Record<string, Given>, then: Partial<RootKeys>]>([
    ['none', {}, { keys: [], certificates: [] }],
    [
      'an active key in use',
      { 'iam:ListAccessKeys': keyListed('Active'), 'iam:GetAccessKeyLastUsed': used(3) },
      {
        keys: [
          {
            id: key,
            active: true,
            created: daysAgo(900),
            lastUsed: { at: daysAgo(3), region: 'eu-west-1', service: 's3' },
            runsTheTool: false,
          },
        ],
      },
    ],
    [
      'a key that was never used',
      { 'iam:ListAccessKeys': keyListed('Inactive') },
      { keys: [{ id: key, active: false, created: daysAgo(900), runsTheTool: false }] },
    ],
    [
      'a certificate',
      { 'iam:ListSigningCertificates': certificateListed('Active') },
      { certificates: [{ id: certificate, active: true, uploaded: daysAgo(900) }] },
    ],
  ])('%s', async (_when, given, then) => {
    const { source, calls } = seenBy(given)
    expect(valueOf(await source.get(rootKeys))).toMatchObject(then)
    // Without a user name: then IAM answers about root.
    for (const [operation, input] of calls)
      if (operation !== 'iam:GetAccessKeyLastUsed') expect(input).toEqual({})
  })

  it.each([
    ['the key itself signs', key, true],
    ['a session signs', 'ASIASESSION', false],
    ['what signs is not known: it could be this one', undefined, true],
  ])('%s', async (_when, signedWith, runs) => {
    const { source } = seenBy({ 'iam:ListAccessKeys': keyListed('Active') }, { signedWith })
    expect(valueOf(await source.get(rootKeys)).keys[0]!.runsTheTool).toBe(runs)
  })

  it('are asked of nobody but root', async () => {
    const { source, calls } = seenBy(
      {},
      { caller: { account, arn: `arn:aws:iam::${account}:user/mia`, root: false } },
    )
    const elsewhere = { state: 'unknown', why: 'elsewhere', needs: [] }
    expect(await source.get(rootKeys)).toMatchObject(elsewhere)
    expect(await source.get(rootKeyQuarantine)).toMatchObject(elsewhere)
    expect(calls).toEqual([])
  })

  it.each(['iam:ListAccessKeys', 'iam:ListSigningCertificates', 'iam:GetAccessKeyLastUsed'])(
    'are not known where %s is refused: a ValidationError is no answer',
    async (operation) => {
      const { source } = seenBy({
        'iam:ListAccessKeys': keyListed('Active'),
        [operation]: refused(
          'ValidationError',
          'Must specify userName when calling with non-User credentials',
        ),
      })
      expect(await source.get(rootKeys)).toMatchObject({ state: 'unknown', why: 'failed' })
    },
  )

  it('show no id in full as evidence', async () => {
    const { source } = seenBy({
      'iam:ListAccessKeys': keyListed('Active'),
      'iam:ListSigningCertificates': certificateListed('Inactive'),
    })
    const fact = await source.get(rootKeys)
    expect(JSON.stringify(fact.state === 'known' && fact.evidence)).not.toMatch(/SANDBOX0|CERTIFICATE0/)
  })
})
