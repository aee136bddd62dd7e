import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tool, UserError } from '../../index.ts'
import { pageReport } from '../../report/page/index.ts'
import type { Desk } from '../../serve/index.ts'
import { KeptPage } from '../../store/page.ts'
import { readReport } from '../../store/report-file.ts'
import { pageControls } from '../page-options.ts'

/**
 * The desk of a report in a file: it shows that, and asks nobody. Throws UserError where the file is no whole report. `close`
 * removes what it laid out beside.
 */
export async function fileDesk(path: string): Promise<{ desk: Desk; close(): Promise<void> }> {
  const report = await readReport(path)
  const folder = await mkdtemp(join(tmpdir(), 'neverroot-page-'))
  const close = () => rm(folder, { recursive: true, force: true })
  const page = new KeptPage(folder, 'file')
  try {
    const details = await page.writer()
    try {
      const built = await pageReport(report, {
        controls: pageControls(),
        detail: (detail, of) => details.add(detail, of),
      })
      await page.keep(built, details)
    } catch (error) {
      details.discard()
      throw error
    }
  } catch (error) {
    await close()
    throw error
  }
  const { head } = report
  const isOrganization = head.subjects.some(({ kind }) => kind === 'organization')
  const onlyFile = () =>
    Promise.reject(
      new UserError(
        'only-a-file',
        'This page shows a report out of a file: nobody is asked, and nothing is done.',
        'For the account itself: neverroot serve',
      ),
    )
  const desk: Desk = {
    about: () => ({
      tool,
      ...(head.sandbox === undefined ? {} : { sandbox: head.sandbox }),
      file: true,
      scope: isOrganization ? 'organization' : 'account',
      place: '',
    }),
    report: () => page.read(),
    finding: (id) => page.detail(id),
    planned: async () => ({}),
    settings: async () => ({
      state: path,
      profile: head.profile,
      caller: head.caller.arn,
      hosts: [],
      kept: { audits: 0, entries: 0 },
    }),
    activity: onlyFile,
    spend: onlyFile,
    people: onlyFile,
    recovery: onlyFile,
    footprint: onlyFile,
    evidence: onlyFile,
    audit: onlyFile,
    plan: onlyFile,
    apply: onlyFile,
    undo: onlyFile,
    attest: onlyFile,
    except: onlyFile,
    withdraw: onlyFile,
    drill: onlyFile,
  }
  return { desk, close }
}
