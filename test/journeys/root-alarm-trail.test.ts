/** Where no trail logs: one that stands is mended, else one is made, and the alarm with it in one go; all of it taken back. */
import { describe, expect, it } from 'vitest'
import { type Configuration, type Plan, UserError } from '../../src/index.ts'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { rootAlarm as wholeAlarm } from '../../src/sandbox/scenarios/parts/root-alarm.ts'
import { type Stage, stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'

const control = 'root-use-raises-an-alarm'
const id = '111111111111'
const OTHER = '222222222222'
const emails = ['mia.example@posteo.example', 'pat@mail.example']
const bucket = `neverroot-trail-${id}-us-east-1`
const arn = `arn:aws:cloudtrail:us-east-1:${id}:trail/neverroot-trail`

const made = (describe: (a: AccountBuilder) => unknown) =>
  newWorld({ scenario: 'test', began }).account(id, (a) => {
    a.named('lab')
      .created(900)
      .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession())
    describe(a)
  })
const account = (describe: (a: AccountBuilder) => unknown): World => made(describe).build()
/** Everything but the trail stands already. */
const onlyTrail = (describe: (a: AccountBuilder) => unknown): World =>
  account((a) => {
    wholeAlarm(a, emails)
    describe(a)
  })

const stage = (world: World, more: Configuration = {}, serve = {}) =>
  stageOf(world, { only: [control], configuration: { alerts: { emails }, ...more }, serve })
const itemOf = (plan: Plan) => plan.items.find((item) => item.control === control)!
const calls = (plan: Plan) => plan.items.flatMap((item) => item.steps.map((s) => s.action))
const ofTrail = (plan: Plan) => calls(plan).filter((call) => /^(s3|cloudtrail|organizations):/.test(call))
const statusOf = async ({ audit }: Stage) => (await audit()).findings.find((f) => f.control === control)!
const bad = ({ outcomes }: { outcomes: readonly { result: string }[] }) =>
  outcomes.filter((o) => !['applied', 'waiting', 'already-so'].includes(o.result))
const confirmAll = (world: World) => {
  for (const topic of world.accounts[id]!.topics)
    for (const one of topic.subscriptions)
      Object.assign(one, { confirmed: true, authenticatedUnsubscribe: true })
}

const makes = [
  's3:CreateBucket',
  's3:PutPublicAccessBlock',
  's3:PutBucketPolicy',
  's3:PutBucketLifecycleConfiguration',
  'cloudtrail:CreateTrail',
  'cloudtrail:StartLogging',
]

