/** Root of one member loses everything, from the centre: planned when it may, done in order, seen, and taken back. */
import { describe, expect, it } from 'vitest'
import { planMembers } from '../../src/api/members.ts'
import type { Plan, PlanItem } from '../../src/index.ts'
import type { Stage } from '../support/applying.ts'
import { CENTRE, control, everything, type Given, MEMBER, SECOND, staged } from '../support/member-root.ts'
import { said, unused } from '../support/root-credentials.ts'

const itemOf = (plan: Plan): PlanItem => {
  expect(plan.items).toHaveLength(1)
  return plan.items[0]!
}
const calls = (plan: Plan) =>
  plan.items.flatMap((item) => item.steps.map(({ action }) => action.split(':')[1]))
const root = (stage: Stage) => stage.world.accounts[MEMBER]!.root
const taskOf = (event: { record: Record<string, unknown> }) =>
  String((event.record.requestParameters as { taskPolicyArn?: { arn?: string } }).taskPolicyArn?.arn ?? '')
    .split('/')
    .at(-1)
const sessions = (stage: Stage) =>
  stage.world.accounts[CENTRE]!.events.filter(({ name }) => name === 'AssumeRoot').map(taskOf)

const all = [
  'DeleteAccessKey',
  'DeleteSigningCertificate',
  'DeleteLoginProfile',
  'DeactivateMFADevice',
  'DeleteVirtualMFADevice',
]

describe('a plan for a member', () => {
  it('takes keys, certificates, password, and MFA last of all', async () => {
    const stage = await staged()
    const plan = await stage.planned()
    expect(calls(plan)).toEqual(all)
    expect(plan).toMatchObject({ account: CENTRE, organization: stage.world.organization!.id })
    const { steps } = itemOf(plan)
    for (const step of steps)
      expect(step).toMatchObject({
        id: expect.stringMatching(new RegExp(`^${control}/${MEMBER}/\\d$`)),
        account: MEMBER,
        as: 'root-task:IAMDeleteRootUserCredentials',
        risk: 'irreversible',
      })
    expect(steps.map((step) => step.undo?.action)).toEqual([
      undefined,
      undefined,
      undefined,
      'iam:CreateLoginProfile',
      undefined,
    ])
    expect(sessions(stage)).toEqual(['IAMAuditRootUserCredentials'])
  })

  it.each<[string, Given, RegExp]>([
    [
      'a key is still on',
      { root: { keys: [unused] } },
      /switched on.*no root session of the centre can switch it off/,
    ],
    ['a certificate is still on', { root: { certificates: ['Active'] } }, /signing certificate.*switched on/],
    [
      'the quarantine is not over',
      { offFor: 3 },
      /inactive since 2026-11-20; neverroot plan deletes it from 2026-11-27/,
    ],
    [
      'a key was used lately, and the word is older',
      {
        root: {
          ...everything,
          keys: [{ created: 900, inactive: true, lastUsed: { at: 0.5, service: 's3' } }],
        },
      },
      /it was used .*neverroot attest/,
    ],
    [
      'nobody has said what no API shows',
      { records: said('something-else', 1) },
      /somebody who knows the account says first/,
    ],
    ['somebody says that it is needed', { records: said(control, 1, false) }, /still needs/],
    [
      'root signed in after the word was given',
      { root: { password: { lastUsed: 0.5 }, mfa: ['virtual'] } },
      /somebody signed in as root .*neverroot attest member-roots-have-no-credentials --account 222222222222/,
    ],
    [
      'root sessions are off',
      { features: ['RootCredentialsManagement'] },
      /central root access is not complete/,
    ],
    ['the administrator has no MFA', { mia: 'without MFA' }, /has no MFA/],
  ])('waits where %s', async (_when, given, why) => {
    const { steps, waiting } = itemOf(await (await staged(given)).planned())
    expect(steps).toEqual([])
    expect(waiting!.join('\n')).toMatch(why)
  })

  it('is none where nobody lets us in: what is not seen is not mended', async () => {
    expect((await (await staged({ role: false })).planned()).items).toEqual([])
  })

  it('is none for the account itself, nor for a stranger', async () => {
    const { sandbox } = await staged()
    const options = {
      endpoint: sandbox.url,
      requestHandler: sandbox.requestHandler,
      region: 'us-east-1',
      credentials: async () => sandbox.credentials(),
    }
    for (const id of [CENTRE, '999999999999'])
      await expect(planMembers({ ...options, members: [id] })).rejects.toMatchObject({
        code: 'no-such-member',
      })
  })
})

