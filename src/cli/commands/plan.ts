import { isEmpty, type Plan, planAccount } from '../../index.ts'
import { choiceFlags, placeFlags, quoted } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import { onlyWithOrg } from '../organization-options.ts'
import type { PlanOptions } from '../options.ts'
import { checkIds } from '../control-ids.ts'
import { checkOutput, emit, print, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { showPlan } from '../show-plan.ts'

/** Makes a plan and shows it. Never writes to AWS. Exit code 0 also when there is nothing to do. */
export async function planCommand(options: PlanOptions, signal: AbortSignal): Promise<number> {
  if (options.only) checkIds(options.only)
  onlyWithOrg('plan', options, ['accounts', 'ou', 'exclude', 'resume', 'new'])
  await checkOutput(options.out)
  if (options.org) return (await import('./plan-organization.ts')).planOrganizationCommand(options, signal)
  const session = await openSession(options, signal)
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('plan', options, session.configured.configuration)
    const plan = await planAccount(howToLook(session, options))
    const json = `${JSON.stringify(plan, null, 2)}\n`
    if (options.out) await emit(json, options.out)
    if (options.format === 'json') await print(json)
    else
      await showPlan(plan, {
        style: styleFor(options),
        verbose: options.verbose === true,
        next: nextStep(plan, options),
      })
    if (options.out && !options.quiet) say(`Written to ${options.out}.`)
    return 0
  } finally {
    await session.close()
  }
}

/** What a person types next, so that it does what was shown; a plan without calls has nothing to apply. */
function nextStep(plan: Plan, options: PlanOptions): string[] {
  const unchanged = 'Nothing was changed.'
  if (isEmpty(plan)) return [unchanged]
  const doIt = `${unchanged} Do it:`
  const what = options.out ? ` ${quoted(options.out)}` : choiceFlags(options)
  return [doIt, `neverroot apply${what}${placeFlags(options)}`]
}
