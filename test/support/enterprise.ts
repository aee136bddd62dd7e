/** An enterprise in a process of its own, and the command that audits it in another one. */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultSpec } from '../../src/sandbox/index.ts'
import type { Home, Ran } from '../cli/run.ts'
import { run } from '../cli/run.ts'
import { began } from './audit.ts'

export interface EnterpriseWish {
  accounts: number
  seed?: number
  latencyMs?: number
  faults?: FaultSpec
}

export class Enterprise {
  readonly #child: ChildProcess
  readonly #env: NodeJS.ProcessEnv

  private constructor(child: ChildProcess, env: NodeJS.ProcessEnv) {
    this.#child = child
    this.#env = env
  }

  static async open(wish: EnterpriseWish): Promise<Enterprise> {
    const child = fork(join(import.meta.dirname, 'enterprise.mjs'), [JSON.stringify({ ...wish, began })], {
      execArgv: [],
    })
    const told = await new Promise<{ url: string; credentials: Record<string, string> }>(
      (resolve, reject) => {
        child.once('message', resolve as (message: unknown) => void)
        child.once('exit', () => reject(new Error('the enterprise ended')))
      },
    )
    const { accessKeyId, secretAccessKey, sessionToken } = told.credentials
    return new Enterprise(child, {
      AWS_ENDPOINT_URL: told.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
    })
  }

  /** Audits it as a user would; the report is written to `output`. */
  audit(
    home: Home,
    output: string,
    args: readonly string[] = [],
    meanwhile?: (child: ChildProcess) => void,
  ): Promise<Ran> {
    const how = ['audit', '--org', '--format', 'json', '--output', output, '--now', began]
    return run([...how, ...args], { home, env: this.#env, ...(meanwhile ? { meanwhile } : {}) })
  }

  /** How often each account was asked with credentials of its own, since this was last called. */
  asked(): Promise<Record<string, number>> {
    return new Promise((resolve) => {
      this.#child.once('message', resolve as (message: unknown) => void)
      this.#child.send('asked')
    })
  }

  close(): void {
    this.#child.disconnect()
  }
}

/** The accounts whose results lie in a state folder, as often as they do. */
export function finishedIn(state: string): string[] {
  const path = join(state, 'organization', 'results.jsonl')
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
  return lines.map((line) => line.slice('{"account":"'.length, '{"account":"'.length + 12))
}

/** What a report says, without when it was made and what it took: an answer that cost money may come from the run before. */
export function saidIn(path: string): Record<string, unknown> {
  const {
    at: _at,
    calls: _calls,
    ...report
  } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  return JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    key === 'at' || (key === 'kept' && value === true) ? undefined : value,
  ) as Record<string, unknown>
}
