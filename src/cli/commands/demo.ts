import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditAccount } from '../../index.ts'
import { paletteOf } from '../../report/style.ts'
import { terminalReport } from '../../report/terminal.ts'
import { print, styleFor } from '../output.ts'
import { openSandbox } from '../sandboxed.ts'

const shown = [
  ['neglected-personal', 'personal', 'A personal account that nobody has looked after'],
  ['neglected-business', 'business', 'A business account whose contacts name a leaver'],
] as const

/** Audits two neglected accounts of the sandbox. Nothing leaves this machine, nothing is kept. */
export async function demo(
  options: { plain?: boolean; color?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const style = styleFor(options)
  const p = paletteOf(style)
  const folder = await mkdtemp(join(tmpdir(), 'neverroot-demo-'))
  try {
    await print(`\n ${p.bold('A demonstration on an imitation of AWS.')} No AWS account is touched.\n`)
    for (const [scenario, as, title] of shown) {
      const world = await openSandbox({ scenario, folder: join(folder, scenario), fresh: true })
      try {
        const report = await auditAccount({
          ...world.connection,
          region: 'us-east-1',
          signal,
          as,
          sandbox: scenario,
        })
        await print(`\n ${p.faint('-'.repeat(Math.min(style.width, 78)))}\n ${p.bold(title)}\n`)
        await print(await terminalReport(report, { style, verbose: false }))
      } finally {
        await world.close()
      }
    }
    await print(
      [
        '',
        ' Look closer:   neverroot audit --sandbox neglected-personal --verbose',
        ' What to do:    neverroot plan --sandbox neglected-personal',
        ' Your account:  aws login, then neverroot audit   (reads only, about 25 calls)',
        '',
        '',
      ].join('\n'),
    )
    return 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
