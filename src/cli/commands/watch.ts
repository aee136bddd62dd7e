import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import {
  checkTopic,
  Interrupted,
  type Passed,
  secondsOf,
  type Targets,
  targetsOf,
  usualEvery,
  UserError,
  type WatchConfiguration,
  watchPass,
} from '../../index.ts'
import { span, terminalWatch } from '../../report/watch.ts'
import { recordsOfMany } from '../../store/records.ts'
import { placeFlags } from '../again.ts'
import { checkIds } from '../control-ids.ts'
import { howToLook } from '../how-to-look.ts'
import { keepMemorySmall } from '../memory.ts'
import type { Host } from '../../ports.ts'
import type { WatchCommandOptions } from '../watch-options.ts'
import { choiceOf, onlyWithOrg } from '../organization-options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { secretFrom } from '../secret-command.ts'
import { openSession, type Session } from '../session.ts'

/** What one look of the watch is narrowed to. */
export interface Narrowed {
  only?: readonly string[]
  accounts?: readonly string[]
  because?: { events: number; controls: readonly string[] }
}
export type Look = (narrowed?: Narrowed) => Promise<Passed>

/**
 * Audits again and tells what changed. With `--once`, or at the end of the events, exit code 0: no drift, 1: drift; without
 * it goes on until somebody says stop. Throws UserError where it cannot begin.
 */
export async function watchCommand(options: WatchCommandOptions, signal: AbortSignal): Promise<number> {
  if (options.only) checkIds(options.only)
  onlyWithOrg('watch', options, ['accounts', 'ou', 'exclude', 'rootSessions'])
  if (options.events !== undefined && options.every !== undefined)
    throw new UserError(
      'bad-usage',
      '--every and --events say two things: a look goes by the clock or by what happens.',
      'Run two: neverroot watch --every 6h, and neverroot watch --events -',
    )
  if (options.output !== undefined && (!options.once || options.events !== undefined))
    throw new UserError(
      'bad-usage',
      '--output writes one file, for one pass.',
      'Write: neverroot watch --once --output FILE',
    )
  await checkOutput(options.output)
  if (options.org) keepMemorySmall()
  const session = await openSession(options, signal)
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('audit', options, session.configured.configuration)
    const every = options.every ?? secondsOf(session.configured.configuration.watch?.every ?? usualEvery)!
    // Before anything is asked: whoever wants it sent learns at once that it cannot be.
    const watch = watchConfiguration(session, options)
    const targets = options.send ? await targetsOf(watch, process.env, secretFrom) : undefined
    if (targets && !options.quiet) announce(targets)
    const look = lookWith(session, options, { every, ...(targets ? { targets } : {}) }, signal)
    if (options.events !== undefined)
      return await (await import('../watch-events.ts')).watchEvents(session, options, look, signal)
    if (!options.once) return await goOn(look, every, options, signal)
    const { drift, blind } = await look()
    if (blind) throw nothingKnown()
    return drift ? 1 : 0
  } finally {
    await session.close()
  }
}

/** What leaves this machine is said before it does. */
function announce({ webhook, slack, email, sns }: Targets): void {
  const people = email && (email.to.length === 1 ? '1 address' : `${email.to.length} addresses`)
  const to = [
    webhook && `the webhook at ${webhook.url.hostname} (signed)`,
    slack && `the channel at ${slack.url.hostname}`,
    email && `${people} by way of ${email.server.host}`,
    sns && `the topic ${sns.topic}`,
  ].filter(Boolean)
  const all = to.length > 1 ? `${to.slice(0, -1).join(', ')} and ${to.at(-1)}` : to[0]
  say(`What changes is sent to ${all}: controls, accounts and messages as a report has them.`)
}

/** The topic of the command line stands for the one that is declared. */
function watchConfiguration(
  session: Session,
  { topic }: WatchCommandOptions,
): WatchConfiguration | undefined {
  const { watch } = session.configured.configuration
  return topic === undefined ? watch : { ...watch, sns: { topic: checkTopic(topic) } }
}

function lookWith(
  session: Session,
  options: WatchCommandOptions,
  how: { every: number; targets?: Targets },
  signal: AbortSignal,
): Look {
  const style = options.output
    ? { width: 120, color: false, ascii: options.plain === true }
    : styleFor(options)
  const view = { style, verbose: options.verbose === true, place: placeFlags(options) }
  const said = new Set<string>()
  const host: Host = {
    notify: (notice) => {
      if (notice.code === 'note') {
        // Each thing once, however many passes there are; and a look that was interrupted is not carried on with here.
        if (said.has(notice.data.text) || notice.data.text.includes('--resume')) return
        said.add(notice.data.text)
      }
      session.host.notify(notice)
    },
  }
  let told = false
  return async ({ only, accounts, because } = {}) => {
    const recorded = options.org ? await recordsOfMany(session.folder) : undefined
    return watchPass({
      ...howToLook(session, { ...options, ...(only ? { only: [...only] } : {}) }),
      ...(recorded ? { records: async (subject: string) => recorded(subject) } : {}),
      host,
      sandbox: session.sandbox,
      signal,
      org: options.org === true,
      folder: session.folder,
      choice: accounts ? { accounts: [...accounts] } : choiceOf(options),
      rootSessions: options.rootSessions === true,
      ...how,
      ...(because ? { because } : {}),
      watch: watchConfiguration(session, options),
      tell: async (pass) => {
        const news =
          pass.drift.length + pass.signs.length > 0 || pass.gap !== undefined || pass.notes.length > 0
        const unsent = Object.values(pass.deliveries).some(({ because: why }) => why !== undefined)
        // Whoever goes on watching hears once that it began, and then only of what is new.
        if (!options.once && told && !news && !unsent) return
        told = true
        const text =
          options.once && options.events === undefined ? JSON.stringify(pass, null, 2) : JSON.stringify(pass)
        await emit(options.format === 'json' ? `${text}\n` : terminalWatch(pass, view), options.output)
      },
    })
  }
}

/** Pass after pass, until somebody says stop. What keeps one pass from looking is said, and the next one tries again. */
async function goOn(
  look: Look,
  every: number,
  { quiet }: WatchCommandOptions,
  signal: AbortSignal,
): Promise<number> {
  let first = true
  for (;;) {
    try {
      await look()
    } catch (error) {
      if (signal.aborted) throw stopped()
      // A mistake shows in the first pass; what goes wrong later may be gone by the next one.
      if (first || !(error instanceof UserError)) throw error
      say(`neverroot: ${error.message} ${error.hint}`)
    }
    if (first && !quiet) say(`Looks again every ${span(every)}, until Ctrl-C.`)
    first = false
    // Many who watch do not all look at the same moment: up to a tenth is added by chance.
    const jitterMs = randomInt(Math.max(1, every * 100))
    try {
      await wait(every * 1000 + jitterMs, undefined, { signal })
    } catch {
      throw stopped()
    }
  }
}

export const stopped = () => new Interrupted('stopped; what was seen is kept. Carry on: neverroot watch')

const nothingKnown = () =>
  new UserError(
    'nothing-known',
    'Nothing at all could be known in this pass.',
    'Give this caller the policy that this prints: neverroot permissions audit',
  )
