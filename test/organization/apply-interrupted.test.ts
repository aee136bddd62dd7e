/** Applying to an organization that is cut off, disturbed or refused: it ends as if nothing had happened, or says why not. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { applyAccount, type AppliedToMany, type Plan } from '../../src/index.ts'
import { readCode } from '../../src/sandbox/index.ts'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { type Accident, contents, passing, stops } from '../support/accidents.ts'
import { badIn, callsIn, type Company, companyOf } from '../support/applying-to-many.ts'
import {
  calm,
  idOf,
  isChange,
  management,
  smallCompany,
  stateOf,
  strike,
  type Undisturbed,
  undisturbed,
  wrongIn,
} from '../support/small-company.ts'

// Nobody waits for AWS to calm down: it does so at once.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: async () => undefined,
}))

let usual: Undisturbed
beforeAll(async () => {
  usual = await undisturbed(3)
}, 60_000)

/** What happens to the n-th call that changes something; gives the signal that a stop sends. */
function strikeNth(company: Company, nth: number, accident: Accident): AbortSignal {
  const stop = new AbortController()
  let count = 0
  strike(company, (operation) => {
    if (!isChange(operation) || ++count !== nth) return undefined
    if (!accident.startsWith('stop')) return accident as (typeof passing)[number]
    stop.abort()
    return accident === 'stop before' ? 'hang' : accident === 'stop during' ? 'lost' : undefined
  })
  return stop.signal
}

const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1)
const open = () => smallCompany(3)

/** Carries on until it is done, and holds it to what an undisturbed run leaves. */
async function endsAsUsual(company: Company, first: AppliedToMany | Error, cuts: number): Promise<void> {
  calm(company)
  const last = first instanceof Error || !first.complete ? await company.apply('resume') : first
  expect(badIn(last)).toEqual({})
  expect(last).toMatchObject({ complete: true, left: [] })
  const { after, mails, changes } = usual
  expect(stateOf(company)).toEqual({ after, mails, changes })
  expect(wrongIn(company, cuts)).toEqual([])
}

