/** The pictures of README and docs, of the real thing on the sandbox: an audit as it is printed, and a recovery graph. */
import { auditAccount, type AuditAccountOptions, recoveryOf } from '../../src/index.ts'
import { svgRecovery } from '../../src/report/recovery-svg.ts'
import { terminalReport } from '../../src/report/terminal.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'

const began = '2026-11-23T06:30:00.000Z'
const width = 96
const cell = { w: 8.43, h: 19 }
const palette: Record<string, string> = { '31': '#f47067', '32': '#57ab5a', '33': '#daaa3f' }

export async function picture(): Promise<Map<string, string>> {
  const [audit, recovery] = await Promise.all([
    drawnOf('neglected-personal', async (how) => {
      const style = { width, color: true, ascii: false }
      const text = await terminalReport(await auditAccount(how), { style, verbose: false })
      return svg(['$ neverroot audit', ...text.trimEnd().split('\n')])
    }),
    drawnOf('neglected-business', async (how) => svgRecovery(await recoveryOf(how))),
  ])
  return new Map([
    ['docs/audit.svg', audit],
    ['docs/recovery.svg', recovery],
  ])
}

async function drawnOf(
  scenario: string,
  draw: (how: AuditAccountOptions) => Promise<string>,
): Promise<string> {
  const world = await makeScenario(scenario, began)
  const sandbox = await createSandbox({ world, now: began })
  try {
    const credentials = sandbox.credentials()
    return await draw({
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: async () => credentials,
      now: new Date(began),
    })
  } finally {
    await sandbox.close()
  }
}

function svg(lines: readonly string[]): string {
  const height = (lines.length + 2) * cell.h
  const rows = lines.map(
    (line, i) => `<text x="16" y="${(i + 2) * cell.h}" xml:space="preserve">${spans(line)}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width * cell.w) + 32} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#cdd9e5">`,
    '<title>neverroot audit of a neglected account</title>',
    '<rect width="100%" height="100%" rx="8" fill="#1c2128"/>',
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

/** Colour codes as spans; what is neither a colour, bold nor faint does not occur. */
function spans(line: string): string {
  let open = ''
  const parts = line.split(/\u001b\[(\d+)m/)
  return parts
    .map((part, i) => {
      if (i % 2 === 0)
        return part === '' ? '' : open === '' ? escape(part) : `<tspan ${open}>${escape(part)}</tspan>`
      open =
        part === '1'
          ? 'font-weight="bold"'
          : part === '2'
            ? 'fill="#768390"'
            : palette[part]
              ? `fill="${palette[part]}"`
              : ''
      return ''
    })
    .join('')
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