describe('an account without any trail', () => {
  it('gets trail and alarm in one plan, passes, and gives back all but the log files', async () => {
    const world = account(() => undefined)
    const at = await stage(world)
    expect((await statusOf(at)).status).toBe('fail')
    const plan = await at.plan()
    expect(calls(plan).slice(0, makes.length)).toEqual(makes)
    expect(calls(plan)).toEqual(
      expect.arrayContaining(['sns:CreateTopic', 'events:PutRule', 'iam:CreateRole']),
    )
    expect(itemOf(plan).costs).toBe(
      'the storage of log files in S3, for 365 days; the first copy of management events is free of charge',
    )

    expect(bad(await at.apply(plan))).toEqual([])
    expect(world.accounts[id]!.trails).toMatchObject([
      { name: 'neverroot-trail', multiRegion: true, logging: true, logFileValidation: true, bucket },
    ])
    expect(calls(await at.plan())).toEqual([])
    confirmAll(world)
    expect((await statusOf(at)).status).toBe('pass')
    expect((await at.plan()).items).toEqual([])

    const undone = await at.undo()
    expect(bad(undone)).toEqual([])
    expect(undone.shown.lasting.join()).toContain(`bucket ${bucket}`)
    const { trails, eventRules, topics } = world.accounts[id]!
    expect([trails, eventRules, topics]).toEqual([[], [], []])
    expect(world.buckets).toMatchObject([{ name: bucket, objects: [`AWSLogs/${id}/CloudTrail/`] }])

    // The bucket that stayed is used again.
    const again = await at.plan()
    expect(ofTrail(again)).toEqual(makes)
    expect(bad(await at.apply(again))).toEqual([])
    expect(world.accounts[id]!.trails[0]!.logging).toBe(true)
  })

  it('takes the bucket and the days that the configuration names', async () => {
    const world = onlyTrail(() => undefined)
    const at = await stage(world, { trail: { bucket: 'neverroot-trail-lab', keepDays: 2555 } })
    const plan = await at.plan()
    expect(calls(plan)).toEqual(makes)
    expect(bad(await at.apply(plan))).toEqual([])
    expect(world.buckets![0]).toMatchObject({
      name: 'neverroot-trail-lab',
      lifecycleRules: [{ Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 2555 } }],
    })
    expect((await statusOf(at)).status).toBe('pass')
  })

  it('says that the name of the bucket is taken, makes nothing more, and goes on under another one', async () => {
    const world = made((a) => wholeAlarm(a, emails))
      .account(OTHER, (a) => a.bucket(bucket))
      .build()
    const at = await stage(world)
    const applied = await at.apply(await at.plan())
    expect(applied.outcomes[0]).toMatchObject({ action: 's3:CreateBucket', result: 'refused' })
    expect(applied.outcomes[0]!.message).toContain('name another one under trail.bucket')
    expect(world.accounts[id]!.trails).toEqual([])
    expect(world.buckets).toMatchObject([{ owner: OTHER }])
    const named = await stageOf(world, {
      only: [control],
      configuration: { alerts: { emails }, trail: { bucket: 'neverroot-trail-other' } },
    })
    expect(bad(await named.apply(await named.plan()))).toEqual([])
    expect((await statusOf(named)).status).toBe('pass')
  })

  it("leaves a bucket's policy that somebody else wrote", async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Ours', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${bucket}` },
      ],
    })
    const world = onlyTrail((a) => a.bucket(bucket, { policy: policy.replace('s3:*', 's3:DeleteBucket') }))
    const applied = await (async (at: Stage) => at.apply(await at.plan()))(await stage(world))
    const refused = applied.outcomes.find((o) => o.result === 'refused')!
    expect(refused).toMatchObject({ action: 's3:PutBucketPolicy' })
    expect(refused.message).toContain('a policy that neverroot did not write')
    expect(world.accounts[id]!.trails).toEqual([])
  })

  it.each([
    ['s3:CreateBucket', []],
    ['s3:PutBucketPolicy', makes.slice(0, 2)],
    ['cloudtrail:CreateTrail', makes.slice(0, 4)],
    ['cloudtrail:StartLogging', makes.slice(0, 5)],
  ])('stops where %s is denied, and carries on once it may', async (denied, done) => {
    const world = onlyTrail(() => undefined)
    const at = await stage(world, {}, { faults: `deny=${denied}` })
    const applied = await at.apply(await at.plan())
    // A new bucket lets no public in already.
    expect(
      applied.outcomes.filter((o) => /^(applied|already-so)$/.test(o.result)).map((o) => o.action),
    ).toEqual(done)
    const refused = applied.outcomes.find((o) => o.result === 'refused')!
    expect([refused.action, refused.message]).toEqual([
      denied,
      expect.stringContaining('was denied') as string,
    ])
    const later = await stageOf(world, { only: [control], configuration: { alerts: { emails } } })
    expect(bad(await later.apply(await later.plan()))).toEqual([])
    expect((await statusOf(later)).status).toBe('pass')
  })

  it.each([...makes])(
    'was cut off in %s: the run is carried on with, and nothing is made twice',
    async (cut) => {
      const world = onlyTrail(() => undefined)
      const at = await stage(world, {}, { faults: `lost=${cut}` })
      const stop = new AbortController()
      const plan = await at.plan()
      await at
        .apply(plan, {
          signal: stop.signal,
          host: {
            notify({ code, data }) {
              if (code === 'call' && (data as { operation?: string }).operation === cut) stop.abort()
            },
          },
        })
        .catch((error: unknown) => error)
      const later = await stageOf(world, {
        only: [control],
        configuration: { alerts: { emails } },
        folder: at.folder,
      })
      const resumed = await later.apply('resume').catch((error: unknown) => error)
      // A run whose last call was under way when it was cut off is over.
      if (resumed instanceof UserError) expect(resumed.code).toBe('nothing-to-resume')
      expect((await statusOf(later)).status).toBe('pass')
      expect(world.buckets!.length).toBe(1)
      expect(world.accounts[id]!.trails.length).toBe(1)
    },
  )
})

