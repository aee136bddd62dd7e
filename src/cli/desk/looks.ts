/** What the page asks AWS for beside an audit. Reads only. */
import {
  activityOf,
  organizationFootprint,
  type OrganizationFootprint,
  recoveryOf,
  recoveryOfMember,
  spendOf,
  UserError,
} from '../../index.ts'
import type { PageActivity, PageFootprint, PageRecovery, PageSpend } from '../../model/index.ts'
import { svgRecovery } from '../../report/recovery-svg.ts'
import { type Context, withSession } from './context.ts'

/** What root of the connected account did, with the windows in which that was planned. */
export const activity = (context: Context): Promise<PageActivity> =>
  withSession(context, {}, async ({ how, session }) => {
    const seen = await activityOf(how)
    const records = await session.records(seen.caller.account)
    const windows = records.windows().map(({ from, until, by, reason }) => ({ from, until, by, reason }))
    return { ...seen, windows }
  })

export const spend = (context: Context): Promise<PageSpend> =>
  withSession(context, {}, ({ how }) => spendOf(how))

export const recovery = (context: Context, account: string | undefined): Promise<PageRecovery> =>
  withSession(context, {}, async ({ how, many }) => {
    const seen =
      account === undefined || !context.options.org
        ? await recoveryOf(how)
        : await recoveryOfMember(account, await many())
    if (account !== undefined && seen.subject.id !== account)
      throw new UserError(
        'another-account',
        `This page looks at account ${seen.subject.id}, not at ${account}.`,
        'For the accounts of an organization: neverroot serve --org',
      )
    return { recovery: seen, svg: svgRecovery(seen) }
  })

/** Looks that several tabs wait for are one look. */
const looking = new WeakMap<Context, Promise<OrganizationFootprint>>()

/** What control policies leave to root of one account; the whole organization is looked at once. */
export async function footprint(context: Context, account: string): Promise<PageFootprint> {
  try {
    context.footprint ??= await lookAtAll(context)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { because: `${error.message} ${error.hint}` }
  }
  const { groups, notCovered, unknown } = context.footprint
  if (notCovered.some(({ id }) => id === account)) return { notCovered: true }
  const why = unknown.find(({ id }) => id === account)?.why
  if (why !== undefined) return { because: why }
  const found = groups.find(({ accounts }) => accounts.includes(account))
  return found
    ? { footprint: found.footprint }
    : { because: `Account ${account} is not in the organization that was looked at.` }
}

function lookAtAll(context: Context): Promise<OrganizationFootprint> {
  const under = looking.get(context)
  if (under) return under
  const look = withSession(context, {}, ({ how }) => organizationFootprint(how)).finally(() =>
    looking.delete(context),
  )
  looking.set(context, look)
  return look
}
