/** Root of a member, seen from the centre of its organization in an audit session. */
import { describe, expect, it } from 'vitest'
import { fakeSource, type Given, refused } from '../../test/support/fake-source.ts'
import { said } from '../../test/support/root-credentials.ts'
import type { Sight } from '../engine/collect.ts'
import { known, noRecords, unknown, type WayIn } from '../model/index.ts'
import { administrators, type Administrators } from './administrators.ts'
import { memberRootSignIn } from './member-root-sign-in.ts'
import { memberWayIn } from './member-way-in.ts'
import { organizationsFeatures } from './organizations-features.ts'
import { organizationPlace } from './organization-place.ts'
import { rootKeys } from './root-keys.ts'
import { wayIn } from './way-in.ts'

const centreOf = (asRoot: Record<string, Given> | undefined, facts = new Map<object, unknown>()) => ({
  account: '111111111111',
  listed: { id: '222222222222', name: 'shop', state: 'ACTIVE', path: [], management: false },
  at: '2026-11-23T06:30:00Z',
  ...(asRoot ? { asRoot: fakeSource(asRoot).source.call } : {}),
  get: async (fact: object) => facts.get(fact) as never,
})

const all: Record<string, Given> = {
  'iam:GetLoginProfile': { LoginProfile: {} },
  'iam:ListMFADevices': (input: { Marker?: string }) =>
    input.Marker
      ? { MFADevices: [{ SerialNumber: 'arn:aws:iam::222222222222:u2f/root/blue-key' }] }
      : {
          MFADevices: [{ SerialNumber: 'arn:aws:iam::222222222222:mfa/root' }],
          IsTruncated: true,
          Marker: 'more',
        },
  'iam:ListAccessKeys': { AccessKeyMetadata: [{ AccessKeyId: 'AKIA1', Status: 'Active' }] },
  'iam:GetAccessKeyLastUsed': { AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } },
  'iam:ListSigningCertificates': { Certificates: [] },
}

const bothOn = known({ rootCredentialsManagement: true, rootSessions: true })

interface World {
  word?: Sight['records']
  summary?: Given
  features?: unknown
}

/** A member whose root has something left, about whom somebody gave their word. */
function member(asRoot: Record<string, Given> | undefined, given: World = {}) {
  const {
    word = said('member-roots-have-no-credentials', 1),
    summary = { SummaryMap: { AccountMFAEnabled: 1 } },
    features = bothOn,
  } = given
  const facts = new Map<object, unknown>([[organizationsFeatures, features]])
  return fakeSource(
    { 'iam:GetAccountSummary': summary },
    { records: word, centre: centreOf(asRoot, facts) as never, signedWith: 'ASIA1' },
  ).source
}

describe('root of a member', () => {
  it.each<[string, World, RegExp]>([
    ['nobody gave a word', { word: noRecords }, /nobody has said/],
    [
      'somebody says that it is needed',
      { word: said('member-roots-have-no-credentials', 1, false) },
      /nobody has said/,
    ],
    ['it has nothing', { summary: { SummaryMap: { AccountMFAEnabled: 0 } } }, /no root credentials are seen/],
    ['what it has cannot be seen', { summary: refused('AccessDenied') }, /no root credentials are seen/],
    [
      'sessions are off',
      { features: known({ rootCredentialsManagement: true, rootSessions: false }) },
      /sessions/,
    ],
    ['whether they are on cannot be seen', { features: unknown('denied', 'no') }, /sessions/],
  ])('is not asked where %s', async (_when, given, why) => {
    let asked = 0
    const count = () => ++asked
    const source = member({ 'iam:ListAccessKeys': count, 'iam:GetLoginProfile': count }, given)
    for (const fact of [rootKeys, memberRootSignIn])
      expect(await source.get(fact as typeof rootKeys)).toMatchObject({
        state: 'unknown',
        why: 'elsewhere',
        message: expect.stringMatching(why),
      })
    expect(asked).toBe(0)
  })
})

describe('how root of a member is signed in to', () => {
  const seen = (asRoot: Record<string, Given> | undefined) => member(asRoot).get(memberRootSignIn)

  it.each<[string, Record<string, Given>, object]>([
    [
      'a password and two kinds of devices, over two pages',
      all,
      {
        password: true,
        devices: [
          { serial: 'arn:aws:iam::222222222222:mfa/root', virtual: true },
          { serial: 'arn:aws:iam::222222222222:u2f/root/blue-key', virtual: false },
        ],
      },
    ],
    [
      'nothing',
      { 'iam:GetLoginProfile': refused('NoSuchEntity'), 'iam:ListMFADevices': { MFADevices: [] } },
      { password: false, devices: [] },
    ],
  ])('%s', async (_when, asRoot, value) => {
    expect(await seen(asRoot)).toMatchObject({ state: 'known', value })
  })

  it.each<[string, Record<string, Given> | undefined, string]>([
    ['nobody opens a session', undefined, 'elsewhere'],
    ['the session is refused', {}, 'denied'],
    ['the devices are', { ...all, 'iam:ListMFADevices': refused('AccessDenied') }, 'denied'],
    ['a device has no number', { ...all, 'iam:ListMFADevices': { MFADevices: [{}] } }, 'failed'],
  ])('is unknown where %s', async (_when, asRoot, why) => {
    expect(await seen(asRoot)).toMatchObject({ state: 'unknown', why })
  })
})

describe("the keys of a member's root", () => {
  it('are listed in the session, and only there', async () => {
    const seen = (asRoot: Record<string, Given> | undefined) => member(asRoot).get(rootKeys)
    expect(await seen(all)).toMatchObject({
      state: 'known',
      value: { keys: [{ id: 'AKIA1', active: true, runsTheTool: false }], certificates: [] },
    })
    expect(await seen(undefined)).toMatchObject({ state: 'unknown', why: 'elsewhere' })
  })
})

describe('the way into a member', () => {
  const casey: WayIn = { name: 'c...', who: 'casey', how: 'caller', at: new Date(0), mfa: true }
  const tom: WayIn = { ...casey, name: 't...', who: 'tom' }
  const roles = (...central: string[]) => known({ central } as unknown as Administrators)
  const management = known({ vantage: 'management' })
  interface Case {
    own?: unknown
    admins?: unknown
    place?: unknown
    then: object
  }

  it.each<[string, Case]>([
    ['is its own administrator', { own: known(tom), then: { value: tom } }],
    [
      'is the one of the management account, through a role',
      { admins: roles('Admin'), then: { value: casey } },
    ],
    ['is nobody without such a role', { admins: roles(), then: { state: 'known', value: undefined } }],
    [
      'is nobody for a deputy, who does not see who works there',
      { admins: roles('Admin'), place: known({ vantage: 'delegated' }), then: { value: undefined } },
    ],
    [
      'cannot be told where it cannot be looked',
      { own: unknown('denied', 'no'), then: { state: 'unknown' } },
    ],
  ])('%s', async (_when, { own = known(undefined), admins = roles('Admin'), place = management, then }) => {
    const facts = new Map<object, unknown>([
      [organizationPlace, place],
      [wayIn, known(casey)],
    ])
    const mine = new Map<object, unknown>([
      [wayIn, own],
      [administrators, admins],
    ])
    const found = await memberWayIn.collect({
      centre: centreOf({}, facts),
      get: async (fact: object) => mine.get(fact),
    } as never)
    expect(found).toMatchObject(then)
  })
})
