/** What must hold of applying and taking back, whatever the account and the configuration. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRead } from '../../src/aws/index.ts'
import { removesWayIn } from '../../src/engine/plan/guard.ts'
import { type Configuration, type Plan, type Step, UserError } from '../../src/index.ts'
import { calm, contents, journals, stops, strikeWrite, untrue } from './accidents.ts'
import { atThePhone, callsOf, statuses } from './applying.ts'
import { began } from './audit.ts'
import { planned, seenAtWork, unproven, untilReported, unverified } from './planned-worlds.ts'
import { accounts, type AccountSpec, configurations, fullConfigurations, worldOf } from './worlds.ts'

type Property = (spec: AccountSpec, configuration: Configuration) => Promise<void>

/** What counts as fixed passes, what passed passes on, and undo brings back what was. */
const thereAndBack: Property = async (spec, configuration) => {
  const given = await planned(spec, configuration)
  if (!given) return
  const { stage, plan } = given
  // Whoever applies it as root has used root.
  const known = [...unproven, ...(spec.caller.startsWith('root') ? ['root-is-not-used'] : [])]
  const but = (controls: string[]) => controls.filter((control) => !known.includes(control))
  const before = contents(stage.world)
  const first = await stage.audit()
  const applied = await stage.apply(plan, { host: atThePhone(stage) })
  const after = await stage.audit()
  const status = (control: string) => after.of(control).status
  const fixed = applied.items.filter((item) => item.result === 'fixed').map((item) => item.control)
  const lies = fixed.filter((control) => !['pass', 'not-applicable'].includes(status(control)))
  expect(lies, 'counts as fixed').toEqual([])
  const passed = first.findings.filter((f) => f.status === 'pass').map((f) => f.control)
  // An amount may fit what a budget counts, and no longer fit once it counts what it should.
  const mended = first.of('daily-budget-exists').status === 'fail' ? ['daily-budget-fits-typical-spend'] : []
  const worse = but(passed.filter((control) => status(control) === 'fail' && !mended.includes(control)))
  expect(worse, 'passed before').toEqual([])

  const undoable = plan.items.flatMap((item) => item.steps.filter((step) => step.undo).map((step) => step.id))
  if (!applied.outcomes.some((o) => o.result === 'applied' && undoable.includes(o.step))) return
  const undone = await stage.undo()
  const left = undone.outcomes.filter((o) => o.result !== 'applied')
  expect(left, 'not taken back').toEqual([])
  expect(unverified(contents(stage.world)), 'the world of before').toEqual(unverified(before))
  const [was, is] = [statuses(first), statuses(await stage.audit())]
  const otherwise = Object.keys(was).filter((control) => was[control] !== is[control])
  expect(but(otherwise), 'found otherwise').toEqual([])
}

/**
 * The second plan is empty, at once and when the credential report shows what was made. Where it has to be seen first what AWS makes of
 * a change, the plan says that another one may follow.
 */
const nothingLeft: Property = async (spec, configuration) => {
  const given = await planned(spec, configuration)
  if (!given || given.plan.items.some((item) => item.waiting?.some((w) => w.endsWith('plan again')))) return
  const { stage, plan } = given
  const applied = await stage.apply(plan, { host: atThePhone(stage) })
  if (!applied.complete) return
  for (const hours of [0, untilReported]) {
    stage.pass(hours)
    expect(callsOf(await stage.plan()), `after ${hours} hours`).toEqual([])
  }
}

/** The order of removal: nobody is locked out, by plan, apply or undo. */
const aWayInStays: Property = async (spec, configuration) => {
  const given = await planned(spec, configuration)
  if (!given) return
  const { stage, plan } = given
  const account = stage.world.accounts[stage.account]!
  const seen = seenAtWork(account)
  const steps = plan.items.flatMap((item) => item.steps)
  const removing = steps.filter(removesWayIn)
  if (removing.length > 0) expect(seen, 'an administrator who was seen').not.toEqual([])
  const final = steps.filter((step) => step.risk === 'irreversible')
  if (final.length > 0)
    expect(
      seen.filter((one) => one.mfa),
      'and has MFA',
    ).not.toEqual([])
  const own = stage.sandbox.credentials().accessKeyId
  expect(
    steps.filter((step) => JSON.stringify(step.input).includes(own)),
    'about its own key',
  ).toEqual([])
  expect(inOrder(steps)).toEqual([])

  const before = structuredClone(account)
  await stage.apply(plan, { host: atThePhone(stage) })
  expect(account.root.password, "root's password").toEqual(before.root.password)
  expect(account.root.mfaDevices, "root's MFA").toEqual(before.root.mfaDevices)
  for (const user of before.iam.users) {
    const now = account.iam.users.find((one) => one.name === user.name)
    expect(now, user.name).toMatchObject({ attached: user.attached, inline: user.inline })
    expect(now!.groups, user.name).toEqual(expect.arrayContaining(user.groups))
    expect(
      now!.accessKeys.map((k) => k.id),
      user.name,
    ).toEqual(user.accessKeys.map((k) => k.id))
    if (user.password) expect(now!.password, user.name).toEqual(user.password)
  }
  for (const { budget, notifications } of before.budgets) {
    const now = account.budgets.find((b) => b.budget.BudgetName === budget.BudgetName)
    const heard = (of: typeof notifications) => of.flatMap((n) => n.subscribers.map((s) => s.Address)).sort()
    expect(heard(now!.notifications), String(budget.BudgetName)).toEqual(
      expect.arrayContaining(heard(notifications)),
    )
  }
  const keys = account.root.accessKeys.map((k) => k.id)
  const sent = { ...stage.sandbox.requests }
  await stage.undo().catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
  })
  const called = Object.keys(stage.sandbox.requests).filter((o) => stage.sandbox.requests[o] !== sent[o])
  const forGood = /AccessKey$|SigningCertificate$|MFADevice$/
  expect(
    called.filter((o) => !isRead(o) && forGood.test(o) && !o.includes(':Update')),
    'undo',
  ).toEqual([])
  expect(account.root.password).toEqual(before.root.password)
  expect(
    account.root.accessKeys.map((k) => k.id),
    "root's keys",
  ).toEqual(keys)
}

