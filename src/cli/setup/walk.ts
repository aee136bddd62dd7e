import { type AnyControl, controls, type Finding, statementOf } from '../../index.ts'
import { briefly } from '../../report/terminal.ts'
import { print } from '../output.ts'
import { explain } from '../commands/explain.ts'
import type { Journey } from './context.ts'
import type { Choice } from './prompts/prompter.ts'
import { laterOn, saidByAdministratorOnly } from './words.ts'

/** What became of a finding that a person was led through. */
export type Walked = 'settled' | 'later'

/**
 * Leads through one finding that only a person can put right: where you are, why it matters, what you do, what you will
 * see, how to get back. Then it looks again, or takes the person's word for what nobody can look at.
 */
export async function walk(journey: Journey, finding: Finding, place: string): Promise<Walked> {
  const control = controls.find((c) => c.id === finding.control)!
  if (laterOn[control.id]) {
    await journey.say('', `${control.title}: ${laterOn[control.id]}.`)
    return 'later'
  }
  if (await isStated(journey, finding)) {
    await journey.say('', `${control.id}: ${briefly(finding)}. Nothing more can be said of it now.`)
    return 'later'
  }
  await show(journey, control, finding, place)
  for (let now = finding; ;) {
    const answer = await ask(journey, control, now)
    if (answer === 'later') return 'later'
    if (answer === 'explain') {
      await explain(control.id, journey.options)
      continue
    }
    if (answer === 'yes' || answer === 'no') await journey.state(control.id, answer === 'yes')
    const again = await lookAgain(journey, control.id)
    if (again === undefined || isSettled(again)) return 'settled'
    // A word is all that a person can give: what it does not settle stays open, and is not asked again now.
    if (answer !== 'done') return 'later'
    now = again
  }
}

/** True where somebody has said that it holds, and that does not settle it: something has to be looked at as well. */
export async function isStated(journey: Journey, finding: Finding): Promise<boolean> {
  if (finding.status !== 'review') return false
  const said = (await journey.session.records(finding.subject.id)).attestation(finding.control)
  return said !== undefined && said.holds && Date.parse(said.expires) > journey.now().getTime()
}

export const isSettled = ({ status }: Finding): boolean =>
  status === 'pass' || status === 'not-applicable' || status === 'excepted'

async function lookAgain(journey: Journey, control: string): Promise<Finding | undefined> {
  const { findings } = await journey.look([control])
  const [finding] = findings
  if (!finding) return undefined
  const p = journey.palette
  await print(` ${p.sign(finding.status)} ${finding.control}   ${briefly(finding)}\n`)
  return finding
}

type Answer = 'yes' | 'no' | 'done' | 'later' | 'explain'

async function ask(journey: Journey, control: AnyControl, finding: Finding): Promise<Answer> {
  const asked = statementOf(control)
  // Where something can be looked at, it is; a word counts where nothing can, or where it is what is missing.
  const counts =
    asked !== undefined &&
    (finding.status === 'review' || finding.status === 'unknown') &&
    !(journey.caller?.root && saidByAdministratorOnly.has(control.id))
  const choices: Choice<Answer>[] = [
    ...(counts
      ? [
          { value: 'yes' as const, label: `yes, and I say so as ${journey.by}` },
          { value: 'no' as const, label: 'no' },
        ]
      : []),
    { value: 'done', label: 'done, look again' },
    { value: 'later', label: 'not yet' },
    { value: 'explain', label: 'explain more' },
  ]
  return journey.choose(counts ? asked.question : 'Have you done it?', choices, 'later')
}

async function show(journey: Journey, control: AnyControl, finding: Finding, place: string): Promise<void> {
  const p = journey.palette
  const { procedure } = control
  await print(`\n ${p.faint(place)}\n ${p.bold(control.title)}\n`)
  await journey.say(`Now: ${briefly(finding)}.`.replace(/\.\.$/, '.'), control.rationale)
  if (!procedure) return
  const { title, steps, link, see, back } = procedure
  const lines = [
    '',
    ` ${p.bold(`You do it: ${title}`)}`,
    ...steps.flatMap((step, i) => journey.behind(`   ${i + 1}  `, step)),
    `      ${link}`,
    ...journey.behind(
      '   You will see: ',
      see ?? 'what is described above; nothing changes until you save it.',
    ),
    ...journey.behind(
      '   To get back:  ',
      back ?? 'come back to this window; nothing is lost while you are away.',
    ),
  ]
  await print(`${lines.join('\n')}\n`)
}
