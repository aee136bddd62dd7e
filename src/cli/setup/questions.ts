import { type Answer, answerCheck } from '../../config/answers.ts'
import type { Ask } from '../../model/index.ts'
import type { Journey } from './context.ts'

/** Lists are asked for one by one, until Enter alone. */
const lists: Readonly<Record<string, string>> = {
  'alerts.emails': 'Another address, of somebody else',
  'people.lists': 'Another list',
}
const mostOfAList = 10

/**
 * Asks for settings that a fix needs and keeps the answers in the configuration. Gives how many were answered; what is
 * left for later is asked again another time.
 */
export async function askSettings(journey: Journey, asks: readonly Ask[]): Promise<number> {
  if (asks.length === 0 || !journey.prompter.interactive) return 0
  const wrong = await answerCheck()
  let answered = 0
  for (const { setting, question } of asks) {
    const value = lists[setting]
      ? await askList(journey, setting, question, wrong)
      : await journey.prompter.text(question, { check: (answer) => wrong({ setting, value: answer }) })
    if (value === undefined) continue
    // Kept at once: whoever stops at the next question has not lost this one.
    await journey.keep([{ setting, value }])
    answered++
  }
  if (answered === 0) return 0
  await journey.say(
    `Kept in ${journey.session.configured.path}. It names who is told and who is called: keep it like a key.`,
  )
  return answered
}

async function askList(
  { prompter }: Journey,
  setting: string,
  question: string,
  wrong: (answer: Answer) => string | undefined,
): Promise<string[] | undefined> {
  const found: string[] = []
  while (found.length < mostOfAList) {
    const one = await prompter.text(found.length === 0 ? question : lists[setting]!, {
      check: (answer) =>
        found.includes(answer) ? `"${answer}" is there already.` : wrong({ setting, value: [answer] }),
    })
    if (one === undefined) break
    found.push(one)
  }
  return found.length > 0 ? found : undefined
}
