/**
 * The policy that `neverroot permissions audit` prints is enough, and nothing in it is too much: a user who may do
 * nothing else audits every world without one refusal, and misses any single action that is taken away.
 */
import { describe, expect, it } from 'vitest'
import { permissionFor } from '../../src/aws/index.ts'
import { auditAccount, type AwsAction, type Configuration } from '../../src/index.ts'
import { makeAccessKey } from '../../src/sandbox/builder/ids.ts'
import { createSandbox, type World } from '../../src/sandbox/index.ts'
import { permittedWorlds } from '../support/permitted-worlds.ts'
import { began } from '../support/audit.ts'
import { Home, run } from './run.ts'

interface Policy {
  Version: string
  Statement: { Sid: string; Effect: string; Action: string[]; Resource: string }[]
}

const policy = JSON.parse((await run(['permissions', 'audit'])).stdout) as Policy
const actions = policy.Statement.flatMap((statement) => statement.Action)

/** A world, looked at before where its case is about a second look. */
async function worldOf(name: string): Promise<World> {
  const { make, before, configuration } = permittedWorlds[name]!
  const world = await make()
  if (before) await looked(world, actions, before, configuration)
  return world
}

interface Looked {
  refused: string[]
  /** The actions behind all calls. */
  used: Set<string>
}

const wholes = new Map<string, Promise<Looked>>()
/** One look with all actions, for all that is asked about it. */
function whole(name: string): Promise<Looked> {
  const { now, configuration } = permittedWorlds[name]!
  if (!wholes.has(name))
    wholes.set(
      name,
      worldOf(name).then((world) => looked(world, actions, now, configuration)),
    )
  return wholes.get(name)!
}

/** Audits a world as a user who has exactly these actions. */
async function looked(
  world: World,
  allowed: readonly string[],
  now: string,
  configuration: Configuration = {},
): Promise<Looked> {
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
  const refused: string[] = []
  const used = new Set<string>()
  const sandbox = await createSandbox({
    world,
    now,
    onRequest: ({ error, operation }) => {
      used.add(permissionFor(operation as AwsAction))
      if (/AccessDenied|UnauthorizedOperation/.test(error ?? '') && !managed.includes(operation))
        refused.push(operation)
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
      configuration,
    })
    expect(report.head.caller.arn).toMatch(/user\/auditor$/)
  } finally {
    await sandbox.close()
  }
  return { refused, used }
}

describe('neverroot permissions audit', () => {
  it('prints one policy document of read actions, sorted, and nothing else', async () => {
    expect(policy.Version).toBe('2012-10-17')
    expect(policy.Statement).toHaveLength(1)
    expect(policy.Statement[0]).toMatchObject({ Effect: 'Allow', Resource: '*' })
    expect(actions).toEqual([...new Set(actions)].sort())
    // GenerateCredentialReport makes a report, and changes nothing (Service Authorization Reference: Read).
    const reads = /^[a-z0-9-]+:(Get|List|Describe|Lookup|View|Search|GenerateCredentialReport$)/
    expect(actions.filter((action) => !reads.test(action))).toEqual([])
  })

  it('--output writes the same to a file', async () => {
    const home = new Home()
    await run(['permissions', 'audit', '--output', 'policy.json'], { home })
    expect(JSON.parse(home.files(home.work)[0]![1])).toEqual(policy)
    home.remove()
  })

  it.each(Object.keys(permittedWorlds))('is enough for %s', async (name) => {
    expect((await whole(name)).refused).toEqual([])
  })

  it.each(actions)('has %s because an audit needs it', async (action) => {
    const rest = actions.filter((other) => other !== action)
    for (const [name, { now, configuration }] of Object.entries(permittedWorlds)) {
      // Without the action only what was refused for want of it can be seen, and that is called with it.
      if (!(await whole(name)).used.has(action)) continue
      if ((await looked(await worldOf(name), rest, now, configuration)).refused.length > 0) return
    }
    expect.fail(`no world has a call that needs ${action}`)
  })
})
