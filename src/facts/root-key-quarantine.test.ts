/** Since when root's keys and certificates are switched off: from CloudTrail's event history. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, type Given, refused } from '../../test/support/fake-source.ts'
import type { Source } from '../aws/index.ts'
import { rootKeyQuarantine, type RootKeyQuarantine } from './root-key-quarantine.ts'

const key = 'AKIASANDBOX000000001'
const certificate = 'SANDBOXCERTIFICATE000000000000001'
const day = 86_400_000
const now = new Date('2026-11-23T06:30:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * day)
const arn = `arn:aws:iam::${account}:root`

const keyListed = (Status: string, created = 900) => ({
  AccessKeyMetadata: [{ AccessKeyId: key, Status, CreateDate: daysAgo(created) }],
  IsTruncated: false,
})
const certificateListed = (Status: string) => ({
  Certificates: [{ CertificateId: certificate, Status, UploadDate: daysAgo(900) }],
  IsTruncated: false,
})

interface Asked {
  LookupAttributes: [{ AttributeKey: string }]
}
const byName = ({ LookupAttributes: [attribute] }: Asked) => attribute.AttributeKey === 'EventName'

function seenBy(given: Record<string, Given>) {
  return fakeSource(
    {
      'iam:ListAccessKeys': { AccessKeyMetadata: [], IsTruncated: false },
      'iam:ListSigningCertificates': { Certificates: [], IsTruncated: false },
      'iam:GetAccessKeyLastUsed': { AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } },
      'cloudtrail:LookupEvents': { Events: [] },
      ...given,
    },
    { now, caller: { account, arn, root: true }, signedWith: 'ASIASESSION' },
  )
}

async function quarantineOf(source: Source): Promise<RootKeyQuarantine> {
  const fact = await source.get(rootKeyQuarantine)
  if (fact.state !== 'known') throw new Error(JSON.stringify(fact))
  return fact.value
}

interface Change {
  at: number
  status?: string
  id?: string
  type?: string
  error?: string
}

/** A page of CloudTrail's event history. */
const history = (
  name: string,
  parameter: string,
  own: string,
  changes: readonly Change[],
  more?: string,
) => ({
  Events: changes.map(({ at, status = 'Inactive', id = own, type = 'Root', error }, n) => ({
    EventId: `event-${n}`,
    EventTime: daysAgo(at),
    EventName: name,
    EventSource: 'iam.amazonaws.com',
    CloudTrailEvent: JSON.stringify({
      userIdentity: { type },
      ...(error ? { errorCode: error } : {}),
      requestParameters: { [parameter]: id, status },
    }),
  })),
  ...(more ? { NextToken: more } : {}),
})
const updates = (...changes: Change[]) => history('UpdateAccessKey', 'accessKeyId', key, changes)

/** A credential report in which root's key is active, or not. */
const report = (active: boolean, hoursAgo: number) => ({
  Content: new TextEncoder().encode(
    [
      'user,arn,access_key_1_active,access_key_1_last_rotated,cert_1_active,cert_2_active',
      `<root_account>,${arn},${active},2024-01-01T00:00:00+00:00,${active},false`,
    ].join('\n'),
  ),
  GeneratedTime: new Date(now.getTime() - hoursAgo * 3_600_000),
})
const unseen = /does not hold/

