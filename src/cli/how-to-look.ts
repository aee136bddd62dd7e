import type { PlanAccountOptions } from '../index.ts'
import type { CommonOptions } from './options.ts'
import type { Session } from './session.ts'

/** What to look at, as far as a command lets somebody choose. */
type Choice = CommonOptions & Partial<Pick<PlanAccountOptions, 'only' | 'section' | 'costExplorer'>>

/** How a command looks at the account: over the session's connection, by its configuration, with what people recorded. */
export function howToLook(session: Session, options: Choice): PlanAccountOptions {
  const { configuration, path, sha256 } = session.configured
  return {
    ...session.connection,
    configuration,
    ...(path && sha256 ? { config: { path, sha256 } } : {}),
    records: session.records,
    as: options.as,
    only: options.only,
    section: options.section,
    now: options.now,
    costExplorer: options.costExplorer,
    cache: session.cache,
    host: session.host,
  }
}
