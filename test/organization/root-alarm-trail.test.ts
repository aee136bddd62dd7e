/** One trail for all accounts, where members' use of root is heard at one place and none logs it yet. */
import { describe, expect, it } from 'vitest'
import type { Configuration, Plan } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { badIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'

const control = 'root-use-raises-an-alarm'
const CENTRE = '111111111111'
const MEMBERS = ['222222222222', '333333333333']
const emails = ['mia@corp.example', 'pat@corp.example']

const declared: Configuration = { alerts: { emails }, organization: { alarmAccount: CENTRE } }

function world(describe: (world: World) => unknown = () => undefined): World {
  const made = newWorld({ scenario: 'trail', began }).account(CENTRE, (a) =>
    a
      .named('payer')
      .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()),
  )
  for (const id of MEMBERS) made.account(id, (a) => memberRole(a, CENTRE))
  const built = made
    .organization(CENTRE, (o) => {
      for (const id of MEMBERS) o.member(id)
    })
    .build()
  describe(built)
  return built
}

const staged = (given = world(), configuration = declared) =>
  companyOf(given, { only: [control], configuration })
const callsOf = ({ items }: Plan, id: string) =>
  items.filter(({ subject }) => subject.id === id).flatMap(({ steps }) => steps.map(({ action }) => action))
const statuses = async ({ audit }: Company) =>
  Object.fromEntries(
    (await audit()).findings.filter((f) => f.control === control).map((f) => [f.subject.id, f.status]),
  )
const confirmAll = ({ accounts }: World) => {
  for (const one of accounts[CENTRE]!.topics.flatMap(({ subscriptions }) => subscriptions))
    Object.assign(one, { confirmed: true, authenticatedUnsubscribe: true })
}

describe('an organization without any trail', () => {
  it('gets one for all accounts from the management account, members are heard through it, and it is taken back', async () => {
    const company = await staged()
    const first = await company.plan()
    expect(callsOf(first, CENTRE).filter((call) => /^(organizations|s3|cloudtrail):/.test(call))).toEqual([
      'organizations:EnableAWSServiceAccess',
      's3:CreateBucket',
      's3:PutPublicAccessBlock',
      's3:PutBucketPolicy',
      's3:PutBucketLifecycleConfiguration',
      'cloudtrail:CreateTrail',
      'cloudtrail:StartLogging',
    ])
    for (const id of MEMBERS) expect(callsOf(first, id)).toEqual([])
    expect(badIn(await company.apply(first))).toEqual({})
    const { accounts, buckets, organization } = company.world
    expect(accounts[CENTRE]!.trails).toMatchObject([{ organization: true, multiRegion: true, logging: true }])
    expect(buckets![0]!.policy).toContain(`/AWSLogs/${organization!.id}/*`)

    confirmAll(company.world)
    const second = await company.plan()
    for (const id of MEMBERS) {
      expect(callsOf(second, id)).toContain('events:PutRule')
      expect(callsOf(second, id).filter((call) => /^(s3|cloudtrail):/.test(call))).toEqual([])
    }
    expect(badIn(await company.apply(second))).toEqual({})
    expect(new Set(Object.values(await statuses(company)))).toEqual(new Set(['pass']))
    expect((await company.plan()).items).toEqual([])

    expect(badIn(await company.undo())).toEqual({})
    expect(new Set(Object.values(await statuses(company)))).not.toEqual(new Set(['pass']))
  })

  it('needs no trusted access where it is on', async () => {
    const company = await staged(
      world((w) => w.organization!.trustedServices.push('cloudtrail.amazonaws.com')),
    )
    const calls = callsOf(await company.plan(), CENTRE)
    expect(calls).not.toContain('organizations:EnableAWSServiceAccess')
    expect(calls).toContain('cloudtrail:CreateTrail')
  })

  it('gets one for the management account alone where nobody says that members are to be heard', async () => {
    const company = await staged(world(), { alerts: { emails } })
    const plan = await company.plan()
    const trail = plan.items
      .flatMap(({ steps }) => steps)
      .find(({ action }) => action === 'cloudtrail:CreateTrail')!
    expect(trail.input).not.toHaveProperty('IsOrganizationTrail')
    expect(callsOf(plan, CENTRE)).not.toContain('organizations:EnableAWSServiceAccess')
  })

  it('whose management account has a trail of its own: members are not given thousands, but a way to one', async () => {
    const given = world((w) => {
      w.accounts[CENTRE]!.trails.push({
        name: 'own',
        homeRegion: 'us-east-1',
        multiRegion: true,
        organization: false,
        globalServiceEvents: true,
        bucket: 'logs',
        logging: true,
      })
    })
    const company = await staged(given)
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
    confirmAll(given)
    const plan = await company.plan()
    for (const id of MEMBERS) {
      const item = plan.items.find(({ subject }) => subject.id === id)!
      expect(item.steps).toEqual([])
      expect(item.procedure!.title).toBe('One trail for the organization first')
      expect(item.waiting!.join()).toContain('first a trail must log management events')
    }
  })
})
