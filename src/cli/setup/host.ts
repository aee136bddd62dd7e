import { outcomeLines } from '../../report/apply.ts'
import type { ActingHost } from '../acting.ts'
import { say } from '../output.ts'
import type { Journey } from './context.ts'

/** How applying asks and tells in the middle of the journey. */
export function setupHost(journey: Journey): ActingHost {
  const { prompter, session, style } = journey
  let begun = false
  return {
    begun: () => begun,
    notify(notice) {
      if (notice.code === 'run') begun = true
      else if (notice.code === 'step') say(outcomeLines(notice.data, style))
      else session.host.notify(notice)
    },
    async ask({ code, data }) {
      if (!prompter.interactive) return undefined
      const given = data as Readonly<Record<string, unknown>>
      switch (code) {
        case 'confirm-account':
          return (
            (await prompter.text(
              `Type the account id to make ${String(given.calls)} ${given.calls === 1 ? 'call' : 'calls'} to ${String(given.account)}`,
            )) ?? ''
          )
        case 'confirm-phone':
          return (
            (await prompter.text(
              'This changes the number with which root is recovered. Type the new number',
            )) ?? ''
          )
        case 'phone-code':
          return prompter.text(
            Number(given.attempt) > 1
              ? 'AWS did not take that code. Type it again'
              : 'Type the code that AWS sent to the phone',
          )
        default:
          return undefined
      }
    },
  }
}
