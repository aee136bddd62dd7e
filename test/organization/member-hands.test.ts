/** What is done in two members through their roles: each session may do its one action, and nothing of another account. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/api/connect.ts'
import { apply, type ApplyOptions } from '../../src/engine/apply/apply.ts'
import { undo, undoPlan } from '../../src/engine/apply/undo.ts'
import { known, type Plan, type Step } from '../../src/model/index.ts'
import { memberHands, policyFor } from '../../src/organization/hands.ts'
import { usualRoles } from '../../src/organization/roles.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { silent } from '../../src/ports.ts'
import { beforeImages } from '../../src/store/before-images.ts'
import { readRun } from '../../src/store/journal.ts'
import { began } from '../support/audit.ts'
import { findingOf, itemOf, planOf, stepOf } from '../support/plans.ts'

const CENTRE = '111111111111'
const ONE = '222222222222'
const TWO = '333333333333'
const LOCKED = '444444444444'
const now = new Date(began)

const top = mkdtempSync(join(tmpdir(), 'neverroot-hands-'))
const closing: (() => void | Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
  rmSync(top, { recursive: true, force: true })
})

const world = (): World =>
  newWorld({ scenario: 'hands', began })
    .account(CENTRE, (a) => a.user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).key().isCaller()))
    .account(ONE, (a) => memberRole(a, CENTRE))
    .account(TWO, (a) =>
      memberRole(a, CENTRE, 'AWSControlTowerExecution').passwordPolicy({ MinimumPasswordLength: 6 }),
    )
    .account(LOCKED)
    .organization(CENTRE, (o) => o.member(ONE).member(TWO).member(LOCKED))
    .build()

const strong = { MinimumPasswordLength: 14, PasswordReusePrevention: 24 }
const strengthen = (account: string, undoing: Step['undo']): Step =>
  stepOf(`password-policy-is-strong/${account}/1`, {
    account,
    as: 'member',
    action: 'iam:UpdateAccountPasswordPolicy',
    input: strong,
    ...(undoing ? { undo: undoing } : {}),
  })

const planFor = (organization: string, accounts: readonly string[]): Plan =>
  planOf(
    accounts.map((account) =>
      itemOf(
        'password-policy-is-strong',
        [
          strengthen(
            account,
            account === TWO
              ? { action: 'iam:UpdateAccountPasswordPolicy', input: { MinimumPasswordLength: 6 } }
              : { action: 'iam:DeleteAccountPasswordPolicy', input: {} },
          ),
        ],
        { id: `password-policy-is-strong:${account}`, subject: { kind: 'account', id: account } },
      ),
    ),
    { organization, account: CENTRE, at: began, expires: new Date(now.getTime() + 3_600_000).toISOString() },
  )

const lengthOf = (of: World, account: string) =>
  of.accounts[account]!.iam.passwordPolicy?.MinimumPasswordLength

async function stage(made = world()) {
  const sandbox = await createSandbox({ world: made, now: began, port: false })
  const connected = await connect({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
  })
  const hand = connected.hand()
  const own = {
    read: connected.door.call,
    write: hand.call,
    partition: 'aws',
    region: 'us-east-1',
    pause: async () => undefined,
    now: () => now,
  }
  const hands = memberHands({
    door: connected.door,
    caller: connected.caller,
    own,
    terms: { roles: usualRoles, sessionName: 'neverroot-apply', sourceIdentity: 'mia' },
    open: (credentials) => connected.session(credentials),
    now: () => now,
  })
  closing.push(
    () => hands.close(),
    () => hand.close(),
    () => connected.door.close(),
    () => sandbox.close(),
  )
  const folder = mkdtempSync(join(top, 'state-'))
  const common = {
    caller: connected.caller,
    configuration: {},
    folder,
    hand: own,
    hands,
    rescue: own.write,
    now: () => now,
    host: silent,
    confirmed: CENTRE,
    sink: undefined,
    settleMs: 0,
  }
  const findings = (plan: Plan) =>
    plan.items.map((item) => ({
      finding: findingOf(item, { status: lengthOf(made, item.subject.id) === 14 ? 'pass' : 'fail' }),
    }))
  const look =
    (plan: Plan): ApplyOptions['look'] =>
    async () => ({
      assessment: { judged: findings(plan) as never },
      wayIn: async () => known(undefined),
      observed: async () => undefined,
      plan: async () => plan,
    })
  return { made, sandbox, hands, folder, common, look, plan: planFor(made.organization!.id, [ONE, TWO]) }
}

const roleSessions = (sandbox: Sandbox) =>
  sandbox.world.accounts[CENTRE]!.events.filter(
    ({ name, record }) => name === 'AssumeRole' && !record['errorCode'],
  ).map(({ record }) => record['requestParameters'] as { roleArn: string; policy: string })

describe('two steps in two members', () => {
  it('are applied, journalled, seen and taken back, each through the role of its account', async () => {
    const { made, sandbox, folder, common, look, plan } = await stage()
    const applied = await apply({ ...common, plan, look: look(plan) })
    expect(applied.outcomes.map((o) => [o.step, o.result])).toEqual([
      [`password-policy-is-strong/${ONE}/1`, 'applied'],
      [`password-policy-is-strong/${TWO}/1`, 'applied'],
    ])
    expect(applied.items.map((item) => item.result)).toEqual(['fixed', 'fixed'])
    expect([ONE, TWO, CENTRE].map((id) => lengthOf(made, id))).toEqual([14, 14, undefined])
    const sessions = roleSessions(sandbox)
    expect(sessions.map(({ roleArn }) => roleArn)).toEqual([
      `arn:aws:iam::${ONE}:role/OrganizationAccountAccessRole`,
      `arn:aws:iam::${TWO}:role/AWSControlTowerExecution`,
    ])
    for (const { policy } of sessions)
      expect((JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement[0]!.Action).toEqual([
        'iam:GetAccountPasswordPolicy',
        'iam:UpdateAccountPasswordPolicy',
      ])

    const run = await readRun(folder, applied.run)
    expect(run.lines.filter((line) => line.kind === 'begin')).toHaveLength(2)
    const undone = undoPlan(run, await beforeImages(folder, run.id, now), now)
    const back = await undo({
      ...common,
      run,
      undo: undone,
      wayIn: async () => known(undefined),
      judge: async () => [],
    })
    expect(back.outcomes.map((o) => o.result)).toEqual(['applied', 'applied'])
    expect([ONE, TWO].map((id) => lengthOf(made, id))).toEqual([undefined, 6])
  })

  it('stand for themselves: where one lets nobody in, the other is done', async () => {
    const { made, common, look } = await stage()
    const plan = planFor(made.organization!.id, [LOCKED, TWO])
    const { outcomes } = await apply({ ...common, plan, look: look(plan) })
    expect(outcomes.map((o) => o.result)).toEqual(['refused', 'applied'])
    expect(outcomes[0]!.message).toContain(`no role of ${LOCKED} lets us in`)
  })
})

describe('a hand', () => {
  it('can do its one action and what looking at it takes, and nothing else', async () => {
    const { hands } = await stage()
    const hand = await hands.of(strengthen(ONE, undefined))
    if ('refused' in hand) throw new Error(hand.refused)
    expect((await hand.write('iam:UpdateAccountPasswordPolicy', strong)).ok).toBe(true)
    expect((await hand.read('iam:GetAccountPasswordPolicy', {})).ok).toBe(true)
    expect(await hand.write('iam:CreateUser', { UserName: 'thief' })).toMatchObject({
      ok: false,
      code: 'AccessDenied',
    })
    expect(await hand.read('iam:ListUsers', {})).toMatchObject({ ok: false, code: 'AccessDenied' })
  })

  it('is the same for the same action in the same account, and another one for another', async () => {
    const { hands, sandbox } = await stage()
    const step = { account: ONE, as: 'member', action: 'iam:CreateGroup' } as const
    expect(await hands.of(step)).toBe(await hands.of(step))
    expect(await hands.of({ ...step, action: 'iam:DeleteGroup' })).not.toBe(await hands.of(step))
    expect(roleSessions(sandbox)).toHaveLength(2)
  })

  it('of root is refused where root sessions are off', async () => {
    const { hands } = await stage()
    const step = {
      account: ONE,
      as: 'root-task:IAMDeleteRootUserCredentials',
      action: 'iam:DeleteLoginProfile',
    } as const
    expect(await hands.of(step)).toMatchObject({
      refused: expect.stringContaining('no root session of 222222222222'),
    })
  })

  it('that takes something back may look at what others would lose', () => {
    expect(policyFor('iam:DeleteGroup')).toContain('"iam:GetGroup"')
    expect(policyFor('sns:DeleteTopic')).toContain('"sns:ListSubscriptionsByTopic"')
    expect(policyFor('budgets:DeleteBudget')).toContain('"budgets:ModifyBudget","budgets:ViewBudget"')
  })
})
