/** Members' use of root, heard in one account: opened there first, then sent from every Region of every member. */
import { describe, expect, it } from 'vitest'
import type { Configuration, Plan } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { badIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'

const control = 'root-use-raises-an-alarm'
const CENTRE = '111111111111'
const MEMBERS = ['222222222222', '333333333333']
const name = 'neverroot-root-use'
const emails = ['mia@corp.example', 'pat@corp.example']
const bus = `arn:aws:events:us-east-1:${CENTRE}:event-bus/${name}`

const configuration: Configuration = {
  alerts: { emails },
  organization: { alarmAccount: CENTRE },
}

function world(): World {
  const made = newWorld({ scenario: 'alarm', began }).account(CENTRE, (a) =>
    a
      .named('payer')
      .trail('all')
      .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()),
  )
  for (const id of MEMBERS) made.account(id, (a) => memberRole(a.trail('all'), CENTRE))
  return made
    .organization(CENTRE, (o) => {
      for (const id of MEMBERS) o.member(id)
    })
    .build()
}

const staged = (given = world(), declared = configuration) =>
  companyOf(given, { only: [control], configuration: declared })

const statuses = async ({ audit }: Company) =>
  Object.fromEntries(
    (await audit()).findings.filter((f) => f.control === control).map((f) => [f.subject.id, f.status]),
  )
const callsOf = ({ items }: Plan, id: string) =>
  items.filter(({ subject }) => subject.id === id).flatMap(({ steps }) => steps.map(({ action }) => action))
const count = (calls: readonly string[], call: string) => calls.filter((c) => c === call).length
const enabled = ({ accounts }: World, id: string) =>
  Object.values(accounts[id]!.regions).filter((state) => state !== 'DISABLED').length

function confirmAll({ accounts }: World) {
  for (const { subscriptions } of accounts[CENTRE]!.topics)
    for (const one of subscriptions) {
      one.confirmed = true
      one.authenticatedUnsubscribe = true
    }
}

/** The account that hears for all others, with people who confirmed. */
async function opened(company: Company): Promise<Company> {
  const applied = await company.apply(await company.plan())
  expect(badIn(applied)).toEqual({})
  confirmAll(company.world)
  return company
}

describe("members' use of root", () => {
  it('is heard by nobody first: only the account that is to hear it is planned for', async () => {
    const company = await staged()
    expect(await statuses(company)).toEqual({
      [CENTRE]: 'fail',
      [MEMBERS[0]!]: 'fail',
      [MEMBERS[1]!]: 'fail',
    })
    const plan = await company.plan()
    expect(callsOf(plan, CENTRE)).toEqual(
      expect.arrayContaining(['sns:CreateTopic', 'events:CreateEventBus', 'events:PutPermission']),
    )
    for (const id of MEMBERS) {
      expect(callsOf(plan, id)).toEqual([])
      expect(plan.items.find(({ subject }) => subject.id === id)!.waiting!.join()).toContain(
        `first ${CENTRE}`,
      )
    }
    for (const address of emails) expect(JSON.stringify(plan)).not.toContain(address)
  })

  it('is sent from every Region once people have confirmed, seen to arrive, and all of it taken back', async () => {
    const company = await opened(await staged())
    const { world, plan, apply, undo } = company
    const second = await plan()
    for (const id of MEMBERS) {
      const calls = callsOf(second, id)
      expect(count(calls, 'events:PutRule')).toBe(enabled(world, id))
      expect(count(calls, 'iam:CreateRole')).toBe(1)
      expect(count(calls, 'sns:Subscribe')).toBe(0)
    }
    expect(badIn(await apply(second))).toEqual({})
    expect(await statuses(company)).toEqual({
      [CENTRE]: 'pass',
      [MEMBERS[0]!]: 'pass',
      [MEMBERS[1]!]: 'pass',
    })
    for (const id of MEMBERS) {
      const { eventRules, topics } = world.accounts[id]!
      expect(eventRules.every(({ targets }) => targets.every(({ Arn }) => Arn === bus))).toBe(true)
      expect(topics).toEqual([])
    }
    expect((await plan()).items).toEqual([])

    expect(badIn(await undo())).toEqual({})
    for (const id of MEMBERS) {
      const { eventRules, iam } = world.accounts[id]!
      expect([eventRules, iam.roles.filter((role) => role.name === name)]).toEqual([[], []])
    }
  })

  it('waits for a trail where none logs, once the account that is to hear it does', async () => {
    const given = world()
    given.accounts[MEMBERS[0]!]!.trails = []
    const company = await staged(given)
    const waits = ({ items }: Plan) => items.find(({ subject }) => subject.id === MEMBERS[0])!.waiting!.join()
    expect(waits(await company.plan())).toContain(`first ${CENTRE}`)
    const second = await (await opened(company)).plan()
    expect(waits(second)).toContain('first a trail must log management events')
    expect(callsOf(second, MEMBERS[0]!)).toEqual([])
    expect(callsOf(second, MEMBERS[1]!)).not.toEqual([])
  })

  it('stays unknown where no account is declared for it, and nothing is planned in members', async () => {
    const company = await staged(world(), { alerts: { emails } })
    expect(await statuses(company)).toEqual({
      [CENTRE]: 'fail',
      [MEMBERS[0]!]: 'unknown',
      [MEMBERS[1]!]: 'unknown',
    })
    const plan = await company.plan()
    for (const id of MEMBERS) expect(callsOf(plan, id)).toEqual([])
  })

  it('is unknown where another account is declared than the one that looks', async () => {
    const company = await staged(world(), { ...configuration, organization: { alarmAccount: MEMBERS[0]! } })
    expect((await statuses(company))[MEMBERS[1]!]).toBe('unknown')
    expect(callsOf(await company.plan(), MEMBERS[1]!)).toEqual([])
  })
})

