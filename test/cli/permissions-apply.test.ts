/**
 * The policies that `neverroot permissions plan` and `permissions apply` print are enough, and nothing in them is too
 * much: a role that may do nothing else plans, applies and takes back in every world without one refusal, and misses any
 * single action that is taken away.
 */
import { describe, expect, it } from 'vitest'
import { type AwsAction, mostPolicyCharacters, policyCharacters, type Profile } from '../../src/index.ts'
import { applyGrants } from '../../src/api/permissions.ts'
import { isRead } from '../../src/aws/operations.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { began } from '../support/audit.ts'
import { type Life, lifeUnder, type PolicyDocument, without } from '../support/permitted.ts'
import { controls, standalone } from './report.ts'
import { table } from './mistake.ts'
import { run } from './run.ts'

const policyOf = async (...args: string[]) =>
  JSON.parse((await run(['permissions', ...args])).stdout) as PolicyDocument
const actionsOf = (policy: PolicyDocument) => policy.Statement.flatMap((s) => s.Action)

const [audit, plan, apply] = await Promise.all(['audit', 'plan', 'apply'].map((what) => policyOf(what)))
const auditActions = actionsOf(audit!)
const writes = apply!.Statement.slice(1)

const worlds: [scenario: string, as: Profile][] = [
  ...standalone.flatMap((scenario) =>
    (['personal', 'business'] as const).map((as): [scenario: string, as: Profile] => [scenario, as]),
  ),
  // The management account of an organization.
  ['startup', 'business'],
  ['a-rule-switched-off', 'personal'],
  ['startup-with-a-trail', 'business'],
  ['a-narrow-trail', 'personal'],
  ['a-bucket-that-was-opened', 'personal'],
]
/** A scenario, or one in which somebody switched off the rule of one Region, or did something to a trail. */
async function worldOf(scenario: string) {
  if (scenario === 'startup-with-a-trail') {
    const world = await makeScenario('startup', began)
    world.accounts[world.organization!.managementAccountId]!.trails.push({
      name: 'all',
      homeRegion: 'us-east-1',
      multiRegion: true,
      organization: false,
      globalServiceEvents: true,
      bucket: 'logs',
      logging: true,
    })
    return world
  }
  if (scenario === 'a-narrow-trail' || scenario === 'a-bucket-that-was-opened') {
    const world = await makeScenario('exemplary-personal', began)
    const [account] = Object.values(world.accounts)
    const writes = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }]
    if (scenario === 'a-narrow-trail')
      Object.assign(account!.trails[0]!, { multiRegion: false, logging: false, selectors: writes })
    else {
      account!.trails = []
      // One that stayed when a trail was taken back.
      world.buckets = [
        {
          name: `neverroot-trail-${account!.id}-us-east-1`,
          owner: account!.id,
          region: 'us-east-1',
          created: began,
          ownership: 'BucketOwnerEnforced',
          objects: [],
        },
      ]
    }
    return world
  }
  if (scenario !== 'a-rule-switched-off') return makeScenario(scenario, began)
  const world = await makeScenario('exemplary-personal', began)
  for (const { eventRules } of Object.values(world.accounts))
    for (const rule of eventRules) if (rule.region === 'eu-west-1') rule.state = 'DISABLED'
  return world
}
/** What is asked within a call: passing a role of whoever names one as a target, making one of whoever makes a trail for all accounts. */
const within: Readonly<Record<string, string>> = {
  'iam:PassRole': 'events:PutTargets',
  'iam:CreateServiceLinkedRole': 'organizations:EnableAWSServiceAccess',
}
const needs = (used: ReadonlySet<string>, action: AwsAction) => used.has(within[action] ?? action)
const lives = new Map<string, Promise<Life>>()
/** One life under the whole policy, for all that is asked about it. */
const whole = (scenario: string, as: Profile) => {
  const key = `${scenario} ${as}`
  if (!lives.has(key))
    lives.set(
      key,
      worldOf(scenario).then((world) => lifeUnder(apply!, world, { as })),
    )
  return lives.get(key)!
}

