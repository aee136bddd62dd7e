/** The exported script, run by sh and Debian's AWS CLI: it leaves the account as the plan's own calls do. */
import { expect, it, vi } from 'vitest'
import { connect } from '../../src/api/connect.ts'
import type { Operation } from '../../src/aws/index.ts'
import { deedOf } from '../../src/engine/apply/deeds/index.ts'
import { awsCliScript } from '../../src/export/aws-cli/script.ts'
import type { Given } from '../../src/export/given.ts'
import type { Json } from '../../src/index.ts'
import { addSession } from '../../src/sandbox/builder/iam.ts'
import { createSandbox, makeScenario, type World } from '../../src/sandbox/index.ts'
import { everyCall, furnished, phoneCalls, rootCalls } from '../support/every-call.ts'
import { account, began, connectionTo, handMade, planned } from '../support/exports.ts'
import { runScript, stateOf } from '../support/script.ts'
import { needs } from '../tools.ts'

const aws = needs('aws')

// Each call starts a CLI, which takes half a second, and several on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

/** A script of a whole plan takes half a minute: the others are run in the soak suite. */
const scenarios =
  process.env.NEVERROOT_SOAK === '1'
    ? ['neglected-personal', 'neglected-business', 'fresh-personal']
    : ['neglected-personal']

/** Makes the plan's calls through the product's own door. */
async function perform({ plan, resolve, config, observed }: Given, world: World, accessKeyId?: string) {
  const sandbox = await createSandbox({ world, now: began, port: false })
  const connected = await connect({
    ...connectionTo(sandbox),
    credentials: async () => sandbox.credentials(accessKeyId),
  })
  const hand = connected.hand()
  const outputs = new Map<string, Record<string, Json>>()
  for (const step of plan.items.flatMap((item) => item.steps)) {
    if (phoneCalls.some(({ action }) => action === step.action)) continue
    const input = resolve(step.input, {
      config,
      observed,
      output: (id, path) => outputs.get(id)?.[path],
      secret: () => 'Correct-Horse-Battery-Staple-1',
    })
    const answer = await hand.call(
      step.action as Operation,
      input as never,
      step.region ? { region: step.region } : {},
    )
    if (!answer.ok) throw new Error(`${step.action}: ${answer.unknown.message}`)
    outputs.set(step.id, answer.output as never)
  }
  hand.close()
  connected.door.close()
}

