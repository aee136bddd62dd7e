/** A generated organization about to be changed: what its plan may hold, and what may have become of its accounts. */
import { expect } from 'vitest'
import { type Host, type Plan, type PlanItem, UserError } from '../../src/index.ts'
import { addressFor } from '../../src/model/index.ts'
import { readCode, type World } from '../../src/sandbox/index.ts'
import { type Company, companyOf } from './applying-to-many.ts'
import { seenAtWork } from './planned-worlds.ts'
import { outOfOrder, rootOf, watchRoots } from './root-watch.ts'
import { type GuardedSpec, guardedWorld, wordsOf } from './worlds/guarded-organization.ts'
import { memberId } from './worlds/organization.ts'

export interface Given {
  spec: GuardedSpec
  company: Company
  plan: Plan
  before: World
  /** What a person was asked. */
  asked: string[]
  watch: ReturnType<typeof watchRoots>
}

/** Answers whatever is asked: mail codes as they arrive, and what is typed to confirm. */
function person(spec: GuardedSpec, world: World, asked: string[]): Host['ask'] {
  return async ({ code, data }) => {
    asked.push(code)
    const { account = '', domain, run } = data as { account?: string; domain?: string; run?: string }
    if (code === 'mail-code')
      return readCode(world, addressFor(spec.configuration.contacts!.root!.email!, account))
    if (code === 'confirm-domain') return domain
    if (code === 'confirm-weakening') return run
    return /^confirm-(undo-)?organization$/.test(code) ? world.organization!.id : undefined
  }
}

export async function opened(
  spec: GuardedSpec,
  choice: GuardedSpec['choice'] = {},
): Promise<Given | undefined> {
  const world = await guardedWorld(spec)
  const asked: string[] = []
  let told = 0
  const company = await companyOf(world, {
    configuration: spec.configuration,
    records: wordsOf(spec),
    host: { notify: ({ code }) => void (code === 'cost' && told++), ask: person(spec, world, asked) },
    timeoutMs: 1_000,
  })
  const watch = watchRoots(company, () => told)
  const plan = await company.plan({ choice }).catch((error: unknown) => {
    if (error instanceof UserError && /^(looks-taken-over|no-account-chosen)$/.test(error.code))
      return undefined
    throw error
  })
  return plan && { spec, company, plan, before: structuredClone(world), asked, watch }
}

export const stepsOf = (items: readonly PlanItem[]) => items.flatMap((item) => item.steps)
const isRootTask = ({ as }: { as: string }) => as.startsWith('root-task:')
const withMfa = (account: World['accounts'][string]) => seenAtWork(account).some(({ mfa }) => mfa)

/**
 * What a plan may hold, before anything is done. For good goes only what root of a member has: with central root access on, off
 * for the quarantine, on somebody's word, and where somebody else was seen to get in with MFA. Mailbox and phone of an account
 * never change together, and in members nobody is made and nothing of the centre's kind.
 */
export function expectPlan({ spec, company, plan, before }: Given): void {
  const steps = stepsOf(plan.items)
  const { management } = company
  expect(steps.filter((s) => s.risk === 'irreversible' && !isRootTask(s))).toEqual([])
  expect(steps.filter((s) => isRootTask(s) && s.account === management)).toEqual([])
  for (const account of new Set(steps.filter(isRootTask).map((step) => step.account))) {
    const place = spec.flaws.findIndex((_, i) => memberId(i) === account)
    expect([spec.central, spec.flaws[place]], account).toEqual([true, undefined])
    expect(
      [account, management].some((id) => withMfa(before.accounts[id]!)),
      account,
    ).toBe(true)
  }
  const changing = (action: RegExp) =>
    new Set(steps.filter((s) => action.test(s.action)).map((s) => s.account))
  const numbers = new Set(
    steps
      .filter((s) => JSON.stringify(s.input).includes('{"$config":"contacts.primary.phone"}'))
      .map((s) => s.account),
  )
  expect([...changing(/PrimaryEmailUpdate$/)].filter((id) => numbers.has(id))).toEqual([])
  const inMembers = steps.filter((step) => step.account !== management && !isRootTask(step))
  expect(inMembers.filter((s) => /^iam:(?!UpdateAccountPasswordPolicy)|^sns:/.test(s.action))).toEqual([])
}