describe('neverroot permissions plan', () => {
  it('holds what an audit reads, and nothing that writes', () => {
    expect(plan!.Statement).toHaveLength(1)
    expect(auditActions.filter((action) => !actionsOf(plan!).includes(action))).toEqual([])
    expect(
      actionsOf(plan!).filter((action) => /:(?!Get|List|Describe|Lookup|View|Generate)/.test(action)),
    ).toEqual([])
  })
})

describe('neverroot permissions apply', () => {
  it('reads what a plan reads and more, writes apart from that, in order', () => {
    const [read, ...rest] = apply!.Statement
    expect(read).toMatchObject({ Sid: 'NeverrootRead', Resource: '*' })
    expect(actionsOf(plan!).filter((action) => !read!.Action.includes(action))).toEqual([])
    const written = rest.flatMap((s) => s.Action)
    expect(written.filter((action) => isRead(action) || /ViewBudget/.test(action))).toEqual([])
    expect(new Set(written).size, 'each action once').toBe(written.length)
    for (const { Action } of apply!.Statement) expect(Action).toEqual([...Action].sort())
    expect(new Set(apply!.Statement.map((s) => s.Sid)).size).toBe(apply!.Statement.length)
  })

  it('gives no right over all groups, topics, budgets, users or contacts', () => {
    const anywhere = writes.filter((s) => s.Resource === '*' && !s.Condition).flatMap((s) => s.Action)
    // What knows no resource, or is about the caller's own account in any case.
    expect(anywhere).toEqual([
      'account:SendPhoneNumberVerification',
      'account:VerifyPhoneNumber',
      'iam:DeleteAccountPasswordPolicy',
      'iam:DisableOrganizationsRootCredentialsManagement',
      'iam:DisableOrganizationsRootSessions',
      'iam:EnableOrganizationsRootCredentialsManagement',
      'iam:EnableOrganizationsRootSessions',
      'iam:UpdateAccountPasswordPolicy',
    ])
    expect(writes.find((s) => s.Action.includes('organizations:EnableAWSServiceAccess'))).toMatchObject({
      Condition: {
        StringEquals: {
          'organizations:ServicePrincipal': [
            'account.amazonaws.com',
            'cloudtrail.amazonaws.com',
            'iam.amazonaws.com',
          ],
        },
      },
    })
    const attaching = writes.find((s) => s.Action.includes('iam:AttachGroupPolicy'))
    expect(attaching).toMatchObject({
      Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    })
  })

  it('fits one managed policy of IAM', () => {
    expect(policyCharacters(apply!)).toBeLessThanOrEqual(mostPolicyCharacters)
  })

  it.each(['aws-us-gov', 'aws-cn', 'aws-eusc'])('--partition %s stands in every ARN', async (partition) => {
    const other = JSON.stringify(await policyOf('apply', '--partition', partition))
    expect(other).not.toContain('arn:aws:')
    expect(other.replaceAll(`arn:${partition}:`, 'arn:aws:')).toBe(JSON.stringify(apply))
  })

  it.each(worlds)('is enough for %s, judged as %s', async (scenario, as) => {
    const life = await whole(scenario, as)
    expect([...life.denied]).toEqual([])
    expect(life.outcomes.filter((o) => /refused|failed|skipped/.test(o.result))).toEqual([])
    expect(life.plan.items.flatMap((i) => i.steps).length).toBeGreaterThan(0)
  })
})

/** Every third of them here, all of them in the soak suite: each takes a whole plan or several. */
const some = <T extends string>(actions: readonly T[]): readonly T[] =>
  process.env.NEVERROOT_SOAK === '1' ? actions : actions.filter((_, i) => i % 3 === 0)

