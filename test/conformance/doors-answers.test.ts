/**
 * What an audit asks, asked again through a plain door and through shared ones: the same answers, refusals and counts,
 * over sockets and within the process, in good weather and bad.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { assessOptions, connect } from '../../src/api/connect.ts'
import { auditPermissions } from '../../src/api/permissions.ts'
import { type Door, type DoorOptions, openDoor, type Operation, permissionFor } from '../../src/aws/index.ts'
import { assess } from '../../src/engine/assess.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type SandboxOptions, type World } from '../../src/sandbox/index.ts'
import type { AwsAction, Configuration } from '../../src/model/index.ts'
import { began } from '../support/audit.ts'
import { environment } from '../support/environment.ts'
import { permittedWorlds } from '../support/permitted-worlds.ts'
import { sharedDoor, type Way } from '../support/ways.ts'

interface Asked {
  operation: Operation
  input: object
  region?: string
}

const place = { region: 'us-east-1', partition: 'aws', globalRegion: 'us-east-1' }

/** What is asked of AWS in an audit of a world, in order. */
async function askedInAudit(world: World, now: string, configuration: Configuration = {}): Promise<Asked[]> {
  const sandbox = await createSandbox({ world, port: false, now })
  const connected = await connect({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: place.region,
    credentials: async () => sandbox.credentials(),
  })
  const asked: Asked[] = []
  const door: Door = {
    ...connected.door,
    call(operation, input, where = {}) {
      asked.push({ operation, input: input as object, ...where })
      return connected.door.call(operation, input, where)
    },
  }
  await assess(await assessOptions({ now: new Date(now), configuration }, { ...connected, door }))
  connected.door.close()
  return asked
}

/** Opens a way to a sandbox; it ends with the test. */
async function wayTo(
  open: Way,
  world: World,
  { within, ...serve }: Partial<SandboxOptions> & { within?: boolean },
  options: Partial<DoorOptions> = {},
) {
  const sandbox = await createSandbox({ world, ...(within ? { port: false } : {}), ...serve })
  const credentials = sandbox.credentials()
  const door = open({
    place,
    credentials: async () => credentials,
    endpoint: sandbox.url,
    ...(within ? { requestHandler: sandbox.requestHandler } : {}),
    ...options,
  })
  onTestFinished(async () => {
    door.close()
    await sandbox.close()
  })
  return door
}

