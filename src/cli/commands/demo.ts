import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyAccount, auditAccount, type Configuration, type Finding, planAccount } from '../../index.ts'
import { closingTable, outcomeLines } from '../../report/apply.ts'
import { difference, type Look } from '../../report/difference.ts'
import { paletteOf } from '../../report/style.ts'
import { terminalReport } from '../../report/terminal.ts'
import { print, styleFor } from '../output.ts'
import { openSandbox } from '../sandboxed.ts'
import { showPlan } from '../show-plan.ts'

const scenario = 'neglected-personal'

/** What the owner of the demonstration's account would have in neverroot.yaml. */
const configuration: Configuration = {
  profile: 'personal',
  contacts: { primary: { phone: '+61 412 345 611' } },
  alerts: { emails: ['mia.example@posteo.example', 'pat@mail.example'] },
}

/**
 * The loop on a neglected account of the sandbox: audit, plan, apply, audit again with the difference. Nothing leaves this
 * machine, nothing is kept.
 */
export async function demo(
  options: { plain?: boolean; color?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const style = styleFor(options)
  const p = paletteOf(style)
  const folder = await mkdtemp(join(tmpdir(), 'neverroot-demo-'))
  const title = (text: string) =>
    print(`\n ${p.faint('-'.repeat(Math.min(style.width, 78)))}\n ${p.bold(text)}\n`)
  try {
    const world = await openSandbox({ scenario, folder: join(folder, scenario), fresh: true })
    try {
      const how = { ...world.connection, region: 'us-east-1', signal, configuration }
      const look = async (): Promise<Look & { report: string }> => {
        const report = await auditAccount({ ...how, sandbox: scenario })
        const findings: Finding[] = []
        for await (const finding of report.findings) findings.push(finding)
        const whole = {
          ...report,
          findings: (async function* () {
            yield* findings
          })(),
        }
        return {
          findings,
          posture: (await report.tail()).posture,
          report: await terminalReport(whole, { style, verbose: false }),
        }
      }
      await print(`\n ${p.bold('A demonstration on an imitation of AWS.')} No AWS account is touched.\n`)
      await title('1  Look: a personal account that nobody has looked after')
      const before = await look()
      await print(before.report)
      await title('2  Plan: what would be fixed, and how')
      const plan = await planAccount(how)
      await showPlan(plan, { style })
      await title('3  Apply: exactly that plan, once its account id was typed')
      const told: string[] = []
      const applied = await applyAccount({
        ...how,
        plan,
        folder,
        confirmed: plan.account,
        settleMs: 0,
        host: {
          notify(notice) {
            if (notice.code === 'step') told.push(outcomeLines(notice.data, style))
          },
        },
      })
      await print(`${told.join('\n')}\n${closingTable({ ...applied, outcomes: [] }, style)}`)
      await title('4  Look again: what has changed')
      await print(`\n${difference(before, await look(), style)}`)
    } finally {
      await world.close()
    }
    await print(
      [
        '',
        ' Play with it:  neverroot setup --sandbox fresh-personal',
        ' A business:    neverroot audit --sandbox neglected-business',
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
