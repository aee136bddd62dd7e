import type { Host, Notice } from '../../ports.ts'
import { endLine, waveLine } from '../../report/organization-apply.ts'
import type { Running } from '../../serve/index.ts'
import { questionOf } from '../acting.ts'
import { words } from '../progress.ts'

export interface HostOptions {
  run: Running
  /** The id that was typed on the page, for the question that asks for it; everything else is asked there. */
  typed?: string
  /** How many steps the plan has. */
  steps?: number
  /** Of many accounts it is told how many were looked at, and not how many calls that took. */
  many?: boolean
}

/** Questions that the typed id answers. */
const byTyping = ['confirm-account', 'confirm-organization', 'confirm-undo-organization']

/** A job's host: what the terminal would be told and asked, told and asked on the page. `begun` once a run has begun. */
export function hostOf({ run, typed, steps, many }: HostOptions): Host & { begun(): boolean } {
  let begun = false
  let calls = 0
  let done = 0
  const said = new Set<string>()
  const note = (text: string) => {
    if (said.has(text)) return
    said.add(text)
    run.note(text)
  }
  const tell = (notice: Notice): void => {
    switch (notice.code) {
      case 'call':
        calls++
        if (!many && steps === undefined)
          run.progress({ done: calls, text: `${calls} ${calls === 1 ? 'call' : 'calls'} to AWS` })
        return
      case 'progress': {
        const { done: looked, of, complete, secondsLeft } = notice.data
        run.progress({
          done: looked,
          ...(complete ? { of } : {}),
          text: words(notice.data),
          ...(secondsLeft === undefined ? {} : { secondsLeft }),
        })
        return
      }
      case 'run':
        begun = true
        return note(`Run ${notice.data.run} began; it can be taken back.`)
      case 'wave':
        begun = true
        return note(waveLine(notice.data).trim())
      case 'account':
        return note(endLine(notice.data.account, notice.data).trim())
      case 'step':
        done++
        run.step(notice.data)
        if (steps !== undefined)
          run.progress({ done, of: Math.max(steps, done), text: `${done} of ${steps} steps` })
        return
      case 'note':
        return note(notice.data.text)
      case 'cost':
        return note(`Cost Explorer: USD ${notice.data.usd.toFixed(2)} a page, kept for today.`)
      case 'lookup':
        return
    }
  }
  return {
    begun: () => begun,
    notify: tell,
    ask: async ({ code, data }) => {
      if (typed !== undefined && byTyping.includes(code)) return typed
      const text = questionOf(code, data as Readonly<Record<string, unknown>>).trim()
      return run.ask({ code, text: text.replace(/ \(Enter: later\)/, '').replace(/:$/, '') })
    },
  }
}
