/**
 * The policy that `neverroot permissions audit` prints is enough, and nothing in it is too much: a user who may do
 * nothing else audits every world without one refusal, and misses any single action that is taken away.
 */
import { describe, expect, it } from 'vitest'
import { auditAccount } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { makeAccessKey } from '../../src/sandbox/builder/ids.ts'
import { createSandbox, type World } from '../../src/sandbox/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { allScenarios } from './report.ts'
import { Home, run } from './run.ts'

const began = '2026-11-23T06:30:00.000Z'

interface Policy {
  Version: string
  Statement: { Sid: string; Effect: string; Action: string[]; Resource: string }[]
}

const policy = JSON.parse((await run(['permissions', 'audit'])).stdout) as Policy
const actions = policy.Statement.flatMap((statement) => statement.Action)

const one = '111111111111'
const two = '222222222222'

/** What no scenario has: an organization, seen by a delegated administrator, with a spend alarm behind a key of its own. */
function delegated(): World {
  return newWorld({ scenario: 'delegated', began })
    .account(two, (a) => {
      a.named('audit')
        .root({ password: { lastUsed: 400 } })
        .key()
      const topic = a.topicArn('spend')
      const kmsKeyId = a.account.keys[0]!.arn
      a.topic('spend', {
        publishers: ['budgets.amazonaws.com'],
        emails: [{ address: 'a@corp.example' }],
        kmsKeyId,
      })
      a.budget('Daily', { period: 'DAILY', limit: 10, at: 100, type: 'ACTUAL', recipients: [topic] })
    })
    .account(one)
    .organization(one, (o) => o.member(two).delegate(two, 'account.amazonaws.com'))
    .build()
}

/** A second look with the credential report of three hours ago, since when somebody may have got a password. */
async function lookedAtBefore(): Promise<World> {
  const world = newWorld({ scenario: 'before', began })
    .account(one, (a) =>
      a
        .root({ password: { lastUsed: 400 } })
        .user('mia', (u) => u.admin().console({ lastUsed: 1 }))
        .user('pipeline', (u) => u.admin().key()),
    )
    .build()
  await refused(world, actions, began)
  return world
}

const later = '2026-11-23T09:30:00.000Z'
const worlds: Record<string, { make(): Promise<World> | World; now?: string }> = {
  ...Object.fromEntries(allScenarios.map((name) => [name, { make: () => makeScenario(name, began) }])),
  'a member account that is delegated administrator': { make: delegated },
  'an account looked at three hours before': { make: lookedAtBefore, now: later },
}

/** Audits a world as a user who has exactly these actions; gives the calls that were refused. */
async function refused(world: World, allowed: readonly string[], now = began): Promise<string[]> {
  const account = Object.values(world.accounts)[0]!
  const key = makeAccessKey(world, { status: 'Active', created: began })
  account.iam.users = account.iam.users.filter((user) => user.name !== 'auditor')
  account.iam.users.push({
    name: 'auditor',
    path: '/',
    id: 'AIDASANDBOXAUDITOR00',
    created: began,
    accessKeys: [key],
    mfaDevices: [],
    groups: [],
    attached: [],
    inline: { audit: { ...policy, Statement: [{ ...policy.Statement[0], Action: allowed }] } },
    tags: {},
  })
  // What AWS itself denies to everybody is no lack of permission.
  const managed = world.behaviour.awsManagedPolicies
    ? ['account:GetContactInformation', 'account:GetAlternateContact']
    : []
  const denied: string[] = []
  const sandbox = await createSandbox({
    world,
    now,
    onRequest: ({ error, operation }) => {
      if (/AccessDenied/.test(error ?? '') && !managed.includes(operation)) denied.push(operation)
    },
  })
  try {
    const credentials = sandbox.credentials(key.id)
    const report = await auditAccount({
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: async () => credentials,
      now: new Date(now),
      as: 'business',
    })
    expect(report.head.caller.arn).toMatch(/user\/auditor$/)
  } finally {
    await sandbox.close()
  }
  return denied
}

describe('neverroot permissions audit', () => {
  it('prints one policy document of read actions, sorted, and nothing else', async () => {
    expect(policy.Version).toBe('2012-10-17')
    expect(policy.Statement).toHaveLength(1)
    expect(policy.Statement[0]).toMatchObject({ Effect: 'Allow', Resource: '*' })
    expect(actions).toEqual([...new Set(actions)].sort())
    // GenerateCredentialReport makes a report, and changes nothing (Service Authorization Reference: Read).
    const reads = /^[a-z-]+:(Get|List|Describe|Lookup|View|Search|GenerateCredentialReport$)/
    expect(actions.filter((action) => !reads.test(action))).toEqual([])
  })

  it('--output writes the same to a file', async () => {
    const home = new Home()
    await run(['permissions', 'audit', '--output', 'policy.json'], { home })
    expect(JSON.parse(home.files(home.work)[0]![1])).toEqual(policy)
    home.remove()
  })

  it.each(Object.keys(worlds))('is enough for %s', async (name) => {
    const { make, now } = worlds[name]!
    expect(await refused(await make(), actions, now)).toEqual([])
  })

  it.each(actions)('has %s because an audit needs it', async (action) => {
    const rest = actions.filter((other) => other !== action)
    for (const { make, now } of Object.values(worlds))
      if ((await refused(await make(), rest, now)).length > 0) return
    expect.fail(`no world has a call that needs ${action}`)
  })
})
