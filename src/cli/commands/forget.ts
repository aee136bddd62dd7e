import { existsSync } from 'node:fs'
import { UserError } from '../../index.ts'
import { hanging, paletteOf } from '../../report/style.ts'
import { type Counted, countToForget, forget, type Forgetting, type ToForget } from '../../store/forget.ts'
import { withForgetLock } from '../../store/run-lock.ts'
import { ask, canAsk } from '../ask.ts'
import type { CommonOptions } from '../options.ts'
import { print, say, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { dayOf } from '../until.ts'

export interface ForgetOptions extends Pick<CommonOptions, 'state' | 'sandbox' | 'plain' | 'color' | 'now'> {
  all?: boolean
  people?: boolean
  before?: Date
  confirm?: string
  format?: 'terminal' | 'json'
}

/** What is typed before anything goes. */
const word = 'forget'

/** Deletes what is kept, once it was said what that is and the word was typed. Exit code 0. AWS is not asked. */
export async function forgetCommand(options: ForgetOptions, signal: AbortSignal): Promise<number> {
  const forgetting = whichOf(options)
  const folder = await stateOf(options)
  const now = options.now ?? new Date()
  if (forgetting.what === 'before' && forgetting.before > now)
    throw new UserError(
      'not-yet',
      `--before ${dayOf(forgetting.before)} is in the future.`,
      'Give a day that has been, or delete everything: neverroot forget --all',
    )
  const task: ToForget = {
    folder,
    forgetting,
    now,
    ...(options.sandbox === undefined ? {} : { scenario: options.sandbox }),
  }
  if (!existsSync(folder)) return nothing(options, folder)
  return withForgetLock(folder, async () => {
    const counted = await countToForget(task)
    if (counted.length === 0) return nothing(options, folder)
    if (options.confirm !== undefined || !canAsk()) agreed(options.confirm)
    const text = announcement(counted, task, options)
    if (options.format === 'json') say(text)
    else await print(text)
    if (options.confirm === undefined) agreed(await ask(` Type ${word} to delete it: `, signal))
    await forget(task)
    if (options.format === 'json')
      await print(
        `${JSON.stringify({ schema: 'neverroot/forget/1', folder, ...asked(forgetting), deleted: Object.fromEntries(counted.map(({ kind, count }) => [kind, count])) }, null, 2)}\n`,
      )
    else await print(` Deleted. ${afterwards(forgetting, counted)}\n\n`)
    return 0
  })
}

function whichOf({ all, people, before }: ForgetOptions): Forgetting {
  const given: Forgetting[] = [
    ...(all ? [{ what: 'all' as const }] : []),
    ...(people ? [{ what: 'people' as const }] : []),
    ...(before ? [{ what: 'before' as const, before }] : []),
  ]
  const [one, ...more] = given
  if (one && more.length === 0) return one
  throw new UserError(
    'no-act',
    one
      ? `forget does one thing at a time, not ${given.map(({ what }) => `--${what}`).join(' and ')}.`
      : 'Nobody says what is to be deleted.',
    'Give one of --all, --people, --before DATE. What is kept, and for how long: docs/privacy.md',
  )
}

const asked = (forgetting: Forgetting) =>
  forgetting.what === 'before'
    ? { what: forgetting.what, before: forgetting.before.toISOString() }
    : { what: forgetting.what }

/** Throws UserError for anything but the word. */
function agreed(typed: string | undefined): void {
  if (typed === word) return
  throw new UserError(
    'not-confirmed',
    typed === undefined
      ? 'Nobody confirms that it is deleted.'
      : `"${typed}" is not ${word}: nothing was deleted.`,
    `Type it when asked, or say it: --confirm ${word}`,
  )
}

async function nothing({ format }: ForgetOptions, folder: string): Promise<number> {
  if (format === 'json')
    await print(`${JSON.stringify({ schema: 'neverroot/forget/1', folder, deleted: {} }, null, 2)}\n`)
  else await print(`\n There is nothing of it in ${folder}.\n\n`)
  return 0
}

const kinds: Readonly<Record<Counted['kind'], readonly [one: string, many: string]>> = {
  entries: [
    'entry of the ledger (statements, exceptions, drills, custody)',
    'entries of the ledger (statements, exceptions, drills, custody)',
  ],
  ledger: ['file of the ledger', 'files of the ledger'],
  setup: ['note of how far setup came, and with whom', 'notes of how far setup came, and with whom'],
  undo: [
    'file with old and new addresses and numbers, which undo needs',
    'files with old and new addresses and numbers, which undo needs',
  ],
  run: [
    'run of apply or undo, with its plan and journal',
    'runs of apply or undo, with their plans and journals',
  ],
  organization: [
    'file of audits and plans of an organization',
    'files of audits and plans of an organization',
  ],
  watch: ['state of watch', 'states of watch'],
  audit: ['kept audit', 'kept audits'],
  page: ['file of the latest audit, as the page shows it', 'files of the latest audit, as the page shows it'],
  cache: [
    'answer that is kept for a day because it costs money',
    'answers that are kept for a day because they cost money',
  ],
  sandbox: ['world of the sandbox, or all of them', 'files of the sandbox'],
  left: ['draft that a kill left behind', 'drafts that a kill left behind'],
  callers: ['name of whoever applied, in the journal', 'runs with the name of whoever applied them'],
  digests: ['state of watch with digests of addresses', 'states of watch with digests of addresses'],
}

function announcement(
  counted: readonly Counted[],
  { folder, forgetting }: ToForget,
  options: ForgetOptions,
): string {
  const style = styleFor(options)
  const p = paletteOf(style)
  const title = {
    all: 'Everything that is kept',
    people: 'What is kept about people',
    before: forgetting.what === 'before' ? `What is kept from before ${dayOf(forgetting.before)}` : '',
  }[forgetting.what]
  return [
    '',
    ` ${p.bold(title)}   ${folder}`,
    '',
    ...counted.flatMap(({ kind, count }) =>
      hanging('  ', `${count.toLocaleString('en-US')} ${kinds[kind][count === 1 ? 0 : 1]}`, style),
    ),
    '',
    ...consequences(forgetting, counted).flatMap((line) => hanging(' ', line, style)),
    '',
    '',
  ].join('\n')
}

/** What is different afterwards. */
function consequences(forgetting: Forgetting, counted: readonly Counted[]): string[] {
  const has = (kind: Counted['kind']) => counted.some((one) => one.kind === kind)
  return [
    'It cannot be brought back. AWS, neverroot.yaml and what was exported or sent are not touched.',
    ...(has('entries')
      ? [
          'Of each entry its place, time and kind stay. What rested on them is asked again, exceptions end; the chain is made anew, and says that this was done.',
        ]
      : []),
    ...(has('undo') || (forgetting.what !== 'people' && has('run'))
      ? ['What was applied by then can no longer be taken back or carried on with.']
      : []),
  ]
}

const afterwards = (forgetting: Forgetting, counted: readonly Counted[]): string =>
  forgetting.what !== 'all' && counted.some(({ kind }) => kind === 'entries')
    ? 'The new head of the ledger, to be kept elsewhere: neverroot evidence verify'
    : 'What was exported lies where you put it.'
