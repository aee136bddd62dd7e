/** The alert of the daily budget, and the people on it. */
import { describe, expect, it } from 'vitest'
import {
  account,
  actionsOf,
  alert,
  budget,
  costTypes,
  holdsNobody,
  mia,
  noTopic,
  pat,
  remedy,
} from '../../../test/support/spend.ts'
import type { Budget, BudgetNotification } from '../../facts/budgets.ts'
import type { Recipient, SpendRecipients } from '../../facts/spend-recipients.ts'
import type { Circumstances, Remediation } from '../../model/index.ts'
import alerts from '../daily-budget-alerts-at-its-limit.ts'
import teams from '../spend-alert-reaches-teams.ts'
import people from '../spend-alert-reaches-two-people.ts'

const of = { AccountId: account, BudgetName: 'Daily spend' }
const key = (over: Partial<BudgetNotification> = {}) => ({
  NotificationType: over.type ?? 'ACTUAL',
  ComparisonOperator: over.operator ?? 'GREATER_THAN',
  Threshold: over.threshold ?? 100,
  ThresholdType: over.thresholdType ?? 'PERCENTAGE',
})
const subscriber = (n: number) => ({
  SubscriptionType: 'EMAIL',
  Address: { $config: `alerts.emails.${n}` },
})
const auto = { AutoAdjustData: { AutoAdjustType: 'HISTORICAL' as const } }
const [at80, forecast, below, at120, at90] = [
  alert([mia], { threshold: 80 }),
  alert([mia], { type: 'FORECASTED' }),
  alert([mia], { operator: 'LESS_THAN' }),
  alert([mia], { threshold: 120 }),
  alert([mia], { threshold: 90 }),
]

describe('a daily budget without the right alert', () => {
  it.each<[when: string, given: Budget, threshold: number]>([
    ['has none', budget({}, []), 100],
    ['warns early', budget({}, [at80]), 100],
    ['alerts only on a forecast', budget({}, [forecast]), 100],
    ['alerts when spend falls', budget({}, [below]), 100],
    ['adjusts its amount by itself: half as much again', budget(auto, [alert()]), 150],
    [
      'counts credits too, which is mended elsewhere',
      budget({ CostTypes: { ...costTypes, IncludeCredit: true } }, []),
      100,
    ],
  ])('%s', (_when, given, threshold) => {
    const found = remedy(alerts, { budgets: { list: [given] } })
    expect(found.steps).toMatchObject([
      {
        action: 'budgets:CreateNotification',
        input: { ...of, Notification: key({ threshold }), Subscribers: [subscriber(0), subscriber(1)] },
        undo: {
          action: 'budgets:DeleteNotification',
          input: { ...of, Notification: key({ threshold }) },
          weakens: true,
        },
      },
    ])
    expect(holdsNobody(found)).toBe(true)
  })

  it.each<[when: string, list: BudgetNotification[], from: Partial<BudgetNotification>]>([
    ['the nearest one below', [forecast, at80, below, at90, alert([mia], { threshold: 50 })], at90],
    [
      'the nearest one, and no forecast',
      [at120, at90, alert([mia], { threshold: 99, type: 'FORECASTED' }), at80, below],
      at90,
    ],
    [
      'the nearest one in money',
      [at80, alert([mia], { threshold: 18, thresholdType: 'ABSOLUTE_VALUE' }), at120, forecast, below],
      { threshold: 18, thresholdType: 'ABSOLUTE_VALUE' },
    ],
    [
      'a forecast, where nothing else is there',
      [50, 60, 70, 80, 90].map((threshold) => alert([mia], { threshold, type: 'FORECASTED' })),
      { type: 'FORECASTED', threshold: 90 },
    ],
  ])('with five alerts, of which one changes: %s', (_when, list, from) => {
    const found = remedy(alerts, { budgets: { list: [budget({}, list)] } })
    expect(actionsOf(found)).toEqual(['budgets:UpdateNotification', 'budgets:CreateSubscriber'])
    const [change, join] = found.steps!
    expect(change!.input).toEqual({ ...of, OldNotification: key(from), NewNotification: key() })
    expect(change!.undo?.input).toEqual({ ...of, OldNotification: key(), NewNotification: key(from) })
    // Mia gets it already.
    expect(join!.input).toEqual({ ...of, Notification: key(), Subscriber: subscriber(1) })
    expect(join!.undo).toEqual({ action: 'budgets:DeleteSubscriber', input: join!.input, weakens: true })
    expect(holdsNobody(found)).toBe(true)
  })

  it.each<[when: string, list: Budget[], waits: string[] | undefined]>([
    ['there is no budget yet', [], ['the new budget of daily-budget-exists brings it']],
    [
      'it watches one service, so that a new one is made',
      [budget({ CostFilters: { Service: ['Amazon S3'] } }, [])],
      ['the new budget of daily-budget-exists brings it'],
    ],
    ['it is good, and its name is a person’s address', [budget({ BudgetName: mia }, [])], undefined],
    ['its alerts could not be read', [budget({}, undefined, { notifications: undefined })], undefined],
  ])('gets no call where %s', (_when, list, waits) => {
    const found = remedy(alerts, { budgets: { list } })
    expect([actionsOf(found), found.waiting]).toEqual([[], waits])
  })

  it('asks who should hear of it', () => {
    const found = remedy(alerts, { budgets: { list: [budget({}, [])] } }, { configuration: {} })
    expect(actionsOf(found)).toEqual([])
    expect(found.asks).toMatchObject([{ setting: 'alerts.emails' }])
  })

  it('has each person on it once', () => {
    const configuration = { alerts: { emails: [mia, 'Mia.Example+aws@posteo.example', pat] } }
    const found = remedy(alerts, { budgets: { list: [budget({}, [])] } }, { configuration })
    expect(found.steps![0]!.input).toMatchObject({ Subscribers: [subscriber(0), subscriber(2)] })
  })
})

