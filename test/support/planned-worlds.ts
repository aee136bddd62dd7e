/** Made accounts with their plans: what the properties of applying have in common. */
import { type Configuration, isEmpty, UserError } from '../../src/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import { stageOf } from './applying.ts'
import { began } from './audit.ts'
import { Life } from './spend-life.ts'
import { accountId, type AccountSpec, worldOf } from './worlds.ts'

/** What stays otherwise when a number is taken back: no call brings its old verification back. */
export const unproven = ['contact-phone-is-current']
/** A credential report is made every four hours at most. */
export const untilReported = 5

/**
 * The world of a spec. Of budgets it is as AWS would have it: an amount that adjusts itself is what AWS makes of the days,
 * every other budget has one, and the newer form has a filter (without one, the sandbox does not tell its metric).
 */
export async function made(spec: AccountSpec): Promise<World> {
  const budgets = spec.budgets.map((budget): AccountSpec['budgets'][number] => {
    const flaws = budget.flaws.filter((flaw) => flaw !== 'no-limit' || budget.adjusts !== undefined)
    const unfiltered = flaws.includes('credits') && flaws.includes('refunds') && !flaws.includes('filtered')
    return { ...budget, flaws, form: unfiltered ? 'legacy' : budget.form }
  })
  const world = worldOf({ ...spec, budgets }, began)
  for (const { budget } of world.accounts[accountId]!.budgets)
    delete (budget.AutoAdjustData as { LastAutoAdjustTime?: string } | undefined)?.LastAutoAdjustTime
  if (spec.caller !== 'reader') await (await Life.of(world)).settle()
  return world
}

/** The world of a spec, and its plan; undefined where there is nothing to apply, or the account looks taken over. */
export async function planned(spec: AccountSpec, configuration: Configuration) {
  const as = spec.business ? ('business' as const) : ('personal' as const)
  const stage = await stageOf(await made(spec), { as, configuration })
  const plan = await stage.plan().catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'looks-taken-over') return undefined
    throw error
  })
  return plan && !isEmpty(plan) ? { stage, plan } : undefined
}

/**
 * What no call takes back or shows: whether the phone is verified, when a trail was last started or stopped, the role that AWS
 * keeps for CloudTrail; and the empty lists that it adds to selectors.
 */
const unsaid = /^(verificationStatus|phoneVerification|loggingChanged)$/
const added = /^(DataResources|ExcludeManagementEventSources)$/

/** A world without what stays otherwise when all is taken back. */
export const unverified = (of: unknown): unknown =>
  JSON.parse(
    JSON.stringify(of, (name, value: unknown) => {
      if (unsaid.test(name)) return undefined
      if (!Array.isArray(value)) return value
      if (added.test(name) && value.length === 0) return undefined
      // Whoever was asked and has not confirmed yet stays asked: AWS has no call that takes it back.
      if (name === 'subscriptions')
        return value.filter((one: { confirmed?: boolean }) => one.confirmed !== false)
      if (name === 'roles')
        return value.filter(({ path }: { path?: string }) => !path?.startsWith('/aws-service-role/'))
      return value as unknown[]
    }),
  )

/** Whom the account has, as it was described: users with full access who signed in lately, and whether they have MFA. */
export function seenAtWork({ iam }: World['accounts'][string]): { name: string; mfa: boolean }[] {
  const everything = (arns: readonly string[]) =>
    arns.some((arn) => arn.endsWith(':policy/AdministratorAccess'))
  return iam.users
    .filter(
      (user) =>
        Date.parse(user.password?.lastUsed ?? '') >= Date.parse(began) - 30 * 86_400_000 &&
        (everything(user.attached) ||
          'everything' in user.inline ||
          user.groups.some((name) => everything(iam.groups.find((g) => g.name === name)?.attached ?? []))),
    )
    .map(({ name, mfaDevices }) => ({
      name,
      mfa:
        mfaDevices.length > 0 ||
        iam.virtualMfaDevices.some((d) => typeof d.assignedTo === 'object' && d.assignedTo.user === name),
    }))
}
