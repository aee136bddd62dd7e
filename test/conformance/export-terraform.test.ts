/** The exported Terraform configuration: HCL's own parser reads it, and every argument is one that the provider documents. */
import { execFileSync } from 'node:child_process'
import hcl from 'hcl2-parser'
import { describe, expect, it } from 'vitest'
import type { Given } from '../../src/export/given.ts'
import { terraformModule } from '../../src/export/terraform/module.ts'
import { everyCall, furnished, phoneCalls, rootCalls } from '../support/every-call.ts'
import { account, handMade, plannedFor } from '../support/exports.ts'
import { findTool } from '../tools.ts'

type Body = Record<string, unknown>
type Parsed = {
  terraform: Body[]
  provider: { aws: Body[] }
  variable?: Record<string, Body[]>
  resource?: Record<string, Record<string, Body[]>>
  import?: { to: string; id: string }[]
}

/** Parses as Terraform does: the parser is the one that Terraform is built on. */
function parse(text: string): Parsed {
  const [parsed] = hcl.parseToObject(text) as [Parsed | null, unknown]
  if (!parsed) throw new Error(`this is not HCL:\n${text}`)
  return parsed
}

type Words = { readonly [name: string]: '!' | '?' | Words }

const costTypes: Words = Object.fromEntries(
  [
    ...['credit', 'discount', 'other_subscription', 'recurring', 'refund'].map((name) => `include_${name}`),
    ...['subscription', 'support', 'tax', 'upfront'].map((name) => `include_${name}`),
    ...['use_amortized', 'use_blended'],
  ].map((name): [string, '?'] => [name, '?']),
)

/** `!`: required. A list of names: a block. From the provider's documentation of each resource. */
const documented: Readonly<Record<string, Words>> = {
  aws_sns_topic: { name: '?' },
  aws_sns_topic_policy: { arn: '!', policy: '!' },
  aws_sns_topic_subscription: { topic_arn: '!', protocol: '!', endpoint: '!' },
  aws_budgets_budget: {
    name: '?',
    budget_type: '!',
    time_unit: '!',
    limit_amount: '?',
    limit_unit: '?',
    time_period_start: '?',
    time_period_end: '?',
    cost_types: costTypes,
    cost_filter: { name: '!', values: '!' },
    auto_adjust_data: { auto_adjust_type: '!', historical_options: { budget_adjustment_period: '!' } },
    notification: {
      comparison_operator: '!',
      notification_type: '!',
      threshold: '!',
      threshold_type: '!',
      subscriber_email_addresses: '?',
      subscriber_sns_topic_arns: '?',
    },
  },
  aws_iam_group: { name: '!' },
  aws_iam_group_policy: { name: '?', group: '!', policy: '!' },
  aws_iam_group_policy_attachment: { group: '!', policy_arn: '!' },
  aws_iam_role: { name: '?', assume_role_policy: '!', description: '?' },
  aws_iam_role_policy: { name: '?', role: '!', policy: '!' },
  aws_cloudwatch_event_rule: { name: '?', state: '?', event_pattern: '?', description: '?' },
  aws_cloudwatch_event_target: {
    rule: '!',
    target_id: '?',
    arn: '!',
    role_arn: '?',
    input_transformer: { input_paths: '?', input_template: '!' },
  },
  aws_s3_bucket: { bucket: '?' },
  aws_s3_bucket_public_access_block: {
    bucket: '!',
    block_public_acls: '?',
    block_public_policy: '?',
    ignore_public_acls: '?',
    restrict_public_buckets: '?',
  },
  aws_s3_bucket_policy: { bucket: '!', policy: '!' },
  aws_s3_bucket_lifecycle_configuration: {
    bucket: '!',
    rule: { id: '!', status: '!', filter: { prefix: '?' }, expiration: { days: '?' } },
  },
  aws_cloudtrail: {
    name: '!',
    s3_bucket_name: '!',
    enable_logging: '?',
    enable_log_file_validation: '?',
    include_global_service_events: '?',
    is_multi_region_trail: '?',
    is_organization_trail: '?',
  },
  aws_iam_user: { name: '!' },
  aws_iam_user_group_membership: { user: '!', groups: '!' },
  aws_iam_account_password_policy: {
    minimum_password_length: '?',
    password_reuse_prevention: '?',
    max_password_age: '?',
    hard_expiry: '?',
    allow_users_to_change_password: '?',
    require_lowercase_characters: '?',
    require_numbers: '?',
    require_symbols: '?',
    require_uppercase_characters: '?',
  },
  aws_account_primary_contact: {
    full_name: '!',
    address_line_1: '!',
    address_line_2: '?',
    address_line_3: '?',
    city: '!',
    company_name: '?',
    country_code: '!',
    district_or_county: '?',
    phone_number: '!',
    postal_code: '!',
    state_or_region: '?',
    website_url: '?',
  },
  aws_account_alternate_contact: {
    alternate_contact_type: '!',
    email_address: '!',
    name: '!',
    phone_number: '!',
    title: '!',
  },
}
/** Of every resource (Terraform language, "Meta-Arguments"). */
const meta = ['depends_on', 'lifecycle', 'provider']

