/** A new daily budget and its topic: what is taken is added to, never replaced, and nobody is asked twice. */
import { describe, expect, it } from 'vitest'
import {
  account,
  actionsOf,
  alert,
  budget,
  holdsNobody,
  mia,
  noTopic,
  pat,
  remedy,
} from '../../../test/support/spend.ts'
import type { Subscription, Topic } from '../../facts/topic.ts'
import type { Circumstances } from '../../model/index.ts'
import exists from '../daily-budget-exists.ts'
import { exampleSpend } from '../support/spend-alarm.ts'
import { spendTopicPolicy } from './spend-topic.ts'
import { merged } from './topic-policy.ts'

const { arn } = noTopic
const theirs = {
  Sid: 'Theirs',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'SNS:Publish',
  Resource: arn,
  Condition: { StringEquals: { 'AWS:SourceOwner': account } },
}
const policyOf = (...Statement: object[]) => JSON.stringify({ Version: '2008-10-17', Id: 'x', Statement })
const ours = (spendTopicPolicy(arn, account, 'aws').Statement as object[])[0]!
const inbox = (endpoint: string, confirmed = true): Subscription => ({
  protocol: 'email',
  endpoint,
  confirmed,
  ...(confirmed ? { arn: `${arn}:1` } : {}),
})
const taken = (over: Partial<Topic> = {}): Topic => ({
  ...noTopic,
  exists: true,
  policy: policyOf(theirs),
  ...over,
})
const made = (topic: Topic | undefined, over: Partial<Circumstances> = {}) =>
  remedy(exists, { budgets: { list: [] }, spend: exampleSpend(58, 12.4), ...(topic ? { topic } : {}) }, over)

describe('the topic of a new daily budget', () => {
  it.each<[when: string, topic: Topic | undefined, actions: string[], through: boolean]>([
    [
      'there is none',
      noTopic,
      ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:Subscribe'],
      true,
    ],
    [
      'there is one of somebody’s',
      taken(),
      ['sns:SetTopicAttributes', 'sns:Subscribe', 'sns:Subscribe'],
      true,
    ],
    [
      'there is one that AWS Budgets may use',
      taken({ policy: policyOf(theirs, ours) }),
      ['sns:Subscribe', 'sns:Subscribe'],
      true,
    ],
    [
      'one is subscribed and one is asked already',
      taken({
        policy: policyOf(ours),
        subscriptions: [inbox('Mia.Example+spend@posteo.example'), inbox(pat, false)],
      }),
      [],
      true,
    ],
    [
      'only machines are subscribed',
      taken({
        policy: policyOf(ours),
        subscriptions: [{ protocol: 'sqs', endpoint: 'arn:aws:sqs:::q', confirmed: true }],
      }),
      ['sns:Subscribe', 'sns:Subscribe'],
      true,
    ],
    ['it could not be looked at', undefined, [], false],
    ['it is encrypted', taken({ key: 'alias/aws/sns' }), [], false],
    [
      'it denies AWS Budgets',
      taken({ policy: policyOf({ ...theirs, Effect: 'Deny', Principal: '*', Condition: undefined }) }),
      [],
      false,
    ],
    ['its policy is no policy', taken({ policy: 'no policy' }), [], false],
    [
      'its policy names a person, and a plan may not',
      taken({ policy: policyOf({ ...theirs, Condition: { StringLike: { 'sns:Endpoint': mia } } }) }),
      [],
      false,
    ],
  ])('%s', (_when, topic, actions, through) => {
    const found = made(topic)
    expect(actionsOf(found)).toEqual([...actions, 'budgets:CreateBudget'])
    const create = found.steps!.at(-1)!
    const subscribers = (
      create.input as unknown as { NotificationsWithSubscribers: [{ Subscribers: object[] }] }
    ).NotificationsWithSubscribers[0].Subscribers
    expect(subscribers).toEqual([
      { SubscriptionType: 'EMAIL', Address: { $config: 'alerts.emails.0' } },
      { SubscriptionType: 'EMAIL', Address: { $config: 'alerts.emails.1' } },
      ...(through
        ? [
            {
              SubscriptionType: 'SNS',
              Address: topic?.exists ? arn : { $output: [found.steps![0]!.id, 'TopicArn'] },
            },
          ]
        : []),
    ])
    if (!through) expect(create.does).toContain('by e-mail alone: topic neverroot-spend')
    expect(create.undo).toEqual({
      action: 'budgets:DeleteBudget',
      input: { AccountId: account, BudgetName: 'neverroot-daily' },
      weakens: true,
    })
    expect(found.costs).toBeUndefined()
    expect(holdsNobody(found)).toBe(true)
  })

  it('is waited for by whoever has not confirmed, subscribed now or before', () => {
    expect(made(noTopic).waiting).toEqual([
      'm...@posteo.example must click the link in the confirmation mail from AWS',
      'p...@mail.example must click the link in the confirmation mail from AWS',
    ])
    const half = taken({ subscriptions: [inbox(mia), inbox(pat, false)] })
    expect(made(half).waiting).toEqual([
      'p...@mail.example must click the link in the confirmation mail from AWS',
    ])
  })

  it('goes with its undo where it is new, and gets its policy back where it is not', () => {
    const [create, set] = made(noTopic).steps!
    expect(create!.undo).toEqual({ action: 'sns:DeleteTopic', input: { TopicArn: arn }, weakens: true })
    expect(set!.undo).toBeUndefined()
    const [add, ...rest] = made(taken()).steps!
    const input = { TopicArn: arn, AttributeName: 'Policy' }
    expect(add).toMatchObject({
      region: 'us-east-1',
      input: { ...input, AttributeValue: policyOf(theirs, ours) },
      undo: {
        action: 'sns:SetTopicAttributes',
        input: { ...input, AttributeValue: policyOf(theirs) },
        weakens: true,
      },
    })
    expect(rest.map((s) => s.undo?.action)).toEqual([undefined, undefined, 'budgets:DeleteBudget'])
  })

  it.each([
    ['a list of statements', policyOf(theirs), policyOf(theirs, ours)],
    ['one statement', JSON.stringify({ Statement: theirs }), JSON.stringify({ Statement: [theirs, ours] })],
    [
      'a statement with the same id',
      policyOf({ ...theirs, Sid: 'BudgetsMayPublish' }),
      policyOf({ ...theirs, Sid: 'BudgetsMayPublish' }, { ...ours, Sid: 'BudgetsMayPublish2' }),
    ],
    ['no policy', 'x', undefined],
  ])('keeps what its policy says: %s', (_when, before, after) => {
    expect(merged(before, ours as never)).toBe(after)
  })

  it('is part of what the plan rests on; whether somebody has confirmed is not', () => {
    const basis = (topic: Topic | undefined) => made(topic).basis
    expect(basis(noTopic)).not.toEqual(basis(taken()))
    expect(basis(undefined)).not.toEqual(basis(noTopic))
    expect(basis(taken())).not.toEqual(basis(taken({ policy: policyOf(theirs, ours) })))
    expect(basis(taken({ subscriptions: [inbox(pat, false)] }))).toEqual(
      basis(taken({ subscriptions: [inbox(pat)] })),
    )
    expect(basis(taken())).not.toEqual(basis(taken({ subscriptions: [inbox(pat)] })))
  })

  it('stands in the Region where AWS Budgets of the partition lives', () => {
    const found = made(noTopic, { partition: 'aws-us-gov' })
    expect(found.steps!.slice(0, 4).map((s) => s.region)).toEqual(Array(4).fill('us-gov-west-1'))
  })
})

