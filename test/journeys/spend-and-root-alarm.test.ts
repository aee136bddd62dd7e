/** The spend alarm and the root alarm, from the wire to the finding: each case is a world of its own. */
import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/model/index.ts'
import { type AccountBuilder, newWorld, topicPolicy } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'

const id = '111111111111'
const mia = 'mia.example@posteo.example'
const pat = 'pat@mail.example'

function account(describe: (a: AccountBuilder) => unknown): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.named('lab')
        .created(900)
        .user('mia', (u) =>
          u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller(),
        )
      describe(a)
    })
    .build()
}

interface Case {
  when: string
  world: () => World
  then: Record<string, Status>
  says?: Record<string, string>
}

async function check({ world, then, says }: Case, only: string[]): Promise<void> {
  const { of } = await auditWorld(world(), { only, as: 'personal' })
  const seen = Object.fromEntries(only.map((control) => [control, of(control)]))
  expect(Object.fromEntries(Object.keys(then).map((c) => [c, seen[c]?.status]))).toEqual(then)
  for (const [control, text] of Object.entries(says ?? {})) expect(seen[control]?.message).toContain(text)
  expect(JSON.stringify(seen)).not.toContain(mia)
}

const spend = [
  'daily-budget-exists',
  'daily-budget-fits-typical-spend',
  'daily-budget-alerts-at-its-limit',
  'spend-alert-reaches-two-people',
]
const daily = { period: 'DAILY' as const, limit: 18.6, recipients: [mia, pat] }
const usual = { days: 70, usd: 12.4, wobble: 0.04 }

const spendCases: Case[] = [
  {
    when: 'all is in order',
    world: () => account((a) => a.budget('daily', daily).dailySpend({ ...usual, spikes: { 51: 41.1 } })),
    then: {
      'daily-budget-exists': 'pass',
      'daily-budget-fits-typical-spend': 'pass',
      'daily-budget-alerts-at-its-limit': 'pass',
      'spend-alert-reaches-two-people': 'review',
    },
    says: {
      'daily-budget-exists': '18.60 USD a day; 6.20 USD on top',
      'daily-budget-fits-typical-spend': 'typical day 12.40 USD, median of 58); would have fired on 1',
    },
  },
  {
    when: 'only a monthly budget',
    world: () => account((a) => a.budget('monthly', { limit: 50, recipients: [mia] }).dailySpend(usual)),
    then: {
      'daily-budget-exists': 'fail',
      'daily-budget-fits-typical-spend': 'fail',
      'daily-budget-alerts-at-its-limit': 'fail',
      'spend-alert-reaches-two-people': 'fail',
    },
    says: {
      'daily-budget-exists': 'Only a monthly budget of 50 USD, 1 recipient.',
      'spend-alert-reaches-two-people': '1 recipient.',
    },
  },
  {
    when: 'a daily budget that counts credits',
    world: () =>
      account((a) =>
        a
          .budget('daily', { ...daily, credits: true })
          .dailySpend(usual)
          .dailySpend({ days: 70, usd: -12.4, recordType: 'Credit' }),
      ),
    then: { 'daily-budget-exists': 'fail', 'daily-budget-fits-typical-spend': 'fail' },
    says: { 'daily-budget-exists': 'counts credits and refunds' },
  },
  {
    when: 'a daily budget of one service',
    world: () =>
      account((a) =>
        a.budget('daily', { ...daily, more: { CostFilters: { Service: ['Amazon S3'] } } }).dailySpend(usual),
      ),
    then: { 'daily-budget-exists': 'fail', 'daily-budget-fits-typical-spend': 'fail' },
    says: { 'daily-budget-exists': 'only a part of the spend (Service)' },
  },
  {
    when: 'a daily budget that alerts on a forecast',
    world: () => account((a) => a.budget('daily', { ...daily, type: 'FORECASTED' }).dailySpend(usual)),
    then: { 'daily-budget-exists': 'fail', 'daily-budget-alerts-at-its-limit': 'fail' },
  },
  {
    when: 'an idle account with a daily budget of 1 USD',
    world: () => account((a) => a.budget('daily', { ...daily, limit: 1 })),
    then: { 'daily-budget-exists': 'pass', 'daily-budget-fits-typical-spend': 'pass' },
  },
  {
    when: 'five days of data are no pattern',
    world: () => account((a) => a.budget('daily', daily).dailySpend({ ...usual, days: 6 })),
    then: { 'daily-budget-exists': 'pass', 'daily-budget-fits-typical-spend': 'review' },
    says: { 'daily-budget-fits-typical-spend': 'only 5 complete days' },
  },
  {
    when: 'Cost Explorer was never opened',
    world: () => account((a) => a.budget('daily', daily).costExplorer('denied')),
    then: { 'daily-budget-exists': 'pass', 'daily-budget-fits-typical-spend': 'unknown' },
  },
  {
    when: 'the alert goes to a topic where one has not confirmed and one may be a scanner',
    world: () =>
      account((a) =>
        a
          .topic('spend', {
            publishers: ['budgets.amazonaws.com'],
            emails: [
              { address: mia, authenticated: true },
              { address: pat, pending: true },
            ],
          })
          .budget('daily', { ...daily, recipients: [a.topicArn('spend')] })
          .dailySpend(usual),
      ),
    then: { 'spend-alert-reaches-two-people': 'fail' },
    says: { 'spend-alert-reaches-two-people': '1 recipient, 1 has not confirmed' },
  },
  {
    when: 'the alert goes to a topic where both have confirmed, one perhaps a scanner',
    world: () =>
      account((a) =>
        a
          .topic('spend', {
            publishers: ['budgets.amazonaws.com'],
            emails: [{ address: mia, authenticated: true }, { address: pat }],
          })
          .budget('daily', { ...daily, recipients: [a.topicArn('spend')] })
          .dailySpend(usual),
      ),
    then: { 'spend-alert-reaches-two-people': 'review' },
    says: { 'spend-alert-reaches-two-people': 'mail scanner' },
  },
  {
    when: 'the alert goes to a topic that AWS Budgets may not publish to',
    world: () =>
      account((a) =>
        a
          .topic('spend', { emails: [{ address: mia, authenticated: true }] })
          .budget('daily', { ...daily, recipients: [a.topicArn('spend')] })
          .dailySpend(usual),
      ),
    then: { 'spend-alert-reaches-two-people': 'fail' },
    says: { 'spend-alert-reaches-two-people': 'does not let AWS Budgets publish' },
  },
]