/** Of a new administrator: the deny stands before the right is given, and the password comes last. */
function inOrder(steps: readonly Step[]): string[] {
  const at = (action: string) => steps.findIndex((step) => step.action === action)
  const wrong: string[] = []
  if (at('iam:PutGroupPolicy') > at('iam:AttachGroupPolicy') && at('iam:AttachGroupPolicy') >= 0)
    wrong.push('the right comes before the deny')
  const profile = at('iam:CreateLoginProfile')
  const after = steps.slice(profile + 1).filter((step) => /Group|CreateUser/.test(step.action))
  if (profile >= 0 && after.length > 0) wrong.push('the password is not last')
  return wrong
}

/** No address, number, password or code stands anywhere but in the one file that undo needs. */
const nothingPersonal: Property = async (spec, configuration) => {
  const given = await planned(spec, configuration)
  if (!given) return
  const { stage, plan } = given
  const applied = await stage.apply(plan, { host: atThePhone(stage) })
  const undone = await stage.undo().catch((error: unknown) => String(error))
  const said = JSON.stringify([plan, applied, undone, stage.notices])
  const texts: [string, string][] = [...stage.files(), ['what was said', said]]
  const secrets = [
    ...personalIn(JSON.stringify([configuration, worldOf(spec, began).accounts])),
    ...stage.sink.given.map((one) => one.password),
    ...(stage.world.messages ?? []).flatMap((m) => (m.code ? [m.code] : [])),
  ]
  for (const [where, text] of texts)
    if (where !== 'before-images.json')
      expect(
        secrets.filter((secret) => text.includes(secret)),
        where,
      ).toEqual([])
  expect(journals(stage.folder).flatMap((lines) => untrue(lines))).toEqual([])
}

/** Every address and every number with a country code in a text. */
const personalIn = (text: string): string[] => [
  ...new Set(text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ]{6,}\d/g) ?? []),
]

/** Where an accident strikes, and what is done about it afterwards. */
interface Cut {
  nth: number
  accident: (typeof stops)[number]
  then: 'finish' | 'take back'
}

/** Wherever it is cut off, it can be finished, and it can be taken back. */
async function cutOffAnywhere(spec: AccountSpec, configuration: Configuration, cut: Cut): Promise<void> {
  const given = await planned(spec, configuration)
  if (!given) return
  const { stage, plan } = given
  const before = contents(stage.world)
  const undisturbed = cut.then === 'finish' ? await undisturbedly(spec, configuration, plan) : undefined
  const host = atThePhone(stage)
  const signal = strikeWrite(stage, cut.nth, cut.accident)
  const ended = await stage.apply(plan, { host, signal }).catch((error: Error) => error)
  calm(stage)
  if (!(ended instanceof Error)) return
  expect(ended.name).toBe('Interrupted')
  const done = cut.then === 'finish' ? stage.apply('resume', { host }) : stage.undo()
  const came = await done.catch((error: UserError) => {
    // It was cut off after its last call, or before its first one.
    if (!['nothing-to-resume', 'nothing-to-undo'].includes(error.code)) throw error
    return undefined
  })
  if (cut.then === 'finish') expect(unverified(contents(stage.world))).toEqual(unverified(undisturbed))
  else if (came) expect(unverified(contents(stage.world))).toEqual(unverified(before))
  expect(journals(stage.folder).flatMap((lines) => untrue(lines, 1))).toEqual([])
}

async function undisturbedly(spec: AccountSpec, configuration: Configuration, plan: Plan): Promise<unknown> {
  const { stage } = (await planned(spec, configuration))!
  await stage.apply(plan, { host: atThePhone(stage) })
  return contents(stage.world)
}

const cuts: fc.Arbitrary<Cut> = fc.record({
  nth: fc.integer({ min: 1, max: 12 }),
  accident: fc.constantFrom(...stops),
  then: fc.constantFrom('finish' as const, 'take back' as const),
})

/** Half of them with root at work, who has keys of its own: only then can a way in be taken away. */
const withKeys = fc.oneof(
  accounts,
  accounts.map((spec): AccountSpec => ({
    ...spec,
    caller: 'root-session',
    root: { ...spec.root, keys: [{ created: 1000, inactive: false, used: 200 }], certificates: ['Active'] },
  })),
)

/** Asks of so many made accounts what must hold; `runs` of the first property, half as many of the others. */
export function askOfAll(seed: number, runs: number): void {
  const half = Math.ceil(runs / 2)
  const holds = (property: Property, of = accounts, given = configurations, numRuns = half) =>
    fc.assert(fc.asyncProperty(of, given, property), { seed, numRuns })

  describe('whatever the account and the configuration', { timeout: runs * 30_000 }, () => {
    it('what counts as fixed passes, nothing gets worse, and undo brings back what was', () =>
      holds(thereAndBack, accounts, configurations, runs))

    it('nothing is left to plan once everything was done', () =>
      holds(nothingLeft, accounts, fullConfigurations))

    it('nobody is locked out', () => holds(aWayInStays, withKeys))

    it('no address, number, password or code stands where it should not', () => holds(nothingPersonal))

    it('what was cut off can be finished or taken back', () =>
      fc.assert(fc.asyncProperty(accounts, fullConfigurations, cuts, cutOffAnywhere), {
        seed,
        numRuns: half,
      }))
  })
}