/** An answer without what differs from one request to the next. */
async function answerOf(door: Door, { operation, input, region }: Asked) {
  const answer = await door.call(operation, input as never, region ? { region } : {})
  const { at, ...said } = answer
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
  const told = JSON.stringify(said)
    .replace(/"(requestId":"[^"]*"|totalRetryDelay":\d+),?/g, '')
    .replaceAll(',}', '}')
    // The SDK's middleware tells developers where to look; that is no message for a person.
    .replace(/\\n {2}Deserialization error: [^"]*\./, '')
  return JSON.parse(told) as object
}

const counts = (door: Door) => ({ ...door.meter.count(), seconds: 0 })

const seen = new Set<AwsAction>()

describe.each(Object.entries(permittedWorlds))(
  'what an audit asks of %s',
  (_name, { make, now, before, configuration }) => {
    /** The world as it is when it is looked at. */
    const prepared = async () => {
      const world = await make()
      if (before) await askedInAudit(world, before, configuration)
      return world
    }

    it('has the same answers through every door', async () => {
      environment()
      const asked = await askedInAudit(await prepared(), now, configuration)
      for (const { operation } of asked) seen.add(permissionFor(operation))
      const transcripts = []
      for (const [open, within] of [
        [openDoor, false],
        [sharedDoor, false],
        [sharedDoor, true],
      ] as const) {
        const door = await wayTo(open, await prepared(), { within, now })
        const answers = []
        for (const one of asked) answers.push([one.operation, await answerOf(door, one)])
        transcripts.push({ answers, counts: counts(door) })
      }
      expect(transcripts[0]!.answers.length).toBeGreaterThan(15)
      expect(transcripts[1]).toEqual(transcripts[0])
      expect(transcripts[2]).toEqual(transcripts[0])
    })
  },
)

it('that is everything an audit may ask', () => {
  // It has a client of its own, and its world is in none of these.
  expect(auditPermissions().filter((action) => !seen.has(action) && !action.startsWith('freetier:'))).toEqual(
    [],
  )
})

/** One read for each way of speaking to AWS: query, JSON, and REST. */
const one: Asked[] = [
  { operation: 'iam:GetAccountSummary', input: {} },
  { operation: 'iam:GetAccountAuthorizationDetails', input: { Filter: ['User'] } },
  { operation: 'iam:GetLoginProfile', input: { UserName: 'nobody' } },
  { operation: 'sts:GetCallerIdentity', input: {} },
  { operation: 'sns:ListTopics', input: {} },
  { operation: 'organizations:DescribeOrganization', input: {} },
  { operation: 'budgets:DescribeBudgets', input: { AccountId: '111111111111' } },
  { operation: 'cloudtrail:DescribeTrails', input: {} },
  {
    operation: 'ce:GetCostAndUsage',
    input: {
      TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
    },
  },
  { operation: 'sso:ListInstances', input: {} },
  { operation: 'events:ListRules', input: {} },
  { operation: 'kms:ListAliases', input: {} },
  { operation: 'backup:ListBackupVaults', input: {} },
  { operation: 'identitystore:ListUsers', input: { IdentityStoreId: 'd-1234567890' } },
  { operation: 'account:GetContactInformation', input: {} },
  { operation: 'account:GetAlternateContact', input: { AlternateContactType: 'SECURITY' } },
]

const weather: [when: string, faults: SandboxOptions['faults'], options: Partial<DoorOptions>][] = [
  ['good weather', {}, {}],
  ['everything is denied', 'deny=*', {}],
  ['everything is throttled', 'throttle=1', { maxAttempts: 2 }],
  ['everything fails', '5xx=1', { maxAttempts: 3 }],
  ['every connection is cut', 'drop=1', { maxAttempts: 3 }],
  ['a proxy answers with a page', 'html=*', {}],
  ['nothing is offered', '501=*', {}],
  ['nothing answers', 'hang=*', { timeoutMs: 200 }],
  ['the credentials expire after the first call', 'expire-after=1', {}],
  ['the first attempts fail', { operations: [{ kind: '5xx', operation: '*', times: 20 }] }, {}],
  ['the first attempts are throttled', { operations: [{ kind: 'throttle', operation: '*', times: 2 }] }, {}],
  [
    'nobody knows the credentials',
    {},
    { credentials: async () => ({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }) },
  ],
  [
    'the secret is another one',
    {},
    { credentials: async () => ({ accessKeyId: 'AKIASANDBOX000000001', secretAccessKey: 'x' }) },
  ],
]

describe.each(weather)('where %s', (when, faults, options) => {
  it('the same is made of it through every door', async () => {
    environment()
    const transcripts = []
    for (const [open, within] of [
      [openDoor, false],
      [sharedDoor, false],
      [sharedDoor, true],
    ] as const) {
      const world = newWorld({ scenario: 'test', began })
        .account('111111111111', (a) => a.user('mia', (u) => u.admin().key().isCaller()))
        .build()
      const door = await wayTo(open, world, { within, faults, now: began }, options)
      // Faults that end hit one after the other alike; those that stay hit all at once.
      const asked = /first/.test(when)
        ? await inTurn(one, (call) => answerOf(door, call))
        : await Promise.all(one.map((call) => answerOf(door, call)))
      transcripts.push({
        answers: one.map(({ operation }, i) => [operation, asked[i]]),
        counts: counts(door),
      })
    }
    expect(transcripts[1]).toEqual(transcripts[0])
    expect(transcripts[2]).toEqual(transcripts[0])
  })
})

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const item of items) done.push(await work(item))
  return done
}