describe.each(some(writes.flatMap((s) => s.Action)))('without %s', (action) => {
  it('a step is refused, and says that this is what it needs', async () => {
    for (const [scenario, as] of worlds) {
      const { used, plan } = await whole(scenario, as)
      if (!needs(used, action)) continue
      // Nothing else need be planned again for it.
      const items = plan.items.filter(({ steps }) => steps.some(({ permission }) => permission === action))
      // A bucket that was made stays: taken back alone there would be nothing to do.
      const only =
        items[0] && !/^(s3:|cloudtrail:CreateTrail$)/.test(action) ? { only: [items[0].control] } : {}
      const life = await lifeUnder(without(apply!, action), await worldOf(scenario), { as, ...only })
      expect(action in within ? [action] : [...life.denied]).toEqual([action])
      const refused = life.outcomes.filter((o) => o.result === 'refused')
      expect(refused.length).toBeGreaterThan(0)
      for (const { message } of refused) expect(message).toContain(action)
      return
    }
    expect.fail(`no plan needs ${action}`)
  })
})

// What an audit reads is proven with its own policy: planning and looking again look as it does.
describe.each(some(apply!.Statement[0]!.Action.filter((action) => !auditActions.includes(action))))(
  'without %s',
  (action) => {
    it('a step cannot tell whether it is so already', async () => {
      for (const [scenario, as] of worlds) {
        if (!needs((await whole(scenario, as)).used, action)) continue
        const life = await lifeUnder(without(apply!, action), await worldOf(scenario), { as })
        expect([...life.denied]).toEqual([action])
        return
      }
      expect.fail(`nothing reads through ${action}`)
    })
  },
)

/** What only the centre of an organization changes is in no policy of one account. */
const fixable = controls.map(({ id }) => id).filter((id) => applyGrants({ only: [id] }).length > 0)

describe('--only and --section', () => {
  it.each(fixable)('--only %s is enough for its own plan', async (only) => {
    const policy = await policyOf('apply', '--only', only)
    expect(policyCharacters(policy)).toBeLessThan(policyCharacters(apply!))
    let planned = 0
    for (const [scenario, as] of worlds) {
      const world = await worldOf(scenario)
      // No scenario has a number that is none.
      if (only === 'contact-phone-is-valid') {
        const { contact } = world.accounts[Object.keys(world.accounts)[0]!]!
        if (contact) contact.PhoneNumber = '0412 345 600'
      } else if (!(await whole(scenario, as)).plan.items.some((item) => item.control === only)) continue
      const life = await lifeUnder(policy, world, { as, only: [only] })
      expect([...life.denied], `${scenario} as ${as}`).toEqual([])
      expect(life.outcomes.filter((o) => o.result === 'refused')).toEqual([])
      if (life.plan.items.length > 0) planned++
      if (planned === 2) return
    }
    expect(planned).toBeGreaterThan(0)
  })

  it('--section gives what its controls need', async () => {
    const ids = controls.filter((c) => c.section === 'spend-alarm').map((c) => c.id)
    expect(await policyOf('apply', '--section', 'spend-alarm')).toEqual(
      await policyOf('apply', '--only', ids.join(',')),
    )
  })

  it('a choice that no call can fix reads only', async () => {
    expect((await policyOf('apply', '--only', 'root-has-mfa')).Statement.map((s) => s.Sid)).toEqual([
      'NeverrootRead',
    ])
  })
})

table('mistakes', [
  {
    case: 'a command, almost',
    args: ['permissions', 'aply'],
    what: '"aply"',
    todo: 'Did you mean neverroot permissions apply?',
  },
  {
    case: 'a control that there is not',
    args: ['permissions', 'apply', '--only', 'root-has-mfas'],
    what: 'There is no control "root-has-mfas"',
    todo: 'root-has-mfa',
  },
  {
    case: 'a partition that there is not',
    args: ['permissions', 'apply', '--partition', 'aws-moon'],
    what: '"aws-moon" is not what --partition takes',
    todo: 'aws-us-gov',
  },
])