describe('stopped', () => {
  it('at any call of any account, it is carried on with', async () => {
    expect(usual.writes).toBeGreaterThan(12)
    // Every eighth call, each with another kind; the soak tests stop at all of them.
    const step = process.env.NEVERROOT_SOAK ? 1 : 8
    for (const [i, nth] of upTo(usual.writes)
      .filter((n) => n % step === 0)
      .entries()) {
      const company = await open()
      const accident = stops[i % stops.length]!
      const signal = strikeNth(company, nth, accident)
      const width = i % 2 ? 1 : 16
      const first = await company.apply(usual.plan, { signal, width }).catch((error: Error) => error)
      expect(first, `${accident} ${nth}`).toMatchObject({ name: 'Interrupted' })
      await endsAsUsual(company, first as Error, 16)
    }
  }, 120_000)

  it.each([
    ['before the first account', 'organizations:DescribeAccount', 1],
    ['between two accounts', 'organizations:DescribeAccount', 3],
    ['while a role is assumed', 'sts:AssumeRole', 3],
    ['while it is looked at again', 'iam:GetAccountPasswordPolicy', 4],
  ])('%s', async (_when, wanted, nth) => {
    const company = await open()
    const stop = new AbortController()
    let count = 0
    strike(company, (operation) => {
      if (operation === wanted && ++count === nth) stop.abort()
      return undefined
    })
    const first = await company
      .apply(usual.plan, { signal: stop.signal, width: 1 })
      .catch((error: Error) => error)
    expect(first).toBeInstanceOf(Error)
    await endsAsUsual(company, first as Error, 16)
  })

  it('when it is taken back, it is taken back all the same', async () => {
    for (const nth of process.env.NEVERROOT_SOAK ? [1, 6, 11] : [6]) {
      const company = await open()
      const before = contents(company.world)
      await company.apply(usual.plan)
      const signal = strikeNth(company, nth, stops[nth % stops.length]!)
      await expect(company.undo({ signal })).rejects.toMatchObject({ name: 'Interrupted' })
      calm(company)
      const undone = await company.undo()
      expect(badIn(undone), `${nth}`).toEqual({})
      expect(contents(company.world)).toEqual(before)
      await expect(company.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
    }
  }, 60_000)

  it('and three days later, it is carried on with', async () => {
    const company = await open()
    const signal = strikeNth(company, 6, 'stop during')
    await expect(company.apply(usual.plan, { signal, width: 1 })).rejects.toThrow()
    company.pass(72)
    calm(company)
    await expect(company.apply(usual.plan)).rejects.toMatchObject({ code: 'expired-plan' })
    const last = await company.apply('resume')
    expect(badIn(last)).toEqual({})
    expect(callsIn(await company.plan())).toEqual([])
    expect(stateOf(company).changes).toEqual(usual.changes)
  })
})

describe('what passes by itself', () => {
  it.each(passing)('%s, at any account', async (kind) => {
    for (const nth of process.env.NEVERROOT_SOAK ? [5, usual.writes] : [5]) {
      const company = await open()
      strikeNth(company, nth, kind)
      await endsAsUsual(company, await company.apply(usual.plan), 0)
    }
  })
})

describe('what fails in one account', () => {
  const one = idOf(3)
  it.each<
    [
      string,
      (operation: string, account: string) => 'deny' | 'drop' | '5xx' | 'throttle' | 'expire' | undefined,
      RegExp,
    ]
  >([
    [
      'one operation is denied',
      (o, a) => (a === one && o.startsWith('iam:Update') ? 'deny' : undefined),
      /denied/,
    ],
    [
      'its connections break',
      (o, a) => (a === one && isChange(o) ? 'drop' : undefined),
      /connection|reached|answer/i,
    ],
    ['AWS has trouble', (o, a) => (a === one && isChange(o) ? '5xx' : undefined), /5\d\d|trouble|failed/i],
    ['AWS throttles', (o, a) => (a === one && isChange(o) ? 'throttle' : undefined), /throttled/],
    ['its session expires', (o, a) => (a === one && isChange(o) ? 'expire' : undefined), /expired/],
    ['nothing can be read', (_, a) => (a === one ? 'deny' : undefined), /./],
  ])('%s: the others go on, and it is carried on with', async (_when, decide, because) => {
    const company = await open()
    strike(company, decide)
    const first = await company.apply(usual.plan, { stopAfter: 2 })
    expect(badIn(first)).toEqual({ [one]: expect.stringMatching(because) })
    expect(badIn(first)[one]).not.toMatch(/undefined|\[object/)
    calm(company)
    const last = await company.apply('resume')
    expect(badIn(last)).toEqual({})
    expect(stateOf(company).after).toEqual(usual.after)
    expect(wrongIn(company, 0)).toEqual([])
  })

  it.each([
    ['its role cannot be assumed', 'deny' as const, /no role of the account lets us in/],
    ['STS has trouble', '5xx' as const, /no session could be opened/],
  ])('%s', async (_when, fault, because) => {
    const company = await open()
    strike(company, () => undefined)
    let n = 0
    company.sandbox.faults.strike = (operation) =>
      operation === 'sts:AssumeRole' && ++n > 0 ? fault : undefined
    const first = await company.apply(usual.plan)
    expect(Object.values(badIn(first))).toEqual([expect.stringMatching(because)])
    expect(contents(company.world)).not.toEqual(usual.after)
    await endsAsUsual(company, first, 0)
  })

  it('our own credentials expire: it is said, and carried on with', async () => {
    const company = await open()
    let requests = 0
    company.sandbox.faults.strike = () => (++requests > 60 ? 'expire' : undefined)
    const first = await company.apply(usual.plan, { width: 1 }).catch((error: Error) => error)
    if (!(first instanceof Error)) expect(Object.values(badIn(first)).join()).toMatch(/expired/)
    await endsAsUsual(company, first, 0)
  })
})

describe('what has happened since the plan was made', () => {
  it('somebody has changed a contact: that account says so, the rest goes on', async () => {
    const company = await open()
    company.world.accounts[idOf(2)]!.alternateContacts.SECURITY = {
      Name: 'Else',
      Title: 'Else',
      EmailAddress: 'else@corp.example',
      PhoneNumber: '+61 2 9374 4007',
    } as never
    const applied = await company.apply(usual.plan, { canary: idOf(2) })
    expect(badIn(applied)).toEqual({
      [idOf(2)]: expect.stringMatching(/Nothing was changed, since .*alternate-contacts-are-set/),
    })
    expect(applied).toMatchObject({ left: [], complete: false })
    expect(applied.ends.get(idOf(2))).toMatchObject({ moved: true })
    // A new plan does what is left.
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
    expect(callsIn(await company.plan())).toEqual([])
  })

  it.each<[string, (company: Company) => void, RegExp]>([
    [
      'left the organization',
      ({ world }) => void delete world.organization!.members[idOf(3)],
      /it is not in the organization any more: nothing to do/,
    ],
    [
      'was closed',
      ({ world }) => void (world.accounts[idOf(3)]!.state = 'SUSPENDED'),
      /the account is suspended: nothing to do/,
    ],
    [
      'is about to be closed',
      ({ world }) => void (world.accounts[idOf(3)]!.state = 'PENDING_CLOSURE'),
      /the account is pending closure: nothing to do/,
    ],
  ])(
    'a member %s: it is told, nothing is done in it, and the rest goes on',
    async (_what, change, because) => {
      const company = await open()
      change(company)
      const before = structuredClone(company.world.accounts[idOf(3)]!.iam.passwordPolicy)
      const applied = await company.apply(usual.plan, { canary: idOf(3) })
      expect(applied).toMatchObject({ complete: true, left: [] })
      expect(applied.ends.get(idOf(3))).toMatchObject({ fixed: 0, because: expect.stringMatching(because) })
      expect(company.world.accounts[idOf(3)]!.iam.passwordPolicy).toEqual(before)
    },
  )

  it('a member leaves once it was put right: undo says so and takes back the rest', async () => {
    const company = await open()
    await company.apply(usual.plan)
    delete company.world.organization!.members[idOf(2)]
    const undone = await company.undo()
    expect(badIn(undone)).toEqual({ [idOf(2)]: 'it is not in the organization' })
    expect(undone).toMatchObject({ left: [], complete: false })
  })

  it('somebody changed what was applied: undo leaves it, says so, and takes back the rest', async () => {
    const company = await open()
    await company.apply(usual.plan)
    company.world.accounts[idOf(2)]!.iam.passwordPolicy!.MinimumPasswordLength = 30
    const undone = await company.undo()
    expect(badIn(undone)).toEqual({ [idOf(2)]: expect.stringMatching(/changed since, by somebody else/) })
    expect(undone.left).toEqual([])
    expect(company.world.accounts[idOf(2)]!.iam.passwordPolicy!.MinimumPasswordLength).toBe(30)
    expect(company.world.accounts[idOf(3)]!.iam.passwordPolicy!.MinimumPasswordLength).toBe(8)
  })
})

describe('refused before anything is changed', () => {
  const signed = (plan: Plan): Plan => ({ ...plan, digest: digestOfPlan(plan) })
  const without = (plan: Plan, name: keyof Plan) => {
    const { [name]: _, ...rest } = plan
    return rest as Plan
  }
  it.each<[string, string, (plan: Plan) => Plan, object]>([
    ['an edited plan', 'changed-plan', (p) => ({ ...p, items: p.items.slice(1) }), {}],
    [
      'a plan of another organization',
      'another-organization',
      (p) => signed({ ...p, organization: 'o-another0000' }),
      {},
    ],
    ['a plan of one account', 'no-organization', (p) => signed(without(p, 'organization')), {}],
    ['an expired plan', 'expired-plan', (p) => signed({ ...p, expires: '2026-11-01T00:00:00.000Z' }), {}],
    [
      'a changed configuration',
      'facts-moved',
      (p) => signed({ ...p, config: { path: 'neverroot.yaml', sha256: 'a'.repeat(64) } }),
      { config: { path: 'neverroot.yaml', sha256: 'b'.repeat(64) } },
    ],
    ['a wrong id', 'not-confirmed', (p) => p, { confirmed: 'o-wrong00000' }],
    ['the account id instead', 'not-confirmed', (p) => p, { confirmed: management }],
    ['nobody to confirm', 'not-confirmed', (p) => p, { confirmed: undefined }],
  ])('%s', async (_what, code, change, options) => {
    const company = await open()
    const before = contents(company.world)
    // An apply that was cut off before is not forgotten by it.
    const signal = strikeNth(company, 5, 'stop before')
    await company.apply(usual.plan, { signal, width: 1 }).catch(() => undefined)
    calm(company)
    const cut = contents(company.world)
    expect(cut).not.toEqual(before)
    const another = await company.plan()
    const refused = await company.apply(change(another), options).catch((error: Error) => error)
    expect(refused).toMatchObject({ name: 'UserError', code })
    const { message, hint } = refused as Error & { hint: string }
    for (const text of [message, hint]) expect(text).toMatch(/^[^\n]{10,300}$/)
    expect(contents(company.world)).toEqual(cut)
    await endsAsUsual(company, new Error('cut off'), 16)
  })

  it('a plan of an organization as one of an account', async () => {
    const company = await open()
    const { sandbox, folder } = company
    await expect(
      applyAccount({
        endpoint: sandbox.url,
        requestHandler: sandbox.requestHandler,
        region: 'us-east-1',
        credentials: async () => sandbox.credentials(),
        now: sandbox.clock.now(),
        folder,
        plan: usual.plan,
        confirmed: management,
      }),
    ).rejects.toMatchObject({ code: 'plan-of-many' })
  })

  it('the same plan again, while it is not done and once it is', async () => {
    const company = await open()
    const signal = strikeNth(company, 5, 'stop before')
    await company.apply(usual.plan, { signal }).catch(() => undefined)
    calm(company)
    await expect(company.apply(usual.plan)).rejects.toMatchObject({ code: 'begun-already' })
    await endsAsUsual(company, new Error('cut off'), 16)
    await expect(company.apply(usual.plan)).rejects.toMatchObject({ code: 'begun-already' })
    await expect(company.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })

  it('two at once from one state folder', async () => {
    const company = await open()
    const both = await Promise.allSettled([company.apply(usual.plan), company.apply(usual.plan)])
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
    expect(refused).toEqual([expect.objectContaining({ code: 'audit-under-way' })])
    await endsAsUsual(
      company,
      (both.find((one) => one.status === 'fulfilled') as { value: AppliedToMany }).value,
      0,
    )
  })

  it.each([
    ['the plan', 'organization/apply-plan.json'],
    ['the plan of an account', `organization/applied/${idOf(2)}/journal/RUN/plan.json`],
  ])('%s that lies in the state folder was edited', async (_what, path) => {
    const company = await open()
    const signal = strikeNth(company, 3, 'stop during')
    await company.apply(usual.plan, { signal, canary: idOf(2) }).catch(() => undefined)
    calm(company)
    const found = company
      .files()
      .find(([name]) => new RegExp(`^${path.replace('RUN', '[^/]+')}$`).test(name))!
    const file = join(company.folder, found[0])
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('contacts.security.email')
    writeFileSync(file, text.replaceAll('contacts.security.email', 'contacts.billing.email'))
    const cut = contents(company.world)
    const last = await company.apply('resume', { stopAfter: 1 }).catch((error: Error) => error)
    if (last instanceof Error) expect(last).toMatchObject({ code: 'changed-plan' })
    else expect(badIn(last)).toEqual({ [idOf(2)]: expect.stringMatching(/was changed since it was made/) })
    expect(contents(company.world)).toEqual(cut)
  })

  it('nothing was applied yet', async () => {
    const company = await open()
    await expect(company.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
    await expect(company.undo()).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })
})

describe('somebody at the terminal', () => {
  /** Answers by their questions, and what was asked. */
  const person = (answers: Record<string, string>) => {
    const asked: string[] = []
    const ask = async ({ code }: { code: string }) => {
      asked.push(code)
      return answers[code]
    }
    return { asked, host: { notify: () => undefined, ask } }
  }
  const wrongNumber = '+61 400 000 000'

  it('types the id of the organization, the new number of root, and the code that arrives', async () => {
    const company = await companyOf('startup')
    const plan = await company.plan()
    const { asked, host } = person({
      'confirm-organization': company.organization,
      'confirm-phone': '+61293744000',
    })
    const first = await company.apply(plan, { confirmed: undefined, host })
    expect(asked).toEqual(['confirm-organization', 'confirm-phone', 'phone-code'])
    // Nobody had the phone at hand: it waits, and is asked for again.
    expect(first).toMatchObject({ complete: true })
    expect(first.ends.get(company.management)).toMatchObject({ good: true, codes: 1 })
    const ask = async () => readCode(company.world, '+61 2 9374 4000')
    const second = await company.apply('resume', { host: { notify: () => undefined, ask } })
    expect(badIn(second)).toEqual({})
    expect(company.world.accounts[company.management]!.contact!.verificationStatus).toBe('VERIFIED')
    await expect(company.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })

  it.each([
    ['a wrong number', { 'confirm-phone': wrongNumber }, /primary\.phone/],
    ['no number', {}, /primary\.phone/],
    ['the account instead', { 'confirm-organization': management }, /"111111111111" is not o-/],
    ['nothing', { 'confirm-organization': '' }, /^Not confirmed/],
  ])('%s changes nothing', async (_what, answers, message) => {
    const company = await companyOf('startup')
    const plan = await company.plan()
    const before = contents(company.world)
    const { host } = person({ 'confirm-organization': company.organization, ...answers })
    await expect(company.apply(plan, { confirmed: undefined, host })).rejects.toMatchObject({
      code: 'not-confirmed',
      message: expect.stringMatching(message),
    })
    expect(contents(company.world)).toEqual(before)
  })

  it('what is taken back is counted, and a wrong id takes back nothing', async () => {
    const company = await open()
    await company.apply(usual.plan)
    const { host, asked } = person({ 'confirm-undo-organization': 'o-wrong00000' })
    await expect(company.undo({ confirmed: undefined, host })).rejects.toMatchObject({
      code: 'not-confirmed',
      hint: expect.stringMatching(/^To take it back/),
    })
    expect(asked).toEqual(['confirm-undo-organization'])
    expect(stateOf(company).after).toEqual(usual.after)
  })
})
