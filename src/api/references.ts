/** What the references of a plan stand for, for whoever wants to write the plan down somewhere else. */
import { checkPlan } from '../engine/apply/check.ts'
import { sourceOf } from '../engine/collect.ts'
import { at, fromConfiguration, referencesIn } from '../engine/plan/references.ts'
import { observables } from '../facts/observables.ts'
import { type Json, type Plan, UserError, valueOf } from '../model/index.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

export { resolve, Unresolved } from '../engine/plan/references.ts'

/** What stands at the path of a reference; undefined: nothing (any more). */
export interface References {
  config(path: string): Json | undefined
  observed(path: string): Json | undefined
}

/**
 * Throws UserError where a plan is not what was reviewed, is too old, or asks for what no plan may do. Whoever will run
 * what comes of it is not known yet, so it is not asked who is signed in.
 */
export function checkReviewed(plan: Plan, now: Date, config: string | undefined): void {
  const anybody = { account: plan.account, arn: '', root: false }
  checkPlan(plan, { caller: anybody, now, ...(config === undefined ? {} : { config }) })
}

/**
 * Looks up what the plan's calls refer to. AWS is asked only where something is carried over from what is there. Throws
 * UserError where that cannot be seen, or where the credentials are of another account.
 */
export async function referencesOf(plan: Plan, options: LookOptions): Promise<References> {
  const config = fromConfiguration(options.configuration ?? {})
  const wanted = plan.items
    .flatMap((item) => item.steps)
    .flatMap((step) => referencesIn(step.input))
    .filter(([kind]) => kind === '$observed')
    .map(([, path]) => String(path).split('.')[0]!)
  if (wanted.length === 0) return { config, observed: () => undefined }
  const found = await observe(plan, [...new Set(wanted)], options)
  return {
    config,
    observed(path) {
      const [name = '', ...rest] = path.split('.')
      return at(found.get(name), rest.join('.'))
    },
  }
}

async function observe(plan: Plan, names: readonly string[], options: LookOptions) {
  const connected = await connect(options, options.host)
  try {
    if (connected.caller.account !== plan.account)
      throw new UserError(
        'wrong-account',
        `The plan is for account ${plan.account}, and you are signed in to ${connected.caller.account}.`,
        `Sign in to ${plan.account}: the export carries values over that only that account has.`,
      )
    const source = sourceOf((await assessOptions(options, connected)).sight)
    const found = new Map<string, Json | undefined>()
    for (const name of names) {
      const fetcher = Object.hasOwn(observables, name)
        ? observables[name as keyof typeof observables]
        : undefined
      found.set(name, fetcher && valueOf(await source.get(fetcher)))
    }
    return found
  } finally {
    connected.door.close()
  }
}
