import { join } from 'node:path'
import { credentialsOf } from '../../sandbox/credentials.ts'
import { acts, performActs } from '../../sandbox/people/index.ts'
import { openState, stateFolder } from '../../store/state.ts'
import { print, say } from '../output.ts'
import { openWorld } from '../sandboxed.ts'
import { sizeOf, type SandboxOptions } from './sandbox.ts'

/**
 * Does in a kept world what a person would do outside any API, and ends. Codes and the `export NAME=value` lines of a
 * session go to stdout, what was done to stderr. Other commands may use the world at the same time and see it at once.
 */
export async function actsCommand(scenario: string, options: SandboxOptions): Promise<number> {
  if (options.listActs) {
    await print(listOfActs())
    return 0
  }
  const top = stateFolder(options.state)
  await openState(top)
  const kept = await openWorld({
    scenario,
    folder: join(top, 'sandbox', scenario),
    fresh: options.fresh === true,
    now: options.now,
    account: options.account,
    size: sizeOf(options),
  })
  const { world } = kept
  const account = options.account ?? Object.keys(world.accounts)[0]!
  const all = await kept.change(async () =>
    performActs(world, account, options.now ?? new Date(), options.act ?? []),
  )
  for (const { done, code, session } of all) {
    say(done)
    if (code !== undefined) await print(`${code}\n`)
    if (session === undefined) continue
    const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(world, session)
    await print(
      [
        `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
        `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
        `export AWS_SESSION_TOKEN=${sessionToken}`,
        '',
      ].join('\n'),
    )
  }
  return 0
}

function listOfActs(): string {
  const lines = Object.entries(acts).map(([name, { takes, otherwise, does }]) => {
    const value = takes === undefined ? '' : otherwise === undefined ? `=<${takes}>` : `[=${takes}]`
    return { act: `${name}${value}`, does }
  })
  const width = Math.max(...lines.map(({ act }) => act.length)) + 2
  return lines.map(({ act, does }) => `${act.padEnd(width)}${does}\n`).join('')
}