/** A management account and one member; `mia` of `caller` looks. */
function organization(caller: 'management' | 'member', describe: (payer: AccountBuilder) => unknown): World {
  const admin = (a: AccountBuilder) =>
    a.user('mia', (u) => u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller())
  const payer = '999999999999'
  return newWorld({ scenario: 'test', began })
    .account(payer, (a) => {
      a.created(900).dailySpend(usual)
      describe(a)
      if (caller === 'management') admin(a)
    })
    .account(id, (a) => {
      a.created(800).dailySpend({ days: 70, usd: 8_000 })
      if (caller === 'member') admin(a)
    })
    .organization(payer, (o) => o.member(id))
    .build()
}

const organizationCases: Case[] = [
  {
    when: 'a member without a budget asks the payer',
    world: () => organization('member', (payer) => payer.budget('daily', daily)),
    then: {
      'daily-budget-exists': 'unknown',
      'daily-budget-fits-typical-spend': 'unknown',
      'daily-budget-alerts-at-its-limit': 'unknown',
      'spend-alert-reaches-two-people': 'unknown',
    },
    says: { 'daily-budget-exists': 'ask the payer' },
  },
  {
    when: 'a huge budget of the payer, which the small management account never trips',
    world: () => organization('management', (payer) => payer.budget('daily', { ...daily, limit: 12_000 })),
    then: { 'daily-budget-exists': 'fail' },
    says: { 'daily-budget-exists': 'covers several accounts' },
  },
  {
    when: 'a budget of the payer for the management account alone',
    world: () =>
      organization('management', (payer) =>
        payer.budget('daily', { ...daily, more: { CostFilters: { LinkedAccount: [payer.account.id] } } }),
      ),
    then: { 'daily-budget-exists': 'pass', 'daily-budget-fits-typical-spend': 'pass' },
    says: { 'daily-budget-exists': '6.20 USD on top' },
  },
]

describe('the spend alarm in an organization', () => {
  it.each(organizationCases.map((c) => [c.when, c] as const))('%s', (_when, given) => check(given, spend))
})