/** What has become of the accounts, whatever happened in between: the same, and who was seen to get in still does. */
export function expectAccounts({ company, plan, before }: Given, fixed: boolean): void {
  for (const [id, was] of Object.entries(before.accounts)) {
    const is = company.world.accounts[id]!
    const planned = stepsOf(plan.items).some((step) => step.account === id && isRootTask(step))
    expect(outOfOrder(rootOf(was), rootOf(is)), id).toBeUndefined()
    if (!planned) expect(rootOf(is), id).toEqual(rootOf(was))
    else if (fixed)
      expect(rootOf(is), id).toEqual({ password: false, keys: [], certificates: [], devices: 0 })
    const digits = ({ contact }: typeof was) => contact?.PhoneNumber.replace(/\D/g, '')
    expect(is.email !== was.email && digits(is) !== digits(was), `${id}: mailbox and phone`).toBe(false)
    expect(seenAtWork(is), `${id}: who was seen`).toEqual(expect.arrayContaining(seenAtWork(was)))
    if (id !== company.management)
      for (const kind of ['users', 'groups', 'roles'] as const)
        expect(is.iam[kind], id).toEqual(was.iam[kind])
    for (const topic of was.topics)
      expectTopic(
        topic,
        is.topics.find(({ arn }) => arn === topic.arn)!,
      )
  }
}

type Topic = World['accounts'][string]['topics'][number]

/** What a topic lets in stays, who hears of it stays, and only AWS Budgets comes to it, for this account. */
function expectTopic(was: Topic, is: Topic): void {
  const statements = ({ policy }: Topic) =>
    (JSON.parse(policy) as { Statement: { Principal?: unknown }[] }).Statement
  const old = statements(was).map((s) => JSON.stringify(s))
  const now = statements(is).map((s) => JSON.stringify(s))
  expect(now, was.arn).toEqual(expect.arrayContaining(old))
  for (const added of statements(is).filter((s) => !old.includes(JSON.stringify(s))))
    expect(added).toMatchObject({
      Principal: { Service: 'budgets.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': was.arn.split(':')[4] } },
    })
  const heard = ({ subscriptions }: Topic) => subscriptions.map(({ endpoint }) => endpoint)
  expect(heard(is)).toEqual(expect.arrayContaining(heard(was)))
}

/** What no undo brings back: where root's mail goes, and what root was signed in to with. */
export const lasting = (world: World, { plan }: Given): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(world.accounts).map(
      ([id, { root, iam, email, topics, budgets, alternateContacts, contact }]) => {
        const steps = stepsOf(plan.items).filter((step) => step.account === id)
        return [
          id,
          {
            ...(steps.some(isRootTask) ? {} : { root, devices: iam.virtualMfaDevices }),
            ...(steps.some((s) => s.action.endsWith('PrimaryEmailUpdate')) ? {} : { email }),
            policy: iam.passwordPolicy,
            features: iam.organizationsFeatures ?? [],
            groups: iam.groups.map(({ name }) => name),
            users: iam.users.map(({ name }) => name),
            topics: topics.map(({ arn, policy }) => [arn, policy]),
            budgets: budgets.map(({ budget: { LastUpdatedTime: _, ...budget }, notifications }) => [
              budget,
              notifications,
            ]),
            alternateContacts,
            contact: contact && { ...contact, verificationStatus: '' },
          },
        ]
      },
    ),
  )

export const ofAll = ({ organization: o }: World) => [
  [...o!.trustedServices].sort(),
  o!.delegatedAdministrators.map(({ account, service }) => `${account} ${service}`),
  o!.policies,
]
