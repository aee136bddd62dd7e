/** Which changes are shown as part of a recovery or a takeover, and what is only shown and never scored. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused, standalone } from '../../test/support/fake-source.ts'
import { accountSigns, signsOfRoot } from './account-signs.ts'
import type { RootEvent } from './root-event.ts'

const at = new Date('2026-11-20T06:30:00Z')
const management = {
  Organization: { Id: 'o-abcdefghij', MasterAccountId: account, FeatureSet: 'ALL' },
}
const elsewhere = { Organization: { ...management.Organization, MasterAccountId: '222222222222' } }

interface Event {
  name: string
  source: string
  region?: string
  record?: object
}

/** Answers LookupEvents as CloudTrail does, from these events. */
const history =
  (events: readonly Event[]) =>
  (input: { LookupAttributes: { AttributeKey: string; AttributeValue: string }[] }, region: string) => {
    const { AttributeKey, AttributeValue } = input.LookupAttributes[0]!
    const found = events.filter(
      (e) =>
        (e.region ?? 'us-east-1') === region &&
        (AttributeKey === 'EventName' ? e.name : e.source) === AttributeValue,
    )
    return {
      Events: found.map(({ name, source, record }, i) => ({
        EventId: `${name}-${i}`,
        EventName: name,
        EventSource: source,
        EventTime: at,
        CloudTrailEvent: JSON.stringify({ userIdentity: { type: 'Root' }, ...record }),
      })),
    }
  }

const looked = (events: readonly Event[], organization: unknown = standalone, region = 'us-east-1') =>
  accountSigns(
    fakeSource({
      'cloudtrail:LookupEvents': history(events),
      'organizations:DescribeOrganization': organization,
      'organizations:ListDelegatedAdministrators': { DelegatedAdministrators: [] },
    }).source,
    region,
  )

const signin = 'signin.amazonaws.com'
const user = (userName: string) => ({ userIdentity: { type: 'IAMUser', userName } })
const about = (servicePrincipal: string) => ({ requestParameters: { servicePrincipal } })

