/** What only people do in the middle of an apply: codes, passwords, clicks, confirmations, second thoughts. */
import { describe, expect, it } from 'vitest'
import type { ApplyAccountOptions, Host, PasswordSink, UndoAccountOptions } from '../../src/index.ts'
import { AccountBuilder } from '../../src/sandbox/builder.ts'
import {
  confirmSubscription,
  firstSignIn,
  makeScenario,
  readCode,
  registerMfa,
  sessionOf,
} from '../../src/sandbox/index.ts'
import { contents, journals, mails, untrue } from '../support/accidents.ts'
import { atThePhone, declared, type Stage, stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'

const open = async (scenario = 'neglected-personal') =>
  stageOf(await makeScenario(scenario, began), { as: 'personal' })
const user = declared.administrator!.name!
const phone = declared.contacts!.primary!.phone!
const contact = ({ world, account }: Stage) => world.accounts[account]!.contact!
const users = ({ world, account }: Stage) => world.accounts[account]!.iam.users
const resultOf = (done: { outcomes: readonly { action: string; result: string }[] }, action: string) =>
  done.outcomes.find((o) => o.action === action)?.result

/** A person who types these answers, in order, whatever is asked. */
function typing(...answers: (string | undefined)[]) {
  const asked: string[] = []
  const host: Host = {
    notify: () => undefined,
    ask: async ({ code }) => {
      asked.push(code)
      return answers.shift()
    },
  }
  return { asked, host }
}

describe('the code of the phone', () => {
  const verify = 'account:VerifyPhoneNumber'
  const sms = (stage: Stage) => mails(stage.world).filter((mail) => mail.startsWith('sms'))

  it('is typed, and the number is proven', async () => {
    const stage = await open()
    const phoneInHand = atThePhone(stage)
    // A text message takes its time: in the history, the code comes after the number.
    const ask: Host['ask'] = (question) => (stage.pass(0.02), phoneInHand.ask!(question))
    const applied = await stage.apply(await stage.plan(), { host: { ...phoneInHand, ask } })
    expect([resultOf(applied, verify), contact(stage).verificationStatus]).toEqual(['applied', 'VERIFIED'])
    expect((await stage.audit()).of('contact-phone-is-current').status).toBe('pass')
  })

  it('is wrong thrice, and right when it is carried on', async () => {
    const stage = await open()
    const { asked, host } = typing('000000', '000001', '000002')
    const applied = await stage.apply(await stage.plan(), { host })
    expect([resultOf(applied, verify), applied.complete]).toEqual(['failed', false])
    expect(asked).toEqual(['phone-code', 'phone-code', 'phone-code'])
    const resumed = await stage.apply('resume', { host: atThePhone(stage) })
    expect([resultOf(resumed, verify), resumed.complete]).toEqual(['applied', true])
    expect(sms(stage)).toHaveLength(1)
  })

  it('is not at hand: it waits, without a failure, and is typed later', async () => {
    const stage = await open()
    const applied = await stage.apply(await stage.plan())
    expect([resultOf(applied, verify), applied.complete]).toEqual(['waiting', true])
    expect(applied.items.find((i) => i.control === 'contact-phone-is-current')).toMatchObject({
      result: 'waiting',
      message: 'for the code that AWS sent; type it with neverroot apply --resume',
    })
    const before = mails(stage.world)
    const resumed = await stage.apply('resume', { host: atThePhone(stage) })
    expect([resultOf(resumed, verify), contact(stage).verificationStatus]).toEqual(['applied', 'VERIFIED'])
    expect(mails(stage.world), 'nobody gets anything twice').toEqual(before)
    await expect(stage.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })

  it("was typed on AWS's own page: nobody is asked for it", async () => {
    const stage = await open()
    await stage.apply(await stage.plan())
    contact(stage).verificationStatus = 'VERIFIED'
    const { asked, host } = typing()
    const resumed = await stage.apply('resume', { host })
    expect([resultOf(resumed, verify), asked]).toEqual(['already-so', []])
  })

  it('stands in no file and in no journal', async () => {
    const stage = await open()
    await stage.apply(await stage.plan(), { host: atThePhone(stage) })
    expect(stage.files().filter(([, text]) => text.includes(readCode(stage.world, phone)))).toEqual([])
  })
})

describe('the first password', () => {
  const create = 'iam:CreateLoginProfile'
  const sink = (over: Partial<PasswordSink>): PasswordSink => ({
    unavailable: () => undefined,
    deliver: async () => undefined,
    ...over,
  })
  const failing = sink({
    deliver: async () => {
      throw new Error('the vault is locked')
    },
  })
  const closed = sink({ unavailable: () => 'there is no terminal' })

  it('reaches its reader, once, with the page to sign in at', async () => {
    const stage = await open('fresh-personal')
    await stage.apply(await stage.plan())
    expect(stage.sink.given).toEqual([
      {
        account: stage.account,
        user,
        password: expect.stringMatching(/^.{24,}$/),
        signIn: `https://${stage.account}.signin.aws.amazon.com/console`,
      },
    ])
    expect(users(stage)).toMatchObject([{ name: user, password: { resetRequired: true } }])
  })

  it.each<[string, PasswordSink, string, boolean]>([
    ['does not reach it: the login profile is removed again', failing, 'failed', false],
    ['has no reader: the login profile is left to a later run', closed, 'skipped', true],
  ])('%s', async (_name, given, result, complete) => {
    const stage = await open('fresh-personal')
    const applied = await stage.apply(await stage.plan(), { sink: given })
    expect([resultOf(applied, create), applied.complete]).toEqual([result, complete])
    expect(users(stage).map((u) => [u.name, u.password])).toEqual([[user, undefined]])
    const resumed = await stage.apply('resume')
    expect([resultOf(resumed, create), resumed.complete]).toEqual(['applied', true])
    expect(stage.sink.given).toHaveLength(1)
    expect(users(stage)[0]!.password).toBeDefined()
    expect(journals(stage.folder).flatMap((lines) => untrue(lines))).toEqual([])
  })

  it('does not reach it, and somebody gives the user another one: that one stays', async () => {
    const stage = await open('fresh-personal')
    await stage.apply(await stage.plan(), { sink: failing })
    const theirs = { lastChanged: began, lastUsed: began }
    users(stage)[0]!.password = theirs
    const resumed = await stage.apply('resume')
    expect(resultOf(resumed, create)).toBe('already-so')
    expect([users(stage)[0]!.password, stage.sink.given]).toEqual([theirs, []])
  })
})

describe('taking back', () => {
  const weakens = { confirmed: undefined } satisfies Partial<UndoAccountOptions>

  it('what made the account safer is confirmed twice: by the account, and by the run', async () => {
    const stage = await open()
    const { run } = await stage.apply(await stage.plan())
    const after = contents(stage.world)
    for (const [answers, code] of [
      [[stage.account, stage.account], 'not-confirmed'],
      [['no', run], 'not-confirmed'],
      [[undefined], 'not-confirmed'],
    ] as const) {
      const { host } = typing(...answers)
      await expect(stage.undo({ ...weakens, host })).rejects.toMatchObject({ code })
    }
    expect(contents(stage.world)).toEqual(after)
    const { asked, host } = typing(stage.account, run)
    expect(await stage.undo({ ...weakens, host })).toMatchObject({ complete: true })
    expect(asked).toEqual(['confirm-account', 'confirm-weakening'])
  })

  it('leaves what somebody has changed since, and says so; the rest is taken back', async () => {
    const stage = await open()
    await stage.apply(await stage.plan())
    contact(stage).City = 'Perth'
    const undone = await stage.undo()
    expect(undone.complete).toBe(false)
    expect(
      undone.outcomes.filter((o) => o.result !== 'applied').map((o) => [o.action, o.result, o.message]),
    ).toEqual([
      ['account:PutContactInformation', 'refused', 'it was changed since, by somebody else: left as it is'],
    ])
    expect(contact(stage)).toMatchObject({ City: 'Perth', PhoneNumber: phone })
    expect(stage.world.accounts[stage.account]!.topics).toEqual([])
  })

  it('never takes away the user who runs it', async () => {
    const stage = await open('fresh-personal')
    const { account, world } = stage
    await stage.apply(await stage.plan())
    const at = stage.sandbox.clock.now()
    firstSignIn(world, account, at, user)
    registerMfa(world, account, at, user)
    const session = sessionOf(world, account, at, user)
    const as = {
      credentials: async () => stage.sandbox.credentials(session),
    } satisfies Partial<ApplyAccountOptions>
    const undone = await stage.undo(as)
    expect(undone.complete).toBe(false)
    expect(resultOf(undone, 'iam:DeleteLoginProfile')).toBe('refused')
    expect(users(stage)).toMatchObject([{ name: user, groups: ['Administrators'], password: {} }])
    expect(undone.outcomes.filter((o) => o.action.startsWith('iam:') && o.result === 'applied')).toEqual([])
    expect(resultOf(undone, 'budgets:DeleteBudget')).toBe('applied')
  })

  it('takes away a user who is only called like the session of a role', async () => {
    const stage = await open('fresh-personal')
    const { account, world } = stage
    await stage.apply(await stage.plan())
    const at = new AccountBuilder(world, world.accounts[account]!)
    at.role('Admin', { trust: account, attached: ['AdministratorAccess'] }).roleIsCaller('Admin', user)
    expect(await stage.undo()).toMatchObject({ complete: true })
    expect(users(stage)).toEqual([])
  })

  it('takes a topic with those who have confirmed it', async () => {
    const stage = await open()
    await stage.apply(await stage.plan())
    for (const address of declared.alerts!.emails!)
      confirmSubscription(stage.world, stage.account, stage.sandbox.clock.now(), { address })
    expect(await stage.undo()).toMatchObject({ complete: true })
    expect(stage.world.accounts[stage.account]!.topics).toEqual([])
  })

  it('is possible for ninety days, and then said not to be', async () => {
    const stage = await open()
    await stage.apply(await stage.plan())
    stage.pass(24 * 89)
    expect(await stage.undo()).toMatchObject({ complete: true })
    await stage.apply(await stage.plan())
    stage.pass(24 * 90)
    await expect(stage.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })
})
