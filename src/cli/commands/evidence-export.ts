import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { auditAccount, type Finding, type Report, type ReportHead, tool, UserError } from '../../index.ts'
import { jsonReport } from '../../report/json.ts'
import { cannotWrite } from '../../store/files.ts'
import { lineOf, sha256 } from '../../store/ledger-entry.ts'
import { entriesOf, genesis, readLedger, refuseBroken } from '../../store/ledger.ts'
import { evidencePage } from '../evidence-page.ts'
import { evidenceOfRuns } from '../evidence-runs.ts'
import { howToLook } from '../how-to-look.ts'
import type { CommonOptions } from '../options.ts'
import { print, say } from '../output.ts'
import { openSession, type Session } from '../session.ts'
import { standing } from './statement-list.ts'

export interface ExportOptions extends CommonOptions {
  costExplorer: boolean
}

/**
 * Writes a folder that can be handed to an auditor: a fresh audit where there are credentials, the ledger, what was
 * applied, a page to read, and the sums that `sha256sum -c` checks. The folder comes into being whole or not at all.
 */
export async function evidenceExport(
  folder: string,
  options: ExportOptions,
  signal: AbortSignal,
): Promise<number> {
  const target = resolve(folder)
  await refuseFilled(target)
  const session = await openSession(options, signal)
  try {
    const ledger = await readLedger(session.folder)
    refuseBroken(ledger, session.folder)
    if (ledger.torn && !ledger.torn.entry && !options.quiet)
      say('The last line of the ledger is unfinished and was left out.')
    const entries = entriesOf(ledger)
    const head = entries.at(-1)?.hash ?? genesis
    const text = await freshAudit(session, options)
    const audited = text && (JSON.parse(text) as ReportHead & { findings: Finding[] })
    // Without an audit it is about every account that the ledger is about.
    const runs = await evidenceOfRuns(session.folder, audited ? audited.caller.account : undefined)
    if (!audited && entries.length === 0 && runs.length === 0)
      throw new UserError(
        'nothing-to-export',
        'There are no credentials to audit with, the ledger is empty and nothing was applied: there is nothing to export.',
        'Sign in, or try it: neverroot evidence export DIR --sandbox neglected-personal',
      )
    if (!audited && !options.quiet) say('No credentials: the folder holds no audit.')
    const now = options.now ?? new Date()
    const page = evidencePage({
      at: now,
      tool,
      entries,
      standing: standing(entries, now),
      head,
      runs,
      ...(audited ? { audited } : {}),
    })
    const files = new Map([
      ...(text ? [['report.json', text] as const] : []),
      ['ledger.jsonl', entries.map(lineOf).join('')],
      ['index.html', page],
      ...runs.flatMap((run) => run.files),
    ])
    const sums = [...files].map(([name, content]) => `${sha256(content)}  ${name}\n`).join('')
    await writeFolder(target, files.set('SHA256SUMS', sums))
    const shown = [...files.keys()].filter((name) => !name.includes('/'))
    await print(
      [
        `Written to ${folder}: ${shown.join(', ')}${runs.length > 0 ? `, and ${runs.length} ${runs.length === 1 ? 'run' : 'runs'} in journal/` : ''}.`,
        `Ledger head ${head}, ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}.`,
        `Check it there: sha256sum -c SHA256SUMS`,
        '',
      ].join('\n'),
    )
    return 0
  } finally {
    await session.close()
  }
}

/** An audit as JSON; undefined where nobody is signed in and nobody was named. */
async function freshAudit(session: Session, options: ExportOptions): Promise<string | undefined> {
  const env = process.env
  const named =
    session.sandbox ?? options.profile ?? options.endpointUrl ?? env.AWS_PROFILE ?? env.AWS_ACCESS_KEY_ID
  let report: Report
  try {
    report = await auditAccount({
      ...howToLook(session, options),
      sandbox: session.sandbox,
    })
  } catch (error) {
    if (!named && error instanceof UserError && error.code === 'no-credentials') return undefined
    throw error
  }
  let text = ''
  for await (const piece of jsonReport(report)) text += piece
  return text
}

const hint = 'Name a new folder, in a folder that you may write to.'

/** Throws UserError where something stands there already: evidence is never mixed with other files. */
async function refuseFilled(target: string): Promise<void> {
  const found = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw cannotWrite(target, error.code === 'ENOTDIR' ? { code: 'EEXIST' } : error, hint)
  })
  if (found && found.length > 0)
    throw new UserError('folder-not-empty', `${target} is not empty.`, 'Name a new folder.')
  const parent = await stat(dirname(target)).catch((error: unknown) => {
    throw cannotWrite(target, error, hint)
  })
  if (!parent.isDirectory()) throw cannotWrite(target, { code: 'ENOTDIR' }, hint)
}

/** Makes the files beside the target first; then the folder appears at once. In a folder that was there, file by file. */
async function writeFolder(target: string, files: ReadonlyMap<string, string>): Promise<void> {
  let beside: string | undefined
  const moved: string[] = []
  try {
    beside = await mkdtemp(join(dirname(target), `.${basename(target)}.`))
    for (const [name, text] of files) {
      await mkdir(dirname(join(beside, name)), { recursive: true, mode: 0o700 })
      await writeFile(join(beside, name), text, { mode: 0o600, flush: true })
    }
    const isNew = await stat(target).then(
      () => false,
      () => true,
    )
    if (isNew) return await rename(beside, target)
    await refuseFilled(target)
    for (const name of await readdir(beside)) {
      await rename(join(beside, name), join(target, name))
      moved.push(name)
    }
    await rm(beside, { recursive: true })
  } catch (error) {
    for (const name of moved) await rm(join(target, name), { recursive: true, force: true })
    if (beside) await rm(beside, { recursive: true, force: true })
    throw error instanceof UserError ? error : cannotWrite(target, error, hint)
  }
}
