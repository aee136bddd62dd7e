import { type Applied, isEmpty, type Plan, type Section, UserError } from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { choiceFlags, placeFlags } from '../again.ts'
import { print } from '../output.ts'
import { showPlan } from '../show-plan.ts'
import type { Journey } from './context.ts'
import { askSettings } from './questions.ts'

export interface Offered {
  applied: boolean
  /** Controls whose calls were planned and not agreed to: nobody is led by hand through what can be done for them. */
  declined: ReadonlySet<string>
}

/** What was applied may make more fixable: the first administrator makes the password policy matter. */
const mostRounds = 3

/** Asks for what the section's fixes need, shows the plan, and applies it where the person agrees; again, while it helps. */
export async function offer(journey: Journey, section: Section, ids: readonly string[]): Promise<Offered> {
  let applied = false
  for (let round = 0; round < mostRounds; round++) {
    let plan = await journey.plan(ids)
    const asks = plan.items.flatMap((item) => item.asks ?? [])
    const unique = asks.filter((ask, i) => asks.findIndex((a) => a.setting === ask.setting) === i)
    if (round === 0 && (await askSettings(journey, unique)) > 0) plan = await journey.plan(ids)
    if (isEmpty(plan)) break
    const done = await agree(journey, plan, section)
    if (!done)
      return {
        applied,
        declined: new Set(plan.items.filter((i) => i.steps.length > 0).map((i) => i.control)),
      }
    applied = true
    // Something is in the way: the same plan again would meet it again.
    if (!done.complete || done.outcomes.some((o) => o.result === 'skipped')) break
  }
  return { applied, declined: new Set() }
}

async function agree(journey: Journey, plan: Plan, section: Section): Promise<Applied | undefined> {
  await journey.say('', 'This can be done for you. Nothing has been changed so far.')
  await showPlan(onlySteps(plan), { style: journey.style })
  for (;;) {
    const answer = await journey.choose(
      'Do it now? The account id is asked for first.',
      [
        { value: 'apply', label: 'do exactly this' },
        { value: 'later', label: 'not now' },
      ],
      journey.options.confirm === undefined ? 'later' : 'apply',
    )
    if (answer === 'later') {
      const flags = `${choiceFlags({ ...journey.options, section })}${placeFlags(journey.options)}`
      await journey.say(`Left as it is. Later: neverroot apply${flags}`)
      return undefined
    }
    try {
      const applied = await journey.apply(plan)
      const shown = { ...applied, items: applied.items.filter(ofSteps(plan)) }
      await print(closingTable(shown, journey.style, placeFlags(journey.options)))
      return applied
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      await journey.say(error.message)
      // A slip of the keyboard: it is asked again. Anything else, the account that moved above all, ends it here.
      if (error.code === 'not-confirmed' && journey.prompter.interactive) continue
      await journey.say(error.hint)
      return undefined
    }
  }
}

/** What people do is asked on screens of its own. */
const onlySteps = (plan: Plan): Plan => ({
  ...plan,
  items: plan.items.filter((item) => item.steps.length > 0),
})

/** What was done, and what came right with it. */
const ofSteps = (plan: Plan) => (item: Applied['items'][number]) =>
  item.result === 'fixed' || plan.items.some((i) => i.id === item.id && i.steps.length > 0)