describe('a chain that was whole and is broken', () => {
  type Break = (world: World) => unknown
  const busOf = ({ accounts }: World) => accounts[CENTRE]!.eventBuses!.find((b) => b.name === name)!
  const ruleOf = ({ accounts }: World, id: string) => accounts[id]!.eventRules.find((r) => r.name === name)!

  it.each<[what: string, how: Break, failing: string[]]>([
    ['the bus lets nobody in', (w) => delete busOf(w).policy, [CENTRE, ...MEMBERS]],
    [
      'the bus lets another organization in',
      (w) => (busOf(w).policy = busOf(w).policy!.replaceAll(w.organization!.id, 'o-otherother1')),
      [CENTRE, ...MEMBERS],
    ],
    [
      'the rule on the bus was switched off',
      (w) => {
        const found = w.accounts[CENTRE]!.eventRules.find((r) => r.bus === name)!
        found.state = 'DISABLED'
      },
      [CENTRE, ...MEMBERS],
    ],
    [
      'the rule of one member was switched off',
      (w) => (ruleOf(w, MEMBERS[0]!).state = 'DISABLED'),
      [MEMBERS[0]!],
    ],
    [
      'the role of one member may not put events on the bus',
      (w) => {
        const role = w.accounts[MEMBERS[1]!]!.iam.roles.find((r) => r.name === name)!
        role.inline = {}
      },
      [MEMBERS[1]!],
    ],
    [
      'the role of one member is gone',
      (w) => {
        const { iam } = w.accounts[MEMBERS[1]!]!
        iam.roles = iam.roles.filter((r) => r.name !== name)
      },
      [MEMBERS[1]!],
    ],
  ])('%s: seen, and mended', async (_what, how, failing) => {
    const company = await opened(await staged())
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
    how(company.world)
    const bad = Object.entries(await statuses(company)).filter(([, status]) => status !== 'pass')
    expect(Object.fromEntries(bad)).toEqual(Object.fromEntries(failing.map((id) => [id, 'fail'])))
    // Where the centre is broken members wait for it, and then have nothing left to do.
    await company.apply(await company.plan())
    expect(new Set(Object.values(await statuses(company)))).toEqual(new Set(['pass']))
  })
})
