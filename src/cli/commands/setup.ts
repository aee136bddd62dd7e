import { placeFlags } from '../again.ts'
import { sections } from '../../index.ts'
import type { SetupOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { introduce, welcome, whoIsThere } from '../setup/begin.ts'
import { Journey } from '../setup/context.ts'
import { finish } from '../setup/finish.ts'
import { nobody, type Prompter, Stopped } from '../setup/prompts/prompter.ts'
import { questionnaire } from '../setup/questionnaire.ts'
import { leadOut, openWindow } from '../setup/root-session.ts'
import { isOpen, walkSection } from '../setup/section.ts'
import { recordConfigured } from '../setup/statements.ts'
import { minutesFor } from '../setup/words.ts'

/**
 * The guided journey, in the mission's order. Without a terminal it does the same from the configuration, and leaves open
 * what only people can do. Exit code 0: finished, or stopped by the person.
 */
export async function setupCommand(options: SetupOptions, signal: AbortSignal): Promise<number> {
  const session = await openSession(options, signal)
  try {
    const style = styleFor(options)
    const journey = new Journey(session, options, await prompterFor(options, signal), style, signal)
    await welcome(journey)
    await travel(journey)
    return 0
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    await print(`\n Stopped. Everything so far is kept. Carry on: neverroot setup${placeFlags(options)}\n`)
    return 0
  } finally {
    await session.close()
  }
}

async function travel(journey: Journey): Promise<void> {
  const nobodyThere = await whoIsThere(journey)
  if (nobodyThere) {
    if (!['no-credentials', 'credentials-expired'].includes(nobodyThere.code)) throw nobodyThere
    await introduce(journey, 'personal')
    return questionnaire(journey, nobodyThere)
  }
  const { caller, session } = journey
  await journey.say(`You are ${caller!.arn}, in account ${caller!.account}.`)
  // The first look says what kind of account it is; as whom it is judged is asked after that.
  const first = await journey.look(['administrator-exists'])
  await introduce(journey, first.head.vantage === 'standalone' ? 'personal' : first.head.profile)
  if (caller!.root) await openWindow(journey)
  const recorded = await recordConfigured(journey)
  if (recorded > 0)
    await journey.say(
      `${recorded} ${recorded === 1 ? 'statement' : 'statements'} of ${session.configured.path} recorded.`,
    )
  const all = await journey.look()
  if (all.head.incident) return takenOver(journey, all.head.incident.signs, all.head.incident.containment)
  const minutes = sections.map((section) =>
    all.findings.filter((f) => f.section === section && isOpen(f)).reduce((sum, f) => sum + minutesFor(f), 0),
  )
  const { grade, score, known } = all.tail.posture
  await journey.say(
    '',
    `Looked: grade ${grade}, score ${score ?? 'none'}, known ${known.count} of ${known.of}. About ${sum(minutes)} minutes of yours.`,
  )
  for (const [i, section] of sections.entries())
    await walkSection(journey, { section, after: sum(minutes.slice(i + 1)) })
  if (caller!.root) return leadOut(journey, session.configured.configuration.administrator?.name)
  return finish(journey)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

async function takenOver(
  journey: Journey,
  signs: readonly string[],
  containment: readonly string[],
): Promise<void> {
  await journey.say(
    '',
    'Somebody else may have been here. This is no time for setting up: it destroys evidence and warns whoever is in.',
  )
  for (const sign of signs) await journey.say(`- ${sign}`)
  await journey.say(
    '',
    'If all of this was you, say so (neverroot explain takeover), and run setup again. If not, do this, in this order:',
  )
  for (const [i, step] of containment.entries()) await journey.say(`${i + 1}  ${step}`)
}

/** At a terminal with arrows, or in plain lines; without a terminal nobody is asked. */
async function prompterFor(options: SetupOptions, signal: AbortSignal): Promise<Prompter> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return nobody
  const plain = options.plain === true || process.env.TERM === 'dumb'
  return plain
    ? (await import('../setup/prompts/plain.ts')).plainPrompter(signal)
    : (await import('../setup/prompts/rich.ts')).richPrompter(signal)
}
