import { createHash } from 'node:crypto'
import { tool } from '../../index.ts'
import type { Desk } from '../../serve/index.ts'
import { KeptPage } from '../../store/page.ts'
import { placeFlags } from '../again.ts'
import { openSession, stateOf } from '../session.ts'
import { auditWork } from './audit.ts'
import { applyWork, planned, planWork, undoWork } from './change.ts'
import type { Context, ServeOptions } from './context.ts'
import { evidence, settings } from './kept.ts'
import { activity, footprint, recovery, spend } from './looks.ts'
import { people } from './people.ts'
import { attest, drill, except, withdraw } from './words.ts'

/** The desk of an account, or of an organization. Throws UserError for options that lead nowhere; AWS is not asked yet. */
export async function liveDesk(options: ServeOptions, signal: AbortSignal): Promise<Desk> {
  // Once here: a mistake on the command line is told at the terminal, and a world is begun anew at most once.
  const session = await openSession({ ...options, quiet: true }, signal)
  await session.close()
  const folder = await stateOf(options)
  const context: Context = { options, signal, page: new KeptPage(folder, nameOf(options)) }
  const now = () => options.now ?? new Date()
  return {
    about: () => ({
      tool,
      ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
      scope: options.org ? 'organization' : 'account',
      place: placeFlags(options),
    }),
    report: () => context.page.read(),
    finding: (id) => context.page.detail(id),
    planned: async () => planned(context),
    activity: () => activity(context),
    spend: () => spend(context),
    people: () => people(folder, now()),
    recovery: (account) => recovery(context, account),
    footprint: (account) => footprint(context, account),
    evidence: () => evidence(folder),
    settings: () => settings(context),
    audit: async () => auditWork(context),
    plan: async (body) => planWork(context, body),
    apply: async (body) => applyWork(context, body),
    undo: async (body) => undoWork(context, body),
    attest: async (body) => attest(context, body),
    except: async (body) => except(context, body),
    withdraw: async (body) => withdraw(context, body),
    drill: (body) => drill(context, body),
  }
}

/** Two profiles, or two endpoints, are two accounts as far as anybody knows: each has a page of its own. */
function nameOf({ org, profile, endpointUrl, as }: ServeOptions): string {
  const who = JSON.stringify([
    profile ?? process.env.AWS_PROFILE ?? null,
    endpointUrl ?? process.env.AWS_ENDPOINT_URL ?? null,
    as ?? null,
  ])
  return `${org ? 'organization' : 'account'}-${createHash('sha256').update(who).digest('hex').slice(0, 10)}`
}