const mail = (address: string): Recipient => ({ address, through: 'budget', confirmed: true })
const topicMail = (address: string, confirmed: boolean): Recipient => ({
  address,
  through: 'topic',
  confirmed,
})
const seen = (...recipients: Recipient[]): SpendRecipients => ({
  of: 'daily',
  recipients,
  blocked: [],
  others: 0,
  hidden: [],
})
const no = { holds: false, by: 'mia', at: new Date('2026-11-01') }
const sam = 'sam@corp.example'

interface PeopleCase {
  when: string
  /** On the right alert; absent: nobody could read it. */
  on?: string[] | null
  people: SpendRecipients
  list?: Budget[]
  said?: typeof no
  emails?: string[]
  /** Indexes of the configured addresses that are added. */
  adds: number[]
  asks?: boolean
  waiting?: string[]
  over?: Partial<Circumstances>
}

const peopleCases: PeopleCase[] = [
  { when: 'one of two gets it', on: [mia], people: seen(mail(mia)), adds: [1] },
  { when: 'nobody gets it but a topic that is blocked', on: [], people: seen(), adds: [0, 1] },
  { when: 'both get it: nothing', on: [mia, pat], people: seen(mail(mia), mail(pat)), adds: [] },
  {
    when: 'the only other one configured is the same person',
    on: [mia],
    people: seen(mail(mia)),
    emails: [mia, 'mia.example+bill@posteo.example'],
    adds: [],
    asks: true,
  },
  { when: 'nobody is configured', on: [mia], people: seen(mail(mia)), emails: [], adds: [], asks: true },
  {
    when: 'one is configured, and nobody gets it',
    on: [],
    people: seen(),
    emails: [mia],
    adds: [0],
    asks: true,
  },
  {
    when: 'the second one has a subscription to confirm: it is waited for, not made again',
    on: [mia],
    people: seen(mail(mia), topicMail(pat, false)),
    adds: [],
    waiting: ['p...@mail.example must click the link in the confirmation mail from AWS'],
  },
  {
    when: 'somebody says that two addresses are one person’s, and a third is configured',
    on: [mia, pat],
    people: seen(mail(mia), mail(pat)),
    said: no,
    emails: [mia, pat, sam],
    adds: [2],
  },
  {
    when: 'somebody says so, and nobody else is configured',
    on: [mia, pat],
    people: seen(mail(mia), mail(pat)),
    said: no,
    adds: [],
    asks: true,
  },
  {
    when: 'it is not known who is on the alert: nobody is put on it twice',
    on: null,
    people: seen(),
    adds: [],
  },
  {
    when: 'ten are on it: there is no room',
    on: Array.from({ length: 10 }, (_, i) => `mia.example+${i}@posteo.example`),
    people: seen(mail(mia)),
    adds: [],
  },
  {
    when: 'there is no daily budget yet',
    list: [],
    people: { ...seen(), of: 'none' },
    adds: [],
    waiting: ['the new budget of daily-budget-exists brings it'],
  },
  {
    when: 'there is no daily budget yet, and only one is configured',
    list: [],
    people: { ...seen(mail(pat)), of: 'other' },
    emails: [mia],
    adds: [],
    asks: true,
    waiting: ['the new budget of daily-budget-exists brings it'],
  },
  {
    when: 'the right alert is yet to be made',
    list: [budget({}, [alert([mia], { threshold: 80 })])],
    people: seen(mail(mia)),
    adds: [],
    waiting: ['the alert of daily-budget-alerts-at-its-limit brings it'],
  },
  {
    when: 'the right alert comes with a budget that is mended',
    list: [
      budget({ BudgetName: 'S3', CostFilters: { Service: ['Amazon S3'] } }, [alert([mia])]),
      budget({ CostTypes: { ...costTypes, IncludeCredit: true } }, []),
    ],
    people: seen(mail(mia)),
    adds: [],
    waiting: ['the alert of daily-budget-exists brings it'],
  },
]