describe('a trail that stands', () => {
  const writes = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }]
  const data = [
    {
      ReadWriteType: 'All',
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::secret/'] }],
      ExcludeManagementEventSources: [],
    },
  ]
  const cases: [when: string, describe: (a: AccountBuilder) => unknown, calls: string[]][] = [
    ['is off', (a) => a.trail('old', { logging: false }), ['StartLogging']],
    ['logs writes alone', (a) => a.trail('old', { selectors: writes }), ['PutEventSelectors']],
    ['logs data alone', (a) => a.trail('old', { selectors: data }), ['PutEventSelectors']],
    [
      'leaves root out',
      (a) =>
        a.trail('old', {
          advancedSelectors: [
            {
              Name: 'no root',
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Management'] },
                { Field: 'userIdentity.arn', NotEndsWith: [':root'] },
              ],
            },
          ],
        }),
      ['PutEventSelectors'],
    ],
    ['is for one Region', (a) => a.trail('old', { multiRegion: false }), ['UpdateTrail']],
    [
      'is for one Region, and another one than that of sign-in',
      (a) => a.trail('old', { multiRegion: false, homeRegion: 'eu-west-1' }),
      ['UpdateTrail'],
    ],
    [
      'is all of that',
      (a) => a.trail('old', { multiRegion: false, logging: false, selectors: writes }),
      ['UpdateTrail', 'PutEventSelectors', 'StartLogging'],
    ],
    [
      'is the nearer one of two',
      (a) => a.trail('far', { logging: false, selectors: writes }).trail('old', { logging: false }),
      ['StartLogging'],
    ],
  ]
  it.each(cases)('%s: mended, and brought back', async (_when, describe, wanted) => {
    const world = onlyTrail(describe)
    const before = structuredClone(world.accounts[id]!.trails)
    const at = await stage(world)
    expect((await statusOf(at)).status).toBe('fail')
    const plan = await at.plan()
    expect(calls(plan)).toEqual(wanted.map((call) => `cloudtrail:${call}`))
    expect(bad(await at.apply(plan))).toEqual([])
    expect((await statusOf(at)).status).toBe('pass')
    expect((await at.plan()).items).toEqual([])
    expect(bad(await at.undo())).toEqual([])
    const plain = (trails: World['accounts'][string]['trails']) =>
      trails.map(({ name, multiRegion, logging, selectors, advancedSelectors }) => [
        name,
        multiRegion,
        logging,
        selectors?.map((s) => [s.ReadWriteType, s.IncludeManagementEvents, s.DataResources]),
        advancedSelectors,
      ])
    expect(plain(world.accounts[id]!.trails)).toEqual(plain(before))
    expect((await statusOf(at)).status).toBe('fail')
  })

  it('keeps the data events that it logs', async () => {
    const world = onlyTrail((a) => a.trail('old', { selectors: data }))
    const at = await stage(world)
    await at.apply(await at.plan())
    expect(world.accounts[id]!.trails[0]!.selectors).toMatchObject([
      { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] },
      data[0],
    ])
  })

  it('of AWS Control Tower is not touched: how it is put right there, and what a second one costs', async () => {
    const at = await stage(
      onlyTrail((a) => a.trail('aws-controltower-BaselineCloudTrail', { selectors: writes })),
    )
    const item = itemOf(await at.plan())
    expect(item.steps).toEqual([])
    expect(item.procedure!.steps.join()).toContain('belongs to AWS Control Tower')
    expect(item.procedure!.steps.join()).toContain('about 2 USD for 100,000 events')
    expect(item.waiting!.join()).toContain('first a trail must log management events')
  })

  it('may not be seen: nothing is planned', async () => {
    const at = await stage(
      onlyTrail(() => undefined),
      {},
      { faults: 'deny=cloudtrail:ListTrails' },
    )
    const item = itemOf(await at.plan())
    expect(item.steps).toEqual([])
    expect(item.waiting!.join()).toContain('cloudtrail:ListTrails was denied')
  })

  it('makes five in the Region by the time it is applied: said so, and nothing is lost', async () => {
    const world = onlyTrail(() => undefined)
    const at = await stage(world)
    const plan = await at.plan()
    const { trails } = world.accounts[id]!
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5'])
      trails.push({
        name,
        homeRegion: 'us-east-1',
        multiRegion: false,
        organization: false,
        globalServiceEvents: true,
        bucket: 'elsewhere',
        logging: false,
      })
    const refused = await at.apply(plan).catch((error: unknown) => error)
    expect((refused as UserError).code).toBe('facts-moved')
    expect(world.buckets ?? []).toEqual([])
  })
})

describe('a plan that somebody wrote', () => {
  const trail = arn
  const step = (action: string, input: object) => ({ action, input })
  it.each<[what: string, change: { action: string; input: object }]>([
    [
      'sends the log elsewhere',
      step('cloudtrail:CreateTrail', { Name: 'neverroot-trail', S3BucketName: 'mine' }),
    ],
    ['moves a trail', step('cloudtrail:UpdateTrail', { Name: trail, S3BucketName: 'neverroot-trail-x' })],
    ['stops a trail', step('cloudtrail:StopLogging', { Name: trail })],
    ['deletes a trail', step('cloudtrail:DeleteTrail', { Name: trail })],
    [
      'lets somebody read the log',
      step('s3:PutBucketPolicy', {
        Bucket: bucket,
        Policy: JSON.stringify({
          Statement: [{ Effect: 'Allow', Principal: { AWS: OTHER }, Action: 's3:*' }],
        }),
      }),
    ],
    [
      'lets the log go after a day',
      step('s3:PutBucketLifecycleConfiguration', {
        Bucket: bucket,
        LifecycleConfiguration: { Rules: [{ Expiration: { Days: 1 } }] },
      }),
    ],
  ])('and that %s is none of ours', async (_what, change) => {
    const { unvetted } = await import('../../src/engine/apply/vet.ts')
    expect(unvetted({ ...change, account: id } as Parameters<typeof unvetted>[0])).toContain(change.action)
  })
})