function checkBody(where: string, body: Body, words: Words): void {
  for (const [name, value] of Object.entries(body)) {
    const word = words[name]
    if (meta.includes(name)) continue
    expect(Object.keys(words), where).toContain(name)
    if (typeof word !== 'object') continue
    for (const block of value as Body[]) checkBody(`${where}.${name}`, block, word)
  }
  for (const [name, word] of Object.entries(words))
    if (word === '!') expect(Object.keys(body), where).toContain(name)
}

/** Holds a configuration to the provider's documentation, and its references to what it defines. */
function check({ text, variables }: { text: string; variables: readonly { name: string }[] }): Parsed {
  const parsed = parse(text)
  const addresses: string[] = []
  for (const [type, named] of Object.entries(parsed.resource ?? {}))
    for (const [name, [body]] of Object.entries(named)) {
      expect(Object.keys(documented)).toContain(type)
      checkBody(`${type}.${name}`, body!, documented[type]!)
      addresses.push(`${type}.${name}`)
    }
  const references = JSON.stringify([parsed.resource ?? {}, parsed.import ?? []])
  for (const [, name] of references.matchAll(/\bvar\.(\w+)/g))
    expect(Object.keys(parsed.variable ?? {})).toContain(name)
  for (const [address] of references.matchAll(/\baws_\w+\.\w+/g)) expect(addresses).toContain(address)
  // The parser sorts.
  expect(Object.keys(parsed.variable ?? {})).toEqual(variables.map((v) => v.name).sort())
  for (const { to } of parsed.import ?? []) expect(addresses).toContain(to.slice(2, -1))
  return parsed
}

const resourceOf = (parsed: Parsed, type: string, name: string) => parsed.resource?.[type]?.[name]?.[0]
const importsOf = (parsed: Parsed) =>
  Object.fromEntries((parsed.import ?? []).map(({ to, id }) => [to.slice(2, -1), id]))

