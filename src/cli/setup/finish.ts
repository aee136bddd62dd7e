import { type Finding, statementOf, controls } from '../../index.ts'
import { terminalReport } from '../../report/terminal.ts'
import { print } from '../output.ts'
import { dayOf } from '../until.ts'
import type { Journey, Seen } from './context.ts'
import { isOpen } from './section.ts'
import { isStated } from './walk.ts'
import { laterOn } from './words.ts'

/** How long a look stays good enough. */
const nextLookDays = 90
const dayMs = 86_400_000

/**
 * The end: the report, and what is open with the reason. "Done" is said only to an administrator who was seen at work;
 * what needs days or other people may be left, what only needs the person may not.
 */
export async function finish(journey: Journey): Promise<void> {
  const p = journey.palette
  await putAway(journey)
  const seen = await journey.look()
  await print(await terminalReport(asReport(seen), { style: journey.style, verbose: false }))
  const admin = seen.findings.find((f) => f.control === 'administrator-exists')
  const open = seen.findings.filter(isOpen)
  const stated = new Set<string>()
  for (const finding of open) if (await isStated(journey, finding)) stated.add(finding.control)
  const waits = open.filter(
    (f) => laterOn[f.control] || (f.waiting ?? []).length > 0 || stated.has(f.control),
  )
  const yours = open.filter((f) => !waits.includes(f))
  await print('\n')
  if (admin?.status !== 'pass')
    await journey.say(
      'Not done: no administrator was seen at work yet, so root is not finished.',
      `Next: neverroot explain administrator-exists`,
    )
  else if (yours.length > 0)
    await journey.say(
      `Not done yet: ${yours.length} ${yours.length === 1 ? 'finding needs' : 'findings need'} you: ${names(yours)}.`,
      'Next: neverroot setup, whenever you like.',
    )
  else {
    const at = dayOf(new Date(journey.now().getTime() + nextLookDays * dayMs))
    await print(` ${p.status('pass', 'Done.')} Nobody needs root today.\n`)
    await journey.say(`Look again by ${at}: neverroot audit. What was stated lapses, and then it asks again.`)
  }
  for (const { control, waiting = [], message } of waits)
    await journey.say(`Waits: ${control}, ${waiting.join('; ') || (laterOn[control] ?? message)}`)
}

const names = (findings: readonly Finding[]) => findings.map((f) => f.control).join(', ')

/** Use of root before this moment was setting up; what comes after it counts. */
async function putAway(journey: Journey): Promise<void> {
  const id = 'root-is-not-used'
  const { findings } = await journey.look([id, 'administrator-exists'])
  const of = (control: string) => findings.find((f) => f.control === control)
  if (of('administrator-exists')?.status !== 'pass' || of(id)?.status !== 'fail') return
  const asked = statementOf(controls.find((c) => c.id === id)!)
  if (!asked || !journey.prompter.interactive) return
  await journey.say(
    '',
    'Root was used for setting up, and an administrator works. From now on any use of root counts.',
  )
  const answer = await journey.choose(
    'Is root signed out everywhere, and put away from this moment on?',
    [
      { value: 'yes', label: `yes, and I say so as ${journey.by}` },
      { value: 'later', label: 'not yet' },
    ],
    'later',
  )
  if (answer === 'yes') await journey.state(id, true)
}

/** What was seen, as the renderer reads it. */
const asReport = ({ head, findings, tail }: Seen) => ({
  head,
  findings: (async function* () {
    yield* findings
  })(),
  tail: async () => tail,
})