describe('the spend alarm', () => {
  it.each(spendCases.map((c) => [c.when, c] as const))('%s', (_when, given) => check(given, spend))
})

const alarm = 'root-use-raises-an-alarm'
const pattern = {
  'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
  detail: { userIdentity: { type: ['Root'] } },
}
const emails = [
  { address: mia, authenticated: true },
  { address: pat, authenticated: true },
]

/** The alarm in us-east-1; `topic` changes its topic, `rule` its rule. */
function alarmIn(
  a: AccountBuilder,
  region: string,
  over: { topic?: Parameters<AccountBuilder['topic']>[1]; rule?: Parameters<AccountBuilder['rule']>[1] } = {},
): AccountBuilder {
  return a
    .topic('root', { region, publishers: ['events.amazonaws.com'], emails, ...over.topic })
    .rule('root', { region, pattern, targets: [a.topicArn('root', region)], ...over.rule })
}

function everywhere(a: AccountBuilder): AccountBuilder {
  for (const [region, state] of Object.entries(a.account.regions))
    if (state.startsWith('ENABLED') && region !== 'us-east-1')
      a.rule('root', {
        region,
        pattern,
        targets: [`arn:aws:events:us-east-1:${id}:event-bus/default`],
      })
  return a
}

const alarmCases: Case[] = [
  {
    when: 'the chain is whole',
    world: () => account((a) => everywhere(alarmIn(a.trail('all'), 'us-east-1'))),
    then: { [alarm]: 'pass' },
    says: { [alarm]: '2 mailboxes, 17 Regions' },
  },
  {
    when: 'there is no trail',
    world: () => account((a) => everywhere(alarmIn(a, 'us-east-1'))),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'No trail' },
  },
  {
    when: 'the rule is only in us-east-1',
    world: () => account((a) => alarmIn(a.trail('all'), 'us-east-1')),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'us-east-1 is covered' },
  },
  {
    when: 'the rule is only outside us-east-1',
    world: () => account((a) => alarmIn(a.trail('all'), 'eu-west-1')),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'In us-east-1 no rule hears of a console sign-in' },
  },
  {
    when: 'the rule is disabled',
    world: () => account((a) => alarmIn(a.trail('all'), 'us-east-1', { rule: { state: 'DISABLED' } })),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'is disabled' },
  },
  {
    when: 'the trail is not logging',
    world: () => account((a) => everywhere(alarmIn(a.trail('all', { logging: false }), 'us-east-1'))),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'is not logging' },
  },
  {
    when: 'the trail logs writes only',
    world: () =>
      account((a) =>
        everywhere(
          alarmIn(
            a.trail('all', { selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }),
            'us-east-1',
          ),
        ),
      ),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'does not log all management events' },
  },
  {
    when: 'the topic is under a key that EventBridge may not use',
    world: () =>
      account((a) => {
        a.key({ aliases: ['alias/alarm'] })
        alarmIn(a.trail('all'), 'us-east-1', { topic: { kmsKeyId: a.account.keys[0]!.arn } })
      }),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'KMS key' },
  },
  {
    when: 'the topic lets only AWS Budgets publish',
    world: () =>
      account((a) =>
        alarmIn(a.trail('all'), 'us-east-1', {
          topic: {
            policy: JSON.stringify(topicPolicy(a.topicArn('root'), id, ['budgets.amazonaws.com'])),
          },
        }),
      ),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'does not let events.amazonaws.com publish' },
  },
  {
    when: 'nobody has confirmed',
    world: () =>
      account((a) =>
        alarmIn(a.trail('all'), 'us-east-1', { topic: { emails: [{ address: mia, pending: true }] } }),
      ),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'Nobody has confirmed' },
  },
  {
    when: 'a subscription is filtered',
    world: () =>
      account((a) =>
        alarmIn(a.trail('all'), 'us-east-1', {
          topic: { emails: [emails[0]!, { address: pat, filter: '{"level":["high"]}' }] },
        }),
      ),
    then: { [alarm]: 'fail' },
    says: { [alarm]: 'reaches 1 mailbox' },
  },
]

describe('the root alarm', () => {
  it.each(alarmCases.map((c) => [c.when, c] as const))('%s', (_when, given) => check(given, [alarm]))
})
