import type { Door } from '../aws/index.ts'
import { UserError, type WatchConfiguration } from '../model/index.ts'
import { withWatchLock } from '../store/run-lock.ts'
import { watchFolder } from '../store/watch-state.ts'
import { pass, type Passed, type PassOptions } from '../watch/pass.ts'
import type { Targets } from '../watch/outbox.ts'
import { type Publish, publisher, type TopicTarget } from '../watch/publish.ts'
import { declaredSinks } from '../watch/targets.ts'
import { auditAccount } from './audit.ts'
import { connect } from './connect.ts'
import { auditOrganization, type LookAtOrganizationOptions } from './organization.ts'

export interface WatchOptions
  extends
    Omit<LookAtOrganizationOptions, 'resume'>,
    Pick<PassOptions, 'every' | 'because' | 'tell' | 'pauses'> {
  /** True: every account of the organization. */
  org: boolean
  /** Where no role lets us in, open a root session that may only read root's credentials. */
  rootSessions?: boolean
  /** What the configuration declares. */
  watch?: WatchConfiguration
  /** Set: what is found is sent there too. */
  targets?: Targets
}

/**
 * One pass: audits, compares with the pass before, tells and sends what changed. Reads only, but for what it sends. Throws
 * UserError where it cannot begin, and with code `watch-under-way` where another pass has not ended.
 */
export async function watchPass(options: WatchOptions): Promise<Passed> {
  const { org, folder, choice = {}, watch, targets } = options
  const sending = targets?.sns ? publishing(options, targets.sns) : undefined
  const work = async () =>
    pass(await reportFor(options), {
      folder,
      every: options.every,
      whole: Object.keys(choice).length === 0 && !options.only && !options.section,
      ...(options.because ? { because: options.because } : {}),
      sinks: declaredSinks(watch),
      ...(targets ? { targets } : {}),
      ...(sending ? { publish: sending.publish } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.pauses ? { pauses: options.pauses } : {}),
      tell: options.tell,
    })
  try {
    return await withWatchLock(
      watchFolder(folder),
      org ? 'organization' : await watchedAccount(options),
      work,
    )
  } finally {
    sending?.close()
  }
}

/** A door to one topic, opened when there is something to send. What keeps it shut is told, and the notice waits. */
function publishing(
  options: LookAtOrganizationOptions,
  target: TopicTarget,
): { publish: Publish; close(): void } {
  let opened: Door | undefined
  return {
    publish: async (notice) => {
      try {
        if (!opened) {
          const { door, sender } = await connect(options)
          door.close()
          opened = sender(target.topic)
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        return { ok: false, because: error.message.replace(/\.$/, ''), again: false }
      }
      return publisher(opened, target)(notice)
    },
    close: () => opened?.close(),
  }
}

/** The account that the credentials belong to. Throws UserError where the caller cannot be identified. */
export async function watchedAccount(options: LookAtOrganizationOptions): Promise<string> {
  const { door, caller } = await connect(options)
  door.close()
  return caller.account
}

const reportFor = (options: WatchOptions) =>
  options.org
    ? auditOrganization({
        ...options,
        // Its own place: what an audit of a person keeps, and has begun, stays as it is.
        folder: watchFolder(options.folder),
        // What passes is told apart from what was not looked at.
        all: true,
        resume: false,
      })
    : auditAccount(options)

/** True where another pass has not ended yet. */
export const isUnderWay = (error: unknown): boolean =>
  error instanceof Error && (error as Partial<UserError>).code === 'watch-under-way'