describe('what is looked for by name', () => {
  it.each<
    [
      when: string,
      event: Event,
      organization: unknown,
      then: { topic: string; verified: boolean } | undefined,
    ]
  >([
    [
      'a new password asked for',
      { name: 'PasswordRecoveryRequested', source: signin },
      standalone,
      { topic: 'password', verified: false },
    ],
    [
      'a password reset',
      { name: 'PasswordRecoveryCompleted', source: signin },
      standalone,
      { topic: 'password', verified: false },
    ],
    [
      'an address changed',
      { name: 'EmailUpdated', source: signin },
      standalone,
      { topic: 'address', verified: false },
    ],
    [
      'a contact deleted',
      { name: 'DeleteAlternateContact', source: 'account.amazonaws.com' },
      standalone,
      { topic: 'contacts', verified: true },
    ],
    [
      'the phone changed',
      { name: 'PutContactInformation', source: 'account.amazonaws.com' },
      standalone,
      { topic: 'phone', verified: true },
    ],
    [
      'the older page',
      { name: 'SetContactAddress', source: 'billingconsole.amazonaws.com' },
      standalone,
      { topic: 'phone', verified: true },
    ],
    [
      'a phone verified: no sign',
      { name: 'VerifyPhoneNumber', source: 'account.amazonaws.com' },
      standalone,
      undefined,
    ],
    [
      'a trail stopped',
      { name: 'StopLogging', source: 'cloudtrail.amazonaws.com' },
      standalone,
      { topic: 'trail', verified: true },
    ],
    [
      'a budget deleted',
      { name: 'DeleteBudget', source: 'budgets.amazonaws.com' },
      standalone,
      { topic: 'spend', verified: false },
    ],
    [
      'a budget made: no sign',
      { name: 'CreateBudget', source: 'budgets.amazonaws.com' },
      standalone,
      undefined,
    ],
    [
      'central sessions switched off',
      { name: 'DisableOrganizationsRootSessions', source: 'iam.amazonaws.com' },
      management,
      { topic: 'central-root', verified: true },
    ],
    [
      'trusted access of IAM taken away',
      {
        name: 'DisableAWSServiceAccess',
        source: 'organizations.amazonaws.com',
        record: about('iam.amazonaws.com'),
      },
      management,
      { topic: 'central-root', verified: true },
    ],
    [
      'trusted access of another service',
      {
        name: 'DisableAWSServiceAccess',
        source: 'organizations.amazonaws.com',
        record: about('sso.amazonaws.com'),
      },
      management,
      undefined,
    ],
    [
      'a member left',
      { name: 'LeaveOrganization', source: 'organizations.amazonaws.com' },
      elsewhere,
      { topic: 'central-root', verified: true },
    ],
    [
      'all central ones where the place is not known',
      { name: 'DetachPolicy', source: 'organizations.amazonaws.com' },
      refused('AccessDenied'),
      { topic: 'central-root', verified: true },
    ],
  ])('%s', async (_when, event, organization, then) => {
    const { signs, gaps } = await looked([event], organization)
    expect(signs.map(({ topic, verified }) => ({ topic, verified }))).toEqual(then ? [then] : [])
    expect(gaps).toEqual([])
  })

  it('says who, without addresses, and what AWS refused', async () => {
    const { signs } = await looked([
      { name: 'StopLogging', source: 'cloudtrail.amazonaws.com', record: user('mia@corp.example') },
      {
        name: 'DeleteTrail',
        source: 'cloudtrail.amazonaws.com',
        record: { ...user('mia'), errorCode: 'AccessDenied' },
      },
      {
        name: 'UpdateTrail',
        source: 'cloudtrail.amazonaws.com',
        record: {
          userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'ci' } } },
        },
      },
    ])
    expect(signs.map(({ name, by, refused: was }) => [name, by, was]).sort()).toEqual([
      ['DeleteTrail', 'user mia', true],
      ['StopLogging', 'user m...@corp.example', undefined],
      ['UpdateTrail', 'role ci', undefined],
    ])
  })

  it('looks in other Regions for trails alone', async () => {
    const stopped = { name: 'StopLogging', source: 'cloudtrail.amazonaws.com', region: 'eu-west-1' }
    const { signs } = await looked([stopped], standalone, 'eu-west-1')
    expect(signs.map(({ name, region }) => [name, region])).toEqual([['StopLogging', 'eu-west-1']])
    expect((await looked([stopped])).signs).toEqual([])
  })

  it('says of each thing that it could not be looked for', async () => {
    const { signs, gaps } = await accountSigns(
      fakeSource({ 'organizations:DescribeOrganization': standalone }).source,
      'us-east-1',
    )
    expect(signs).toEqual([])
    const whats = gaps.map(({ what }) => what)
    expect(whats).toEqual(
      expect.arrayContaining([
        'StopLogging',
        'PasswordRecoveryRequested',
        'changes of budgets',
        'changes of account details',
      ]),
    )
    expect(
      gaps.every(({ because }) => 'state' in because && because.needs.includes('cloudtrail:LookupEvents')),
    ).toBe(true)
  })
})

describe('what root does to itself', () => {
  const event = (name: string, over: Partial<RootEvent> = {}): RootEvent => ({
    id: '1',
    at,
    name,
    source: 'iam.amazonaws.com',
    kind: 'session',
    ...over,
  })
  it.each<[when: string, event: RootEvent, then: string | undefined]>([
    ['a key for itself', event('CreateAccessKey'), 'credentials'],
    ['a key for a user', event('CreateAccessKey', { about: 'mia' }), undefined],
    ['a device taken off', event('DeactivateMFADevice'), 'credentials'],
    ['a password', event('ChangePassword'), 'password'],
    ['a central clean-up', event('DeleteAccessKey', { kind: 'assumed-root' }), undefined],
    ['recovery allowed again centrally', event('CreateLoginProfile', { kind: 'assumed-root' }), 'password'],
    ['AWS itself', event('CreateAccessKey', { kind: 'service' }), undefined],
    [
      'another service of that operation',
      event('CreateAccessKey', { source: 'lightsail.amazonaws.com' }),
      undefined,
    ],
    ['a name that objects have', event('toString'), undefined],
  ])('%s', (_when, given, then) => {
    expect(signsOfRoot([given]).map(({ topic }) => topic)).toEqual(then ? [then] : [])
  })
})
