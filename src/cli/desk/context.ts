import type { OrganizationFootprint, Plan, PlanAccountOptions } from '../../index.ts'
import type { Records } from '../../model/index.ts'
import type { Host } from '../../ports.ts'
import { silent } from '../../ports.ts'
import type { KeptPage } from '../../store/page.ts'
import { recordsOfMany } from '../../store/records.ts'
import { howToLook } from '../how-to-look.ts'
import type { CommonOptions } from '../options.ts'
import { openSession, type Session } from '../session.ts'

/** What `neverroot serve` was started with. */
export interface ServeOptions extends CommonOptions {
  org?: boolean
  port?: number
  readOnly?: boolean
  open?: boolean
  costExplorer: boolean
  /** Takes the first password of a new administrator: the page never shows one. */
  passwordTo?: string
}

/** What the parts of the desk share. */
export interface Context {
  options: ServeOptions
  /** Aborted when the server ends. */
  signal: AbortSignal
  page: KeptPage
  /** The latest plan. */
  plan?: Plan
  /** What control policies leave to root, looked at once for all accounts. */
  footprint?: OrganizationFootprint
}

/** What the page may look at with: a session of its own, as each command has one. */
export interface Opened {
  session: Session
  /** Everything an API function takes. */
  how: PlanAccountOptions & { sandbox: string | undefined }
  /** The same for many accounts. */
  many(): Promise<PlanAccountOptions & { sandbox: string | undefined; folder: string }>
}

/**
 * Opens what a command would open, does the work and closes it: the configuration may have changed since, and others may use
 * the same sandbox meanwhile.
 */
export async function withSession<T>(
  { options, signal }: Pick<Context, 'options' | 'signal'>,
  how: { host?: Host; signal?: AbortSignal },
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const host = how.host ?? silent
  const own = how.signal ? AbortSignal.any([signal, how.signal]) : signal
  // A world was begun anew when the server started, and is not with each look.
  const opened = await openSession({ ...options, fresh: false, quiet: true }, own)
  const session: Session = { ...opened, host }
  try {
    const look = { ...howToLook(session, options), sandbox: session.sandbox }
    return await work({
      session,
      how: look,
      many: async () => {
        const note = (text: string) => host.notify({ code: 'note', data: { text } })
        const recorded = await recordsOfMany(session.folder, note)
        return {
          ...look,
          records: async (subject: string): Promise<Records> => recorded(subject),
          folder: session.folder,
        }
      },
    })
  } finally {
    await opened.close()
  }
}
