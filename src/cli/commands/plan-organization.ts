import { isEmpty, type Plan, planOrganization } from '../../index.ts'
import { organizationPlan } from '../../report/organization-plan.ts'
import { recordsOfMany } from '../../store/records.ts'
import { choiceFlags, organizationFlags, placeFlags, quoted } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import { keepMemorySmall } from '../memory.ts'
import { choiceOf } from '../organization-options.ts'
import type { PlanOptions } from '../options.ts'
import { emit, print, say, styleFor } from '../output.ts'
import { progressLine } from '../progress.ts'
import { openSession, type Session } from '../session.ts'

/** Plans what would be done about an organization, and shows it. Never writes to AWS. */
export async function planOrganizationCommand(options: PlanOptions, signal: AbortSignal): Promise<number> {
  const session = await openSession(options, signal)
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('plan', options, session.configured.configuration)
    const plan = await planOf(session, options)
    const json = `${JSON.stringify(plan, null, 2)}\n`
    if (options.out) await emit(json, options.out)
    if (options.format === 'json') await print(json)
    else
      await print(
        organizationPlan(plan, {
          style: styleFor(options),
          verbose: options.verbose === true,
          next: nextStep(plan, options),
        }),
      )
    if (options.out && !options.quiet) say(`Written to ${options.out}.`)
    return 0
  } finally {
    await session.close()
  }
}

/** The plan of what is chosen, made now. */
export async function planOf(session: Session, options: PlanOptions): Promise<Plan> {
  keepMemorySmall()
  const progress = progressLine(session.host, options)
  const recorded = await recordsOfMany(session.folder, (text) =>
    session.host.notify({ code: 'note', data: { text } }),
  )
  try {
    return await planOrganization({
      ...howToLook(session, options),
      records: async (subject) => recorded(subject),
      sandbox: session.sandbox,
      folder: session.folder,
      choice: choiceOf(options),
      resume: options.resume === true,
      onlyNew: options.new === true,
      host: progress.host,
    })
  } finally {
    progress.end()
  }
}

function nextStep(plan: Plan, options: PlanOptions): string[] {
  if (isEmpty(plan)) return ['Nothing was changed.']
  return options.out
    ? [`Nothing was changed. Do it: neverroot apply ${quoted(options.out)}${placeFlags(options)}`]
    : [
        `Nothing was changed. To do it, write it down first: neverroot plan${organizationFlags(options)}${choiceFlags(options)}${placeFlags(options)} --out FILE`,
      ]
}