function check(found: Remediation, { adds, asks, waiting }: PeopleCase): void {
  expect(found.steps?.map((s) => s.input) ?? []).toEqual(
    adds.map((n) => ({ ...of, Notification: key(), Subscriber: subscriber(n) })),
  )
  for (const { input, undo } of found.steps ?? [])
    expect(undo).toEqual({ action: 'budgets:DeleteSubscriber', input, weakens: true })
  expect((found.asks ?? []).map((a) => a.setting)).toEqual(asks ? ['alerts.emails'] : [])
  expect(found.waiting).toEqual(waiting)
  expect(holdsNobody(found)).toBe(true)
  expect(JSON.stringify([found.steps, found.waiting])).not.toMatch(/posteo\.example"|mia\.example/)
}

const listOf = ({ on, list }: PeopleCase) =>
  list ?? [budget({}, [on === null ? { ...alert(), subscribers: undefined } : alert(on)])]

describe('two people hear of a jump', () => {
  it.each(peopleCases.map((c) => [c.when, c] as const))('%s', (_when, c) => {
    const given = {
      people: c.people,
      budgets: { list: listOf(c) },
      topic: noTopic,
      ...(c.said ? { said: c.said } : {}),
    }
    const configuration = c.emails ? { alerts: { emails: c.emails } } : undefined
    check(remedy(people, given, { ...(configuration ? { configuration } : {}), ...c.over }), c)
  })
})

describe('the teams hear of a jump', () => {
  const cases: PeopleCase[] = [
    { when: 'nobody gets it', on: [], people: seen(), emails: [sam], adds: [0] },
    { when: 'a list gets it: people say who is on it', on: [sam], people: seen(mail(sam)), adds: [] },
    {
      when: 'somebody says that one of the three is missing',
      on: [sam],
      people: seen(mail(sam)),
      said: no,
      emails: [sam, 'aws-alerts@corp.example'],
      adds: [1],
    },
    {
      when: 'somebody says so, and no other list is configured',
      on: [sam],
      people: seen(mail(sam)),
      said: no,
      emails: [sam],
      adds: [],
      asks: true,
    },
  ]
  it.each(cases.map((c) => [c.when, c] as const))('%s', (_when, c) => {
    const given = { people: c.people, budgets: { list: listOf(c) }, ...(c.said ? { said: c.said } : {}) }
    const configuration = c.emails ? { alerts: { emails: c.emails } } : undefined
    check(remedy(teams, given, configuration ? { configuration } : {}), c)
  })
})
