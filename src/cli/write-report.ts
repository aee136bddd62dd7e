import { controls, type Report } from '../index.ts'
import { jsonReport } from '../report/json.ts'
import { organizationReport } from '../report/organization.ts'
import { terminalReport } from '../report/terminal.ts'
import type { AuditOptions, toolFormats } from './options.ts'
import { emit, say, styleFor } from './output.ts'

/** Writes a report as it was asked for: to stdout, or whole to a file. `folder`: where earlier audits are kept. */
export async function writeReport(report: Report, options: AuditOptions, folder: string): Promise<void> {
  const { format = 'terminal', output } = options
  if (format === 'json') await emit(jsonReport(report), output)
  else if (format === 'html') {
    const { htmlReport } = await import('../report/formats/html.ts')
    const { pageOptionsOf } = await import('./page-options.ts')
    await emit(htmlReport(report, await pageOptionsOf(folder, report)), output)
  } else if (format !== 'terminal') {
    const { formats } = await import('../report/formats/index.ts')
    const how = { rules: controls, region: regionOf(options) }
    await emit(await formats[format as (typeof toolFormats)[number]](report, how), output)
  } else {
    const style = output ? { width: 120, color: false, ascii: options.plain === true } : styleFor(options)
    const many = report.head.subjects.some(({ kind }) => kind === 'organization')
    await emit(
      await (many ? organizationReport : terminalReport)(report, {
        style,
        verbose: options.verbose === true,
      }),
      output,
    )
  }
  if (output && !options.quiet) say(`Written to ${output}.`)
}

/** Where findings of a session are kept by tools that keep them by Region. */
const regionOf = ({ region }: AuditOptions): string =>
  region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