aws.describe('the exported script', () => {
  const cases: [
    name: string,
    world: () => Promise<World>,
    given: (world: World) => Promise<Given>,
    root?: true,
  ][] = [
    ...scenarios.map((scenario): [string, () => Promise<World>, (world: World) => Promise<Given>] => [
      scenario,
      () => makeScenario(scenario, began),
      (world) => planned(structuredClone(world)),
    ]),
    ['every call that an administrator makes', async () => furnished(), async () => handMade(everyCall)],
    ["root's own credentials", async () => furnished(), async (world) => handMade(rootCalls(world)), true],
  ]

  it.each(cases)('leaves the account as the calls themselves do: %s', async (name, make, plan, root) => {
    const [mine, theirs] = [await make(), await make()]
    const keys = [mine, theirs].map((world) =>
      root ? addSession(world, account, { kind: 'root' }, true) : undefined,
    )
    const given = await plan(mine)
    const before = stateOf(mine)
    expect(given.plan.items.flatMap((i) => i.steps).filter((s) => !deedOf(s.action))).toEqual([])
    const { text, leftOut } = awsCliScript(given)
    // Without a Region of its own the script finds one.
    const env = name === 'neglected-personal' ? { AWS_REGION: undefined } : {}
    const ran = await runScript(text, mine, env, { accessKeyId: keys[0] })
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' })
    await perform(given, theirs, keys[1])
    expect(stateOf(mine)).toEqual(stateOf(theirs))
    expect(stateOf(mine)).not.toEqual(before)
    expect(leftOut).toBe(
      given.plan.items.flatMap((i) => i.steps).filter((s) => phoneCalls.some((p) => p.action === s.action))
        .length,
    )
  })

  it('says what is left to a person, and does not try it', async () => {
    const { text, leftOut } = awsCliScript(handMade([...phoneCalls, everyCall[3]!]))
    expect(leftOut).toBe(2)
    expect(text).toMatch(/^# Why: the AWS CLI from before 2026 does not know it/m)
    const ran = await runScript(text, furnished())
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/Left to you:\n {2}account:SendPhoneNumberVerification: use neverroot apply/)
  })

  it('carries on where it stopped', async () => {
    const [group, put, attach] = [everyCall[18]!, everyCall[19]!, everyCall[20]!]
    const wrong = { ...put, input: { ...(put.input as object), GroupName: 'Nobody' } }
    const world = furnished()
    const first = await runScript(awsCliScript(handMade([group, wrong, attach])).text, world)
    expect(first.code).not.toBe(0)
    expect(first.stderr).toMatch(/\(NoSuchEntity\).*\nStopped at step 2 of 3 .*\n.*NEVERROOT_START=2\n$/s)
    expect(stateOf(world).iam.groups.find((g) => g.name === 'Administrators')?.attached).toEqual([])
    const second = await runScript(awsCliScript(handMade([group, put, attach])).text, world, {
      NEVERROOT_START: '2',
    })
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).not.toContain('1/3')
  })

  it('calls again what gives later steps their values', async () => {
    const world = furnished()
    const ran = await runScript(awsCliScript(handMade(everyCall.slice(0, 8))).text, world, {
      NEVERROOT_START: '8',
    })
    expect(ran, ran.stderr).toMatchObject({ code: 0 })
    const topic = stateOf(world).topics.find((t) => t.arn.endsWith('neverroot-spend'))
    expect(topic?.subscriptions).toHaveLength(1)
  })

  it('stops at a name that is taken, and says what is undone', async () => {
    const world = furnished()
    const given = handMade([{ action: 'iam:CreateGroup', input: { GroupName: 'Old' } }, everyCall[18]!])
    const ran = await runScript(awsCliScript(given).text, world)
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toContain('One of that name is there already.')
    expect(ran.stderr).toContain('go on after it: NEVERROOT_START=2')
    expect(stateOf(world).iam.groups.map((g) => g.name)).not.toContain('Administrators')
  })

  it('goes on where an alert or a subscriber is there already', async () => {
    const again = [everyCall[13]!, everyCall[13]!, everyCall[3]!]
    const ran = await runScript(awsCliScript(handMade(again)).text, furnished())
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toContain('it is so already')
  })

  it("touches root's own credentials in a session of root only", async () => {
    const world = furnished()
    const ran = await runScript(awsCliScript(handMade(rootCalls(world))).text, world)
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toContain("This step is about what is root's own: it takes a session of root.")
    expect(stateOf(world).root.accessKeys).toHaveLength(2)
  })

  const refusals: [name: string, env: Record<string, string | undefined>, says: RegExp][] = [
    ['without a word on where to go', { NEVERROOT_ENDPOINT_URL: undefined }, /NEVERROOT_ENDPOINT_URL/],
    ['without anywhere for the password', { NEVERROOT_PASSWORD_TO: undefined }, /NEVERROOT_PASSWORD_TO/],
    ['with an empty place for the password', { NEVERROOT_PASSWORD_TO: '' }, /NEVERROOT_PASSWORD_TO/],
    [
      'without a word on what cannot be undone',
      { NEVERROOT_IRREVERSIBLE: undefined },
      /cannot be taken back/,
    ],
    ['with the word for another account', { NEVERROOT_IRREVERSIBLE: '222222222222' }, /cannot be taken back/],
    ['with a step that is no number', { NEVERROOT_START: 'two' }, /number of a step/],
  ]
  it.each(refusals)('calls nothing %s', async (_name, env, says) => {
    const world = furnished()
    const before = stateOf(world)
    const given = handMade([...everyCall, ...rootCalls(world)])
    const ran = await runScript(awsCliScript(given).text, world, env)
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toMatch(says)
    expect(stateOf(world)).toEqual(before)
  })

  it('changes nothing in another account', async () => {
    const world = await makeScenario('neglected-business', began)
    const before = stateOf(world)
    const ran = await runScript(awsCliScript(handMade(everyCall)).text, world)
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toMatch(
      /The plan is for account 111111111111, and these credentials are of 222222222222/,
    )
    expect(stateOf(world)).toEqual(before)
  })
})
