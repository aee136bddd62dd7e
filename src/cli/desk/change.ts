/** Plans, and what is done from them: through the same API, questions and journal as at the terminal. */
import {
  applyAccount,
  applyOrganization,
  type AppliedToMany,
  controls,
  isEmpty,
  type PasswordSink,
  type Plan,
  planAccount,
  planOrganization,
  type Section,
  sections,
  undoAccount,
  undoOrganization,
  UserError,
} from '../../index.ts'
import type { PagePlan, PagePosts } from '../../model/index.ts'
import { closingTable } from '../../report/apply.ts'
import { appliedToMany } from '../../report/organization-apply.ts'
import { organizationPlan } from '../../report/organization-plan.ts'
import { terminalPlan } from '../../report/plan.ts'
import type { Style } from '../../report/style.ts'
import type { Work } from '../../serve/index.ts'
import { passwordSink, saved } from '../acting.ts'
import { placeFlags } from '../again.ts'
import { checkIds } from '../control-ids.ts'
import { keepMemorySmall } from '../memory.ts'
import { type Context, withSession } from './context.ts'
import { hostOf } from './host.ts'

/** As the page shows text of the terminal. */
const style: Style = { width: 100, color: false, ascii: false }

export function planWork(context: Context, { section, only }: PagePosts['/api/plan']): Work {
  if (only) checkIds(only)
  const chosen = sectionNamed(section)
  return async (run) => {
    const host = hostOf({ run, many: context.options.org === true })
    context.plan = await withSession(context, { host, signal: run.signal }, async ({ how, many }) => {
      const choice = { ...(only ? { only } : {}), ...(chosen ? { section: chosen } : {}) }
      if (!context.options.org) return planAccount({ ...how, ...choice })
      keepMemorySmall()
      return planOrganization({ ...(await many()), ...choice })
    })
    return {}
  }
}

function sectionNamed(section: string | undefined): Section | undefined {
  const found = sections.find((one) => one === section)
  if (section === undefined || found) return found
  throw new UserError(
    'no-such-section',
    `There is no section "${section.slice(0, 60)}".`,
    `There is: ${sections.join(', ')}.`,
  )
}

/** The latest plan, and how the terminal prints it. */
export function planned({ plan }: Context): PagePlan {
  if (!plan) return {}
  const sectionOf = new Map(controls.map((c) => [c.id, c.section]))
  const text =
    plan.organization === undefined
      ? terminalPlan(plan, (id) => sectionOf.get(id) ?? 'guardrails', { style })
      : organizationPlan(plan, { style, verbose: false, next: [] })
  return { plan, text }
}

export function applyWork(context: Context, { digest, confirm }: PagePosts['/api/apply']): Work {
  const plan = reviewed(context, digest)
  const subject = plan.organization ?? plan.account
  if (confirm.trim() !== subject)
    throw new UserError(
      'not-confirmed',
      `"${confirm.trim().slice(0, 40)}" is not ${subject}. Nothing was changed.`,
      `To apply it, type ${subject}.`,
    )
  const steps = plan.items.reduce((sum, item) => sum + item.steps.length, 0)
  return changing(context, { typed: confirm.trim(), steps, again: 'apply --resume' }, async (how, many) =>
    plan.organization === undefined
      ? { one: await applyAccount({ ...how, plan }) }
      : { many: await applyOrganization({ ...(await many()), plan }) },
  )
}

/** The plan that was reviewed, and no other. */
function reviewed({ plan }: Context, digest: string): Plan {
  if (!plan)
    throw new UserError('no-plan', 'There is no plan to apply.', 'Make one first, and look at what it does.')
  if (plan.digest !== digest)
    throw new UserError(
      'another-plan',
      'Another plan was made since this one was shown. Nothing was changed.',
      'Look at the new one, and apply that.',
    )
  if (isEmpty(plan))
    throw new UserError(
      'empty-plan',
      'The plan has no call: there is nothing to apply.',
      'What is left is for people.',
    )
  return plan
}

export function undoWork(context: Context, { run, confirm }: PagePosts['/api/undo']): Work {
  if (context.options.org && run !== undefined)
    throw new UserError(
      'usage',
      'Of an organization, what was applied last is taken back: no run is named.',
      'Leave the run away.',
    )
  const again = run === undefined ? 'undo' : `undo ${run}`
  return changing(context, { typed: confirm.trim(), again }, async (how, many, note) =>
    context.options.org
      ? { many: await undoOrganization(await many()) }
      : {
          one: await undoAccount({
            ...how,
            ...(run === undefined ? {} : { run }),
            show: async ({ lasting }) => lasting.forEach((what) => note(`Cannot be taken back: ${what}`)),
          }),
        },
  )
}

type How = Omit<Parameters<typeof applyAccount>[0], 'plan'>
type Many = Omit<Parameters<typeof applyOrganization>[0], 'plan'>
type Changed = { one: Awaited<ReturnType<typeof applyAccount>> } | { many: AppliedToMany }

function changing(
  context: Context,
  { typed, steps, again }: { typed: string; steps?: number; again: string },
  act: (how: How, many: () => Promise<Many>, note: (text: string) => void) => Promise<Changed>,
): Work {
  const { options } = context
  const flags = placeFlags(options)
  return async (run) => {
    const host = hostOf({
      run,
      typed,
      many: options.org === true,
      ...(steps === undefined ? {} : { steps }),
    })
    return withSession(context, { host, signal: run.signal }, async ({ how, many, session }) => {
      const more = {
        host,
        folder: session.folder,
        ...(session.sandbox ? { settleMs: 0 } : {}),
      }
      const carriedOn = options.org ? again.replace(/^(\w+)/, '$1 --org') : again
      const changed = await saved(
        run.signal,
        `${carriedOn}${flags}`,
        () =>
          act(
            { ...how, ...more, sink: sinkOf(options.passwordTo, run.signal) },
            async () => ({ ...(await many()), ...more }),
            run.note,
          ),
        host.begun,
      ).finally(() => {
        if (!host.begun()) return
        // What they rest on has moved: they are made and looked at anew.
        context.plan = undefined
        context.footprint = undefined
      })
      if ('one' in changed) {
        const { one } = changed
        return { applied: one, items: one.items, text: closingTable(one, style, flags) }
      }
      return { text: appliedToMany(changed.many, style, `${carriedOn}${flags}`) }
    })
  }
}

const noScreen =
  'a browser is no place for the first password: start neverroot serve with --password-to, or apply at a terminal.'

/** A password never reaches the page, and not the terminal that nobody may be sitting at. */
const sinkOf = (passwordTo: string | undefined, signal: AbortSignal): PasswordSink =>
  passwordTo === undefined
    ? { unavailable: () => noScreen, deliver: () => Promise.reject(new Error(noScreen)) }
    : passwordSink({ passwordTo } as Parameters<typeof passwordSink>[0], signal)
