import {
  type Applied,
  controls,
  type Finding,
  isEmpty,
  type Plan,
  type Section,
  sections,
  UserError,
} from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { briefly } from '../../report/terminal.ts'
import { placeFlags } from '../again.ts'
import { print } from '../output.ts'
import { showPlan } from '../show-plan.ts'
import type { Journey } from './context.ts'
import { askSettings } from './questions.ts'
import { isSettled, walk } from './walk.ts'
import { byAdministratorOnly, minutesFor, why } from './words.ts'

/** Where in the journey a screen is. */
export interface Place {
  section: Section
  /** Minutes that what comes after this section will take. */
  after: number
}

/**
 * One section of the mission: what it looks like, what is needed to fix it, the plan for what an API can fix, and then
 * the findings that only people can put right, one by one.
 */
export async function walkSection(journey: Journey, { section, after }: Place): Promise<void> {
  const ids = controls.filter((c) => c.section === section).map((c) => c.id)
  let seen = await journey.look(ids)
  const number = `${sections.indexOf(section) + 1} of ${sections.length}`
  const place = (open: readonly Finding[]) =>
    `${why[section].title}  ${number}   ${journey.profile}, about ${after + open.reduce((sum, f) => sum + minutesFor(f), 0)} min left`
  await header(journey, section, place(seen.findings.filter(isOpen)), seen.findings)
  if (!seen.findings.some(isOpen)) return
  if (await planAndApply(journey, ids)) seen = await journey.look(ids)
  const open = seen.findings.filter(isOpen)
  for (const [i, finding] of open.entries()) {
    if (journey.caller?.root && needsTheAdministrator(finding))
      await journey.say('', `${finding.control}: comes when you are signed in as the administrator.`)
    else if (!journey.prompter.interactive) await journey.say(`  ${finding.control}: ${briefly(finding)}`)
    else await walk(journey, finding, place(open.slice(i)))
  }
}

/** What nobody can settle while root is signed in; an administrator who does not exist yet is made by root. */
const needsTheAdministrator = ({ control, status }: Finding): boolean =>
  byAdministratorOnly.has(control) || (control === 'administrator-exists' && status === 'review')

/** What a person can still do something about. */
export const isOpen = (finding: Finding): boolean =>
  !isSettled(finding) && (finding.status !== 'unknown' || finding.needs !== undefined)

async function header(
  journey: Journey,
  section: Section,
  place: string,
  findings: readonly Finding[],
): Promise<void> {
  const p = journey.palette
  const rule = '-'.repeat(Math.min(journey.style.width, 78))
  await print(`\n ${p.faint(rule)}\n ${p.bold(place)}\n`)
  await journey.say(why[section].because, '')
  const shown = findings.filter((f) => f.status !== 'not-applicable')
  const lines = shown.flatMap((f) => journey.behind(`  ${p.sign(f.status)} `, `${f.control}: ${briefly(f)}`))
  await print(lines.length > 0 ? `${lines.join('\n')}\n` : '  Nothing of it concerns this account.\n')
}

/** Asks for what the section's fixes need, shows the plan, and applies it where the person agrees. */
async function planAndApply(journey: Journey, ids: readonly string[]): Promise<Applied | undefined> {
  let plan = await journey.plan(ids)
  const asks = plan.items.flatMap((item) => item.asks ?? [])
  const unique = asks.filter((ask, i) => asks.findIndex((a) => a.setting === ask.setting) === i)
  if ((await askSettings(journey, unique)) > 0) plan = await journey.plan(ids)
  if (isEmpty(plan)) return undefined
  await journey.say('', 'This can be done for you. Nothing has been changed so far.')
  await showPlan(onlySteps(plan), { style: journey.style })
  const answer = await journey.choose(
    'Do it now? The account id is asked for first.',
    [
      { value: 'apply', label: 'do exactly this' },
      { value: 'later', label: 'not now' },
    ],
    journey.options.confirm === undefined ? 'later' : 'apply',
  )
  if (answer === 'later') {
    await journey.say('Left as it is. Later: neverroot apply')
    return undefined
  }
  try {
    const applied = await journey.apply(plan)
    await print(
      closingTable(
        { ...applied, items: applied.items.filter(ofSteps(plan)) },
        journey.style,
        placeFlags(journey.options),
      ),
    )
    return applied
  } catch (error) {
    // A wrong id, or an account that moved in between: said in two lines, and the journey goes on.
    if (!(error instanceof UserError)) throw error
    await journey.say(error.message, error.hint)
    return undefined
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
