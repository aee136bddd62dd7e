/** Runs exported scripts against worlds that listen, with nothing of the machine's own AWS set-up. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSandbox, type World } from '../../src/sandbox/index.ts'
import { account, began } from './exports.ts'
import { findTool } from '../tools.ts'
import { scratch } from './tidy.ts'
import { warmAws } from './warm-aws/start.ts'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

let scripts = 0

/** Runs a script against a world. */
export async function runScript(
  text: string,
  world: World,
  env: Record<string, string | undefined> = {},
  options: { accessKeyId?: string; shell?: string[] } = {},
): Promise<Ran> {
  const folder = scratch()
  const home = join(folder, `run-${++scripts}`)
  const file = `${home}.sh`
  writeFileSync(file, text)
  const warm = await warmAws(findTool('aws')!)
  // The world's clock stands still and the CLI signs by the machine's.
  const sandbox = await createSandbox({ world, now: began, verify: false })
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentials(options.accessKeyId)
    const [shell = 'sh', ...flags] = options.shell ?? ['sh']
    return await new Promise((resolve) => {
      const child = execFile(
        shell,
        [...flags, file],
        {
          cwd: folder,
          env: {
            PATH: `${warm.folder}:/usr/bin:/bin`,
            ...warm.env,
            HOME: home,
            TMPDIR: folder,
            LANG: 'C',
            AWS_EC2_METADATA_DISABLED: 'true',
            AWS_MAX_ATTEMPTS: '1',
            AWS_REGION: 'us-east-1',
            AWS_ACCESS_KEY_ID: accessKeyId,
            AWS_SECRET_ACCESS_KEY: secretAccessKey,
            ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
            no_proxy: '127.0.0.1',
            NEVERROOT_ENDPOINT_URL: sandbox.url,
            NEVERROOT_PASSWORD_TO: 'cat >/dev/null',
            NEVERROOT_IRREVERSIBLE: account,
            ...env,
          },
        },
        (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
    })
  } finally {
    await sandbox.close()
  }
}

/** What is compared: everything but the event history and when a key was last used, which tell of the client. */
export function stateOf(world: World) {
  const [first] = Object.values(structuredClone(world.accounts))
  const { events: _, ...state } = first!
  for (const key of [...state.iam.users.flatMap((u) => u.accessKeys), ...state.root.accessKeys])
    delete key.lastUsed
  // Naming the primary view is the same as naming none, and the script names none.
  for (const { budget } of state.budgets) delete (budget as { BillingViewArn?: string }).BillingViewArn
  return state
}
