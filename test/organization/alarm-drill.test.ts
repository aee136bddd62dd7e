/** Where a drill of the alarm goes, and where it arrives: at the centre, from a member, through every Region. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Configuration } from '../../src/index.ts'
import { rootPattern } from '../../src/controls/remedies/root-alarm-pieces.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { inboxOf, type World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { ROOT_USE } from '../../src/sandbox/scenarios/parts/root-alarm.ts'
import { badIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'
import { drilled } from '../support/drilling.ts'

const control = 'root-use-raises-an-alarm'
const CENTRE = '111111111111'
const MEMBER = '222222222222'
const HOME = 'us-east-1'
const emails = ['mia@corp.example', 'pat@corp.example']
const configuration: Configuration = { alerts: { emails }, organization: { alarmAccount: CENTRE } }
const code = 'K7QF2-9XMRT'

function world(): World {
  return newWorld({ scenario: 'drill', began })
    .account(CENTRE, (a) =>
      a
        .named('payer')
        .trail('all')
        .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()),
    )
    .account(MEMBER, (a) =>
      memberRole(
        a.trail('all').user('kim', (u) => u.admin().key()),
        CENTRE,
      ),
    )
    .organization(CENTRE, (o) => void o.member(MEMBER))
    .build()
}

/** Two plans are applied, with people who confirm in between. */
async function opened(): Promise<Company> {
  const company = await companyOf(world(), { only: [control], configuration })
  expect(badIn(await company.apply(await company.plan()))).toEqual({})
  for (const { subscriptions } of company.world.accounts[CENTRE]!.topics)
    for (const one of subscriptions) one.confirmed = one.authenticatedUnsubscribe = true
  expect(badIn(await company.apply(await company.plan()))).toEqual({})
  return company
}

type Rules = World['accounts'][string]['eventRules']

const mails = ({ world }: Pick<Company, 'world'>) =>
  emails.map((address) => inboxOf(world, address).filter(({ body }) => body.includes(code)).length)
const enabled = ({ accounts }: World, id: string) =>
  Object.values(accounts[id]!.regions).filter((state) => state !== 'DISABLED').length

let company: Company
let rules: Rules

beforeAll(async () => {
  company = await opened()
  rules = structuredClone(company.world.accounts[CENTRE]!.eventRules)
})
afterEach(() => {
  company.world.messages = []
  company.world.accounts[CENTRE]!.eventRules = structuredClone(rules)
})

describe('a drill', () => {
  it('at the centre goes through the Region that records sign-in, to both people', async () => {
    await drilled(company, async ({ routes, everywhere, organization, send }) => {
      expect(organization).toBe(company.world.organization!.id)
      expect(everywhere).toBe(false)
      expect(routes).toMatchObject([
        { region: HOME, can: 'yes', rules: ['neverroot-root-use'], waiting: 0, hidden: [], unheard: [] },
      ])
      expect(mails(company)).toEqual([0, 0])
      expect(await send(code)).toEqual([])
      expect(mails(company)).toEqual([1, 1])
      expect(inboxOf(company.world, emails[0]!).at(-1)!.body).toContain(
        `DRILL of the root alarm of AWS account ${CENTRE} (organization ${organization}): root was not used.`,
      )
    })
  })

  it('goes through every Region, one event for each', async () => {
    await drilled(
      company,
      async ({ routes, everywhere, send }) => {
        expect(everywhere).toBe(true)
        expect(routes.map(({ can }) => can)).toEqual(
          Array.from({ length: enabled(company.world, CENTRE) }, () => 'yes'),
        )
        await send(code)
        expect(mails(company)).toEqual([routes.length, routes.length])
      },
      { regions: 'all' },
    )
  })

  it('of a member arrives at the centre, which cannot be seen from the member', async () => {
    await drilled(
      company,
      async ({ caller, routes, send }) => {
        expect(caller.account).toBe(MEMBER)
        expect(routes.map((route) => route.can === 'yes' && route.hidden)).toEqual(
          Array.from({ length: 2 }, () => [`the events go on to account ${CENTRE}: look from there`]),
        )
        expect(await send(code)).toEqual([])
        expect(mails(company)).toEqual([2, 2])
      },
      { member: MEMBER, regions: [HOME, 'eu-west-1'] },
    )
  })
})

describe('before a drill is sent it is told', () => {
  const drillAlone = JSON.stringify({ source: ['neverroot.drill'] })

  it.each<[what: string, change: (rules: Rules) => unknown, expected: object]>([
    ['that there is no alarm', (rules) => rules.splice(0), { can: 'no', because: 'no-alarm' }],
    [
      'that the alarm is off',
      (rules) => rules.forEach((rule) => (rule.state = 'DISABLED')),
      { can: 'no', because: 'no-alarm' },
    ],
    [
      'that a rule of before hears no drill',
      (rules) => rules.forEach((rule) => (rule.pattern = JSON.stringify(ROOT_USE))),
      { can: 'no', because: 'hears-no-drill', rules: ['neverroot-root-use'] },
    ],
    [
      'that a rule hears drills and nothing else, and would prove itself alone',
      (rules) =>
        rules.push({
          ...rules.find(({ region, bus }) => region === HOME && bus === 'default')!,
          name: 'show',
          pattern: drillAlone,
        }),
      { can: 'no', because: 'hears-drills-alone', rules: ['show'] },
    ],
    [
      'that the rule sends nowhere',
      (rules) => rules.forEach((rule) => (rule.targets = [])),
      { can: 'no', because: 'reaches-nobody', link: 'no-target' },
    ],
    [
      'that calls which only read are not heard',
      (rules) => rules.forEach((rule) => (rule.state = 'ENABLED')),
      { can: 'yes', unheard: ['a reading call'] },
    ],
    [
      'that sign-ins are not heard',
      (rules) =>
        rules.forEach(
          (rule) =>
            (rule.pattern = rootPattern
              .replace(/"AWS Console Sign.*?",/, '')
              .replace(/,"AWS Console Signin[^"]*"/, '')),
        ),
      { can: 'yes', unheard: ['a console sign-in'] },
    ],
  ])('%s', async (_what, change, expected) => {
    change(company.world.accounts[CENTRE]!.eventRules)
    await drilled(company, async ({ routes }) => expect(routes).toMatchObject([expected]))
    expect(mails(company)).toEqual([0, 0])
  })

  it('that a Region cannot be used', async () => {
    const asked = drilled(company, async () => undefined, { regions: ['xx-none-1'] })
    await expect(asked).rejects.toMatchObject({ code: 'region-not-enabled' })
  })
})
