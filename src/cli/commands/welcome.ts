import { connect, controls, type Records, tool, UserError } from '../../index.ts'
import { paletteOf } from '../../report/style.ts'
import type { CommonOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { openSession } from '../session.ts'

/** Without a command: on a terminal who you are and what to do next, otherwise the help. */
export async function welcome(
  options: CommonOptions,
  signal: AbortSignal,
  help: () => void,
): Promise<number> {
  if (!process.stdout.isTTY) {
    help()
    return 0
  }
  const p = paletteOf(styleFor(options))
  const session = await openSession(options, signal)
  try {
    const who = await whoAmI()
    const line = (command: string, does: string, cost: string) =>
      `  ${p.bold(command.padEnd(20))}${does.padEnd(29)}${p.faint(cost)}`
    await print(
      [
        '',
        `${p.bold(`neverroot ${tool.version}`)}   nobody needs the root user`,
        '',
        ...who,
        '',
        line('neverroot audit', 'look, change nothing', 'about 25 calls, 4 s'),
        line('neverroot setup', 'the guided journey', 'about 20 minutes of yours'),
        line('neverroot explain', 'every control, and why', ''),
        line('neverroot demo', 'try it all without AWS', ''),
        '',
        '  It never asks for a root password, an access key or an MFA code.',
        '',
        '',
      ].join('\n'),
    )
    return 0
  } finally {
    await session.close()
  }

  /** What people recorded about the account, where anything was. */
  async function said(account: string): Promise<string[]> {
    let records: Records
    try {
      records = await session.records(account)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return [`  Recorded  ${p.warn(error.message)}`, `            ${error.hint}`]
    }
    const all = controls.flatMap(({ id }) => [records.attestation(id), records.exception(id)])
    const recorded = all.filter((one) => one !== undefined)
    if (recorded.length === 0) return []
    const now = (options.now ?? new Date()).getTime()
    const lapsed = recorded.filter((one) => Date.parse(one.expires) <= now).length
    return [
      `  Recorded  ${recorded.length}, ${lapsed > 0 ? p.warn(`${lapsed} lapsed`) : 'none lapsed'}: neverroot attest --list`,
    ]
  }

  async function whoAmI(): Promise<string[]> {
    const from = options.profile
      ? `  (profile ${options.profile})`
      : options.sandbox
        ? `  (sandbox ${options.sandbox})`
        : ''
    try {
      const { door, caller } = await connect({ timeoutMs: 5_000, ...session.connection })
      door.close()
      return [
        `  You are   ${caller.arn}${from}`,
        ...(caller.root
          ? [`            ${p.warn('this is a root session: neverroot explain root-session')}`]
          : []),
        `  Account   ${caller.account}, ${session.configured.path ? `configured by ${session.configured.path}` : 'no configuration yet'}`,
        ...(await said(caller.account)),
      ]
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return [`  You are   nobody yet: ${error.message}`, `            ${error.hint}`]
    }
  }
}