describe('since when it is switched off', () => {
  it.each<[when: string, changes: Change[], then: { since?: number; because?: RegExp }]>([
    ['switched off three days ago', [{ at: 3 }], { since: 3 }],
    ['the newest counts', [{ at: 2 }, { at: 5, status: 'Active' }, { at: 8 }], { since: 2 }],
    ['whatever the order of the answer', [{ at: 8 }, { at: 2 }], { since: 2 }],
    ['a refused call switched nothing off', [{ at: 30, error: 'AccessDenied' }], { because: unseen }],
    ['nor on again', [{ at: 1, status: 'Active', error: 'AccessDenied' }, { at: 8 }], { since: 8 }],
    ['another key', [{ at: 30, id: 'AKIASANDBOX000000002' }], { because: unseen }],
    ['not by root', [{ at: 30, type: 'IAMUser' }], { because: unseen }],
    ['switched on last: the history is behind', [{ at: 1, status: 'Active' }, { at: 8 }], { because: /on/ }],
  ])('%s', async (_when, changes, { since, because }) => {
    const { source } = seenBy({
      'iam:ListAccessKeys': keyListed('Inactive'),
      'cloudtrail:LookupEvents': (asked: Asked) => (byName(asked) ? updates(...changes) : { Events: [] }),
      'iam:GenerateCredentialReport': {},
      'iam:GetCredentialReport': report(true, 2),
    })
    const found = (await quarantineOf(source)).get(key)
    expect(found?.since).toEqual(since === undefined ? undefined : daysAgo(since))
    if (because) expect(found?.because).toMatch(because)
  })

  it.each<[when: string, given: Record<string, Given>, then: 'longer' | RegExp]>([
    ['an older report shows it off: longer than the history', { report: report(false, 2) }, 'longer'],
    ['the report is of just now: the event may be late', { report: report(false, 0.1) }, unseen],
    ['the report shows it on', { report: report(true, 3) }, unseen],
    ['the report is refused', { report: refused('AccessDenied') }, unseen],
    ['it was made within the history', { report: report(false, 2), made: 40 }, /yet/],
    ['there is more history than is read', { report: report(false, 2), more: 'more' }, /too long/],
  ])('no event: %s', async (_when, { report: shown, made, more }, then) => {
    const { source } = seenBy({
      'iam:ListAccessKeys': keyListed('Inactive', (made as number | undefined) ?? 900),
      'cloudtrail:LookupEvents': { Events: [], ...(more ? { NextToken: more } : {}) },
      'iam:GenerateCredentialReport': {},
      'iam:GetCredentialReport': shown,
    })
    const found = (await quarantineOf(source)).get(key)!
    if (then === 'longer') expect(found).toMatchObject({ since: daysAgo(90), longer: true })
    else {
      expect(found.since).toBeUndefined()
      expect(found.because).toMatch(then)
    }
  })

  it.each<[when: string, changes: Change[], then: object]>([
    ['with an event', [{ at: 9 }], { since: daysAgo(9) }],
    ['without one, and off in an older report', [], { since: daysAgo(90), longer: true }],
  ])('is told of certificates in the same way: %s', async (_when, changes, then) => {
    const { source } = seenBy({
      'iam:ListSigningCertificates': certificateListed('Inactive'),
      'cloudtrail:LookupEvents': history('UpdateSigningCertificate', 'certificateId', certificate, changes),
      'iam:GenerateCredentialReport': {},
      'iam:GetCredentialReport': report(false, 2),
    })
    expect((await quarantineOf(source)).get(certificate)).toEqual(then)
  })

  it('counts the calls with the key since then', async () => {
    const { source } = seenBy({
      'iam:ListAccessKeys': keyListed('Inactive'),
      'cloudtrail:LookupEvents': (asked: Asked) =>
        byName(asked)
          ? updates({ at: 8 })
          : history('ListBuckets', 'x', 'x', [{ at: 2 }, { at: 5 }, { at: 20 }]),
    })
    const found = (await quarantineOf(source)).get(key)
    expect(found).toEqual({ since: daysAgo(8), calls: 2, lastCall: daysAgo(2) })
  })

  it('asks CloudTrail nothing where nothing is switched off', async () => {
    const { source, calls } = seenBy({ 'iam:ListAccessKeys': keyListed('Active') })
    expect((await quarantineOf(source)).size).toBe(0)
    expect(calls.map(([operation]) => operation)).not.toContain('cloudtrail:LookupEvents')
  })

  it('is not known where the event history is refused', async () => {
    const { source } = seenBy({
      'iam:ListAccessKeys': keyListed('Inactive'),
      'cloudtrail:LookupEvents': refused('AccessDeniedException'),
    })
    expect(await source.get(rootKeyQuarantine)).toMatchObject({ state: 'unknown', why: 'denied' })
  })
})
