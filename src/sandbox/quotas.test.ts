import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account'
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { describe, expect, it } from 'vitest'
import { createSandbox, makeScenario, type SandboxOptions } from './index.ts'
import { Quotas, type Drawn } from './quotas.ts'

const BEGAN = '2026-11-23T06:30:00.000Z'
const drawn = (service: string, operation: string, more: Partial<Drawn> = {}): Drawn => ({
  service,
  operation,
  caller: '111111111111',
  region: 'us-east-1',
  organization: undefined,
  input: {},
  ...more,
})

describe('quotas', () => {
  /** How many of many requests at once are let through, and how many more ten seconds later. */
  function through(...kinds: Drawn[]): [number, number] {
    let now = 0
    const quotas = new Quotas(() => now)
    const count = () =>
      Array.from({ length: 2000 }, (_, i) => quotas.take(kinds[i % kinds.length]!)).filter(Boolean).length
    const first = count()
    now = 10_000
    return [first, count()]
  }
  const other = { caller: '222222222222' }
  const one = { organization: 'o-1' }

  it.each<[when: string, drawn: Drawn[], first: number, tenSecondsLater: number]>([
    ['ListAccounts of one account', [drawn('organizations', 'ListAccounts')], 12, 12],
    [
      'ListAccounts of two accounts of one organization',
      [
        drawn('organizations', 'ListAccounts', one),
        drawn('organizations', 'ListAccounts', { ...one, ...other }),
      ],
      15,
      15,
    ],
    ['GetContactInformation', [drawn('account', 'GetContactInformation')], 15, 15],
    [
      'the contacts of different members, which the caller pays for',
      [
        drawn('account', 'GetAlternateContact', { input: { AccountId: '222222222222' } }),
        drawn('account', 'GetAlternateContact', { input: { AccountId: '333333333333' } }),
      ],
      15,
      15,
    ],
    [
      'the contacts that two accounts ask for, each of itself',
      [drawn('account', 'GetAlternateContact'), drawn('account', 'GetAlternateContact', other)],
      30,
      30,
    ],
    ['CloseAccount, one in twenty seconds', [drawn('organizations', 'CloseAccount')], 1, 0],
    ['starts of an e-mail change of one target', [drawn('account', 'StartPrimaryEmailUpdate')], 1, 1],
    [
      'STS operations, which share',
      [drawn('sts', 'AssumeRole'), drawn('sts', 'GetCallerIdentity')],
      600,
      600,
    ],
    [
      'STS in two Regions',
      [drawn('sts', 'AssumeRole'), drawn('sts', 'AssumeRole', { region: 'eu-west-1' })],
      1200,
      1200,
    ],
    ['AssumeRoot, of which nothing is published', [drawn('sts', 'AssumeRoot')], 2000, 2000],
    ['IAM, of which nothing is published', [drawn('iam', 'GetAccountSummary')], 2000, 2000],
    ['LookupEvents', [drawn('cloudtrail', 'LookupEvents')], 2, 2],
    ['Identity Center', [drawn('sso', 'ListInstances'), drawn('sso', 'ListPermissionSets')], 20, 20],
  ])('%s', (_when, kinds, first, later) => {
    expect(through(...kinds)).toEqual([first, later])
  })

  it('take from no bucket where one is empty', () => {
    let now = 0
    const quotas = new Quotas(() => now)
    const start = drawn('account', 'StartPrimaryEmailUpdate', { input: { AccountId: '222222222222' } })
    const taken: boolean[] = []
    for (; taken.length < 5; now += 1000) taken.push(quotas.take(start))
    expect(taken, 'three in 30 seconds').toEqual([true, true, true, false, false])
    now = 30_000
    expect(quotas.take(start)).toBe(true)
  })
})

describe('a sandbox', () => {
  async function open(options: Partial<SandboxOptions>) {
    const world = await makeScenario('startup', BEGAN)
    const sandbox = await createSandbox({ world, now: BEGAN, port: false, ...options })
    const settings = {
      endpoint: 'http://sandbox.invalid',
      region: 'us-east-1',
      requestHandler: sandbox.requestHandler as never,
      credentials: sandbox.credentials(),
      maxAttempts: 1,
    }
    return { world, settings }
  }

  it.each<[when: string, quotas: 'aws' | undefined, throttled: boolean]>([
    ['keeps to the quotas when asked to', 'aws', true],
    ['has none by default', undefined, false],
  ])('%s', async (_when, quotas, throttled) => {
    const { settings } = await open({ quotas })
    const organizations = new OrganizationsClient(settings)
    const account = new AccountClient(settings)
    const trail = new CloudTrailClient(settings)
    const iam = new IAMClient(settings)
    const refusals = async (times: number, send: () => Promise<unknown>) => {
      const all = await Promise.allSettled(Array.from({ length: times }, send))
      const errors = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      return new Set(errors.map((e) => `${e.name} ${e.$metadata.httpStatusCode}`))
    }
    const only = (error: string) => new Set(throttled ? [error] : [])
    expect(await refusals(30, () => organizations.send(new ListAccountsCommand({})))).toEqual(
      only('TooManyRequestsException 429'),
    )
    expect(await refusals(8, () => organizations.send(new DescribeOrganizationCommand({})))).toEqual(
      only('TooManyRequestsException 429'),
    )
    expect(await refusals(40, () => account.send(new GetContactInformationCommand({})))).toEqual(
      only('TooManyRequestsException 429'),
    )
    expect(await refusals(8, () => trail.send(new LookupEventsCommand({})))).toEqual(
      only('ThrottlingException 429'),
    )
    expect(await refusals(60, () => iam.send(new GetAccountSummaryCommand({})))).toEqual(new Set())
  })

  it('lets parallel answers wait in parallel', async () => {
    const { settings } = await open({ latencyMs: 150 })
    const iam = new IAMClient(settings)
    const before = performance.now()
    await Promise.all(Array.from({ length: 20 }, () => iam.send(new GetAccountSummaryCommand({}))))
    const took = performance.now() - before
    expect(took).toBeGreaterThan(140)
    expect(took).toBeLessThan(1500)
  })
})