describe('the exported Terraform configuration', () => {
  it.each(['neglected-personal', 'neglected-business', 'fresh-personal'])('of %s', async (scenario) => {
    const given = await plannedFor(scenario)
    const parsed = check(terraformModule(given))
    expect(parsed.provider.aws[0]).toEqual({ region: 'us-east-1', allowed_account_ids: [given.plan.account] })
    expect(resourceOf(parsed, 'aws_budgets_budget', 'neverroot_daily') ?? parsed.import).toBeTruthy()
  })

  it('of every call: resources for what it makes, imports for what is there, words for the rest', () => {
    const given = handMade([...everyCall, ...phoneCalls, ...rootCalls(furnished())])
    const exported = terraformModule(given)
    const parsed = check(exported)
    expect(importsOf(parsed)).toEqual({
      'aws_account_primary_contact.account': 'default',
      'aws_account_alternate_contact.operations': 'OPERATIONS',
      'aws_sns_topic_policy.alarms': `arn:aws:sns:us-east-1:${account}:alarms`,
      'aws_budgets_budget.daily': `${account}:Daily`,
      'aws_iam_account_password_policy.account': 'iam-account-password-policy',
    })
    const out = [...exported.text.matchAll(/^# - not supported: .*\n(?:# {3}.*\n)*/gm)]
    expect(out).toHaveLength(exported.leftOut)
    for (const action of [
      'iam:CreateLoginProfile',
      'budgets:CreateSubscriber',
      'iam:DeleteAccessKey',
      'account:VerifyPhoneNumber',
    ])
      expect(exported.text).toMatch(new RegExp(`not supported: call \\d+\\.\\s+(# +)?${action}`))
  })

  it('holds neither addresses nor numbers', async () => {
    for (const given of [await plannedFor('fresh-personal'), handMade(everyCall)])
      expect(terraformModule(given).text).not.toMatch(
        /[^.]@(posteo|mail|corp)\.example|412 ?345|seen primaryContact/,
      )
  })

  it('takes over what was there without a way to destroy it, nor the alerts that it does not know', () => {
    const parsed = check(terraformModule(handMade(everyCall)))
    for (const address of Object.keys(importsOf(parsed))) {
      const [type, name] = address.split('.')
      expect(resourceOf(parsed, type!, name!)?.lifecycle).toMatchObject([{ prevent_destroy: true }])
    }
    expect(resourceOf(parsed, 'aws_budgets_budget', 'daily')).toMatchObject({
      time_period_start: '2024-05-06_00:00',
      time_period_end: '2087-06-15_00:00',
      lifecycle: [{ prevent_destroy: true, ignore_changes: ['${notification}'] }],
    })
  })

  it('restrains a group before it gives it power or people', () => {
    const parsed = check(terraformModule(handMade(everyCall)))
    const deny = '${aws_iam_group_policy.administrators_deny_unless_mfa}'
    const attachments = parsed.resource!.aws_iam_group_policy_attachment!
    expect(attachments.administrators_administrator_access![0]!.depends_on).toEqual([deny])
    expect(Object.values(parsed.resource!.aws_iam_user_group_membership!)[0]![0]!.depends_on).toEqual([deny])
  })

  it('makes one resource of a call that stands twice, and leaves a second word about the same thing to people', () => {
    const put = everyCall[0]!
    expect(terraformModule(handMade([put, put])).leftOut).toBe(0)
    const other = { ...put, input: { ContactInformation: { FullName: 'x' } } }
    const twice = terraformModule(handMade([put, other]))
    expect(Object.keys(check(twice).resource!.aws_account_primary_contact!)).toEqual(['account'])
    expect(twice.leftOut).toBe(1)
  })

  it('has a provider for each Region', () => {
    const topic = (region: string, Name: string) => ({
      action: 'sns:CreateTopic' as const,
      input: { Name },
      region,
    })
    const parsed = check(terraformModule(handMade([topic('us-east-1', 'a'), topic('eu-west-1', 'b')])))
    expect(parsed.provider.aws.map((p) => [p.alias, p.region])).toEqual([
      [undefined, 'us-east-1'],
      ['eu_west_1', 'eu-west-1'],
    ])
    expect(resourceOf(parsed, 'aws_sns_topic', 'b')).toMatchObject({ provider: '${aws.eu_west_1}' })
  })

  const odd: [name: string, budget: object][] = [
    ['a filter expression', { FilterExpression: { Not: {} }, Metrics: ['UnblendedCost'] }],
    ['planned amounts', { PlannedBudgetLimits: { '1': { Amount: '1', Unit: 'USD' } } }],
    ['a billing view of its own', { BillingViewArn: 'arn:aws:billing::1:billingview/custom-1' }],
    ['a cost type that nobody knows', { CostTypes: { IncludeMagic: true } }],
  ]
  it.each(odd)('leaves a budget with %s to people', (_name, more) => {
    const NewBudget = { BudgetName: 'x', BudgetType: 'COST', TimeUnit: 'DAILY', ...more }
    const exported = terraformModule(
      handMade([{ action: 'budgets:UpdateBudget', input: { AccountId: account, NewBudget } as never }]),
    )
    expect(exported.leftOut).toBe(1)
    expect(check(exported).resource).toBeUndefined()
  })

  it('of nothing is nothing but settings', () => {
    expect(Object.keys(check(terraformModule(handMade([]))))).toEqual(['provider', 'terraform'])
  })
})

// Nobody can be asked to install Terraform for this: where it is at hand, its own formatter has the last word.
const terraform = findTool('terraform')
describe.skipIf(!terraform)('terraform fmt', () => {
  const given: [string, () => Promise<Given>][] = [
    ['fresh-personal', () => plannedFor('fresh-personal')],
    ['every call', async () => handMade([...everyCall, ...phoneCalls])],
  ]
  it.each(given)('changes nothing of %s', async (_name, make) => {
    const { text } = terraformModule(await make())
    const formatted = execFileSync(terraform!, ['fmt', '-'], {
      input: text,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' },
    })
    expect(formatted).toBe(text)
  })
})
