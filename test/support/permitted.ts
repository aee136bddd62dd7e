/** A caller who may do exactly what a policy says: what they come to, and what AWS refuses them. */
import { permissionFor } from '../../src/aws/index.ts'
import type { AwsAction, Outcome, permissionPolicy, Plan, Profile } from '../../src/index.ts'
import { addSession } from '../../src/sandbox/builder/iam.ts'
import { readCode, type World } from '../../src/sandbox/index.ts'
import { declared, stageOf } from './applying.ts'
import { began } from './audit.ts'

export type PolicyDocument = ReturnType<typeof permissionPolicy>

/** The policy without one of its actions. */
export const without = (policy: PolicyDocument, action: AwsAction): PolicyDocument => ({
  ...policy,
  Statement: policy.Statement.map((s) => ({ ...s, Action: s.Action.filter((a) => a !== action) })).filter(
    (s) => s.Action.length > 0,
  ),
})

/** Signs in as a role that has this policy and nothing else: the world's caller from then on. */
export function asRoleWith(world: World, policy: PolicyDocument): void {
  const account = Object.values(world.accounts)[0]!
  const Principal = { AWS: `arn:${world.partition}:iam::${account.id}:root` }
  account.iam.roles.push({
    name: 'fixer',
    path: '/',
    id: 'AROASANDBOXFIXER00000',
    created: began,
    trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
    attached: [],
    inline: { neverroot: structuredClone(policy) as never },
    maxSessionSeconds: 3600,
    tags: {},
  })
  const session = { kind: 'role', name: 'fixer', sessionName: 'neverroot' } as const
  world.defaultAccessKeyId = addSession(world, account.id, session)
}

export interface Life {
  plan: Plan
  /** What became of each step, and of each one that took it back. */
  outcomes: readonly Outcome[]
  /** IAM actions that were asked for, and those that were refused for want of a permission. */
  used: ReadonlySet<string>
  denied: ReadonlySet<string>
}

/** Plans, applies and takes back as a role with this policy; everything that people are asked for is given. */
export async function lifeUnder(
  policy: PolicyDocument,
  world: World,
  options: { as?: Profile; only?: readonly string[] } = {},
): Promise<Life> {
  asRoleWith(world, policy)
  // What AWS itself denies to everybody is no lack of permission.
  const managed = world.behaviour.awsManagedPolicies
    ? ['account:GetContactInformation', 'account:GetAlternateContact']
    : []
  const used = new Set<string>()
  const denied = new Set<string>()
  const phone = declared.contacts!.primary!.phone!
  const { members = {}, managementAccountId: alarmAccount } = world.organization ?? {}
  const member = Object.keys(members).find((id) => id !== alarmAccount)
  const stage = await stageOf(world, {
    ...options,
    configuration: {
      ...declared,
      ...(member && alarmAccount ? { organization: { delegatedAdministrator: member, alarmAccount } } : {}),
    },
    serve: {
      onRequest: ({ error, operation }) => {
        used.add(permissionFor(operation as AwsAction))
        if (
          /Denied|AuthorizationError|UnauthorizedOperation/.test(error ?? '') &&
          !managed.includes(operation)
        )
          denied.add(permissionFor(operation as AwsAction))
      },
    },
    host: {
      notify: () => undefined,
      ask: async ({ code }) => (code === 'phone-code' ? readCode(world, phone) : undefined),
    },
  })
  const plan = await stage.plan()
  const outcomes: Outcome[] = []
  if (plan.items.some((item) => item.steps.length > 0)) {
    outcomes.push(...(await stage.apply(plan)).outcomes)
    if (outcomes.some((o) => o.result === 'applied')) outcomes.push(...(await stage.undo()).outcomes)
  }
  return { plan, outcomes, used, denied }
}