describe('a new daily budget', () => {
  it.each([
    ['a free name', [], 'neverroot-daily'],
    ['the next one where a monthly budget has it', ['neverroot-daily'], 'neverroot-daily-2'],
    ['and so on', ['neverroot-daily', 'neverroot-daily-2', 'neverroot-daily-4'], 'neverroot-daily-3'],
  ])('has %s', (_when, names, name) => {
    const list = names.map((BudgetName) => budget({ BudgetName, TimeUnit: 'MONTHLY' }, [alert([mia])]))
    const found = remedy(exists, { budgets: { list }, spend: exampleSpend(58, 12.4), topic: noTopic })
    expect(found.steps!.at(-1)!.input).toMatchObject({ Budget: { BudgetName: name } })
    expect(found.steps!.at(-1)!.undo?.input).toMatchObject({ BudgetName: name })
  })

  it.each([
    ['half as much again as a typical day', exampleSpend(58, 12.4), '18.60', 'USD'],
    ['an idle account: the floor', exampleSpend(58, 0), '1.00', 'USD'],
    ['in the currency of the bill', { ...exampleSpend(58, 10), unit: 'CNY' }, '15.00', 'CNY'],
  ])('has the amount that fits: %s', (_when, spend, Amount, Unit) => {
    const found = remedy(exists, { budgets: { list: [] }, spend, topic: noTopic })
    expect(found.steps!.at(-1)!.input).toMatchObject({ Budget: { BudgetLimit: { Amount, Unit } } })
  })

  it('says that its amount is the least there is where no day of spend is known', () => {
    const found = remedy(exists, { budgets: { list: [] }, topic: noTopic })
    expect(found.steps!.at(-1)!.does).toContain('1 USD a day, the least there is')
  })

  it('asks each person once, and asks for people where none is named', () => {
    const configuration = { alerts: { emails: [mia, 'mia.example+x@posteo.example'] } }
    expect(actionsOf(made(noTopic, { configuration })).filter((a) => a === 'sns:Subscribe')).toHaveLength(1)
    const asked = made(noTopic, { configuration: {} })
    expect([actionsOf(asked), asked.asks?.[0]?.setting]).toEqual([[], 'alerts.emails'])
  })
})