describe('applying it', () => {
  it('is done as root of the member, bound to the task, journalled, seen, and taken back', async () => {
    const stage = await staged()
    const plan = await stage.planned()
    const applied = await stage.apply(plan)
    expect(applied.outcomes.map((o) => [o.action.split(':')[1], o.result])).toEqual(
      all.map((action) => [action, 'applied']),
    )
    expect(applied.items).toMatchObject([{ control, result: 'fixed' }])
    expect(applied.complete).toBe(true)
    expect(root(stage)).toMatchObject({ accessKeys: [], signingCertificates: [], mfaDevices: [] })
    expect(root(stage).password).toBeUndefined()
    expect(stage.world.accounts[MEMBER]!.iam.virtualMfaDevices).toEqual([])
    expect(new Set(sessions(stage))).toEqual(
      new Set(['IAMAuditRootUserCredentials', 'IAMDeleteRootUserCredentials']),
    )
    // One session for the whole task.
    expect(sessions(stage).filter((task) => task === 'IAMDeleteRootUserCredentials')).toHaveLength(1)
    const journal = stage.files().find(([path]) => path.endsWith('journal.jsonl'))![1]
    const lines = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; step?: string })
    expect(lines.flatMap(({ kind, step }) => (step ? [`${kind} ${step}`] : []))).toEqual(
      itemOf(plan).steps.flatMap(({ id }) => [`begin ${id}`, `end ${id}`]),
    )

    const undone = await stage.undo()
    expect(undone.outcomes).toMatchObject([{ action: 'iam:CreateLoginProfile', result: 'applied' }])
    expect(undone.shown.plan.items[0]!.steps).toMatchObject([
      { weakens: true, does: expect.stringContaining('no credential comes back') },
    ])
    expect(undone.shown.lasting.length).toBeGreaterThan(0)
    expect(root(stage).recoveryAllowed).toBe(true)
    expect(root(stage).password).toBeUndefined()
    expect(sessions(stage)).toContain('IAMCreateRootUserPassword')
  })

  it('is done in two members by one plan, each for itself', async () => {
    const stage = await staged({ second: true })
    const plan = await stage.planned()
    expect(plan.items.map((item) => [item.subject.id, item.steps.length])).toEqual([
      [MEMBER, 5],
      [SECOND, 1],
    ])
    // In the first one something fails; the second one goes on.
    const { run, outcomes, items } = await (await stage.again('deny:iam:DeleteAccessKey=1')).apply(plan)
    expect(outcomes.map((o) => o.result)).toEqual([
      'refused',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      'applied',
    ])
    expect(items.map((item) => item.result)).toEqual(['not-fixed', 'fixed'])
    const resumed = await stage.apply('resume')
    expect(resumed.run).toBe(run)
    expect(resumed.items.map((item) => item.result)).toEqual(['fixed', 'fixed'])
    expect(root(stage).password).toBeUndefined()
  })

  it('never takes MFA while a password is left, whatever the plan says', async () => {
    const stage = await staged()
    const plan = await stage.planned()
    // Somebody recovers the password meanwhile, or AWS fails to delete it.
    const { outcomes, complete } = await (await stage.again('deny=iam:DeleteLoginProfile')).apply(plan)
    expect(outcomes.map((o) => o.result)).toEqual(['applied', 'applied', 'refused', 'skipped', 'skipped'])
    expect(complete).toBe(false)
    expect(root(stage).password).toBeDefined()
    expect(stage.world.accounts[MEMBER]!.iam.virtualMfaDevices).toHaveLength(1)
  })

  it('changes nothing where the account is not as it was', async () => {
    const stage = await staged()
    const plan = await stage.planned()
    root(stage).accessKeys[0]!.status = 'Active'
    await expect(stage.apply(plan)).rejects.toMatchObject({ code: 'facts-moved' })
    expect(root(stage).password).toBeDefined()
  })
})
