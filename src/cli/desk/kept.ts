/** What is kept on this machine: the ledger as it stands, and where everything is. */
import { connect, type Connection, directoryHosts } from '../../index.ts'
import type { PageEvidence, PageReport, PageSettings } from '../../model/index.ts'
import { entriesOf, genesis, readLedger } from '../../store/ledger.ts'
import { keptCount } from '../../store/history.ts'
import { summary } from '../commands/evidence.ts'
import { type Context, withSession } from './context.ts'

/** The ledger, and whether it is what was written: a broken one is shown as it is. */
export async function evidence(folder: string): Promise<PageEvidence> {
  const ledger = await readLedger(folder)
  const entries = entriesOf(ledger)
  const problems = [
    ...ledger.problems.map(({ line, message }) => (line > 0 ? `line ${line}: ${message}` : message)),
    ...(ledger.torn ? [`line ${ledger.torn.line} is unfinished: a crash or a cut`] : []),
  ]
  const head = entries.at(-1)?.hash ?? genesis
  return {
    entries: entries.map((entry) => ({
      seq: entry.seq,
      at: entry.at,
      kind: entry.kind,
      subject: entry.subject,
      ...('control' in entry ? { control: entry.control } : {}),
      text: summary(entry),
      hash: entry.hash,
    })),
    ...(head === genesis ? {} : { head }),
    intact: problems.length === 0,
    problems,
  }
}

/** Where this page looks, and how. AWS is not asked. */
export const settings = (context: Context): Promise<PageSettings> =>
  withSession(context, {}, async ({ session }) => {
    const { options, page } = context
    const { configuration, path, sha256 } = session.configured
    const { json } = await page.read()
    const head = json === undefined ? undefined : (JSON.parse(json) as PageReport).head
    const { directory } = configuration.people ?? {}
    const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
    const endpoint = options.endpointUrl ?? process.env.AWS_ENDPOINT_URL
    return {
      ...(path && sha256 ? { configuration: { path, sha256 } } : {}),
      state: session.folder,
      profile: options.as ?? configuration.profile ?? head?.profile ?? 'personal',
      ...(head ? { caller: head.caller.arn } : {}),
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined || options.sandbox !== undefined ? {} : { endpoint }),
      hosts: directory ? directoryHosts(directory).sort() : [],
      kept: {
        audits: await keptCount(session.folder),
        entries: entriesOf(await readLedger(session.folder)).length,
      },
    }
  })

/** Whom AWS takes this server for, and in which account. */
export async function callerOf(connection: Connection): Promise<{ account: string; arn: string }> {
  const { door, caller } = await connect(connection)
  door.close()
  return caller
}
