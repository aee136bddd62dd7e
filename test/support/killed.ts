/** The command as a process of its own on a sandbox of the test's: killed in the middle, and carried on with by another one. */
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isRead } from '../../src/aws/index.ts'
import type { Plan } from '../../src/index.ts'
import { createSandbox, makeScenario, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { configuration } from '../cli/account.ts'
import { Home, type Ran, run, start } from '../cli/run.ts'
import { changes, contents, journals, mails, untrue } from './accidents.ts'
import { began } from './audit.ts'

/** Milliseconds of every answer: so much happens one after the other. */
const latencyMs = 5

/** Where the process is cut off. */
export type Cut =
  /** The n-th change has arrived, and is not carried out. */
  | { before: number }
  /** It was carried out, and no answer comes. */
  | { during: number }
  /** It was answered. */
  | { after: number }
  /** The n-th line stands in the journal. */
  | { line: number }

/** A scenario with its plan, in a home of its own, and what it comes to where nothing is cut off. */
export class Killing {
  readonly home = new Home()
  #n = 0
  plan!: Plan
  calm!: { contents: unknown; mails: string[]; changes: string[]; lines: number; writes: number }

  private constructor(
    readonly scenario: string,
    readonly account: string,
    readonly only: readonly string[],
  ) {}

  static async of(scenario: string, account: string, only: readonly string[] = []): Promise<Killing> {
    const killing = new Killing(scenario, account, only)
    killing.home.file('work/neverroot.yaml', configuration)
    const place = await killing.open()
    const planned = await place.run([
      'plan',
      '--as',
      'business',
      '--out',
      'plan.json',
      ...(only.length ? ['--only', only.join()] : []),
    ])
    if (planned.code !== 0) throw new Error(planned.stderr)
    killing.plan = JSON.parse(readFileSync(join(killing.home.work, 'plan.json'), 'utf8')) as Plan
    const applied = await place.apply(['plan.json'])
    if (applied.code !== 0) throw new Error(applied.stderr)
    killing.calm = {
      contents: contents(place.world),
      mails: mails(place.world),
      changes: changes(place.world, account),
      lines: journals(place.state)[0]!.length,
      writes: Object.entries(place.sandbox.requests).reduce((sum, [o, n]) => sum + (isRead(o) ? 0 : n), 0),
    }
    await place.close()
    return killing
  }

  remove(): void {
    this.home.remove()
  }

  /** A new world with a state folder of its own. */
  async open(): Promise<Place> {
    const world = await makeScenario(this.scenario, began)
    const sandbox = await createSandbox({ world, now: began, port: 0, latencyMs })
    return new Place(this, world, sandbox, join(this.home.folder, `state-${++this.#n}`))
  }

  /** Cuts it off, carries on in a new process, and gives what is wrong, in words. */
  async cut(cut: Cut, signal: 'SIGKILL' | 'SIGINT' = 'SIGKILL'): Promise<string[]> {
    const place = await this.open()
    const struck = await place.apply(['plan.json'], (child) => place.strike(cut, () => child.kill(signal)))
    place.calm()
    const when = `${signal} ${JSON.stringify(cut)}`
    const wrong = signal === 'SIGINT' ? politely(struck, place) : []
    // Cut off before the journal began there is no run to carry on with; cut off after its last step nothing is left.
    const resumed = await place.apply(['--resume'])
    const none = resumed.stderr.includes('Nothing was applied')
    const over = resumed.stderr.includes('came to its end')
    const last = none ? await place.apply(['plan.json']) : resumed
    if (last.code !== 0 && !over) wrong.push(`then exit ${last.code}: ${last.stderr}`)
    wrong.push(...place.differences(this))
    await place.close()
    return wrong.map((what) => `${when}: ${what}`)
  }
}

/** After Ctrl-C: the exit code, one line that says how to carry on, and no lock. */
function politely({ code, stderr }: Ran, place: Place): string[] {
  return [
    ...(code === 130 ? [] : [`exit code ${code}`]),
    ...(/Carry on: neverroot apply --resume( --state \S+)?\n$/.test(stderr) ? [] : [`it says: ${stderr}`]),
    ...place.locks(),
  ]
}

class Place {
  constructor(
    readonly killing: Killing,
    readonly world: World,
    readonly sandbox: Sandbox,
    readonly state: string,
  ) {}

  #env(): NodeJS.ProcessEnv {
    const { accessKeyId, secretAccessKey, sessionToken } = this.sandbox.credentials()
    return {
      AWS_ENDPOINT_URL: this.sandbox.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
    }
  }

  run(args: readonly string[], meanwhile?: (child: ChildProcess) => void): Promise<Ran> {
    const all = [...args, '--state', this.state, '--now', began]
    return run(all, { home: this.killing.home, env: this.#env(), ...(meanwhile ? { meanwhile } : {}) })
  }

  /** Starts another one beside it. */
  start(args: readonly string[]): ReturnType<typeof start> {
    const all = [...args, '--state', this.state, '--now', began]
    return start(all, this.killing.home, { env: this.#env() })
  }

  apply(args: readonly string[], meanwhile?: (child: ChildProcess) => void): Promise<Ran> {
    const password = ['--password-to', `cat >> ${this.#passwords}`]
    return this.run(['apply', ...args, '--confirm', this.killing.account, ...password], meanwhile)
  }

  get #passwords(): string {
    return `${this.state}-passwords`
  }

  /** Lets `kill` happen where it is wanted. */
  strike(cut: Cut, kill: () => void): void {
    if ('line' in cut) return this.#atLine(cut.line, kill)
    const nth = Object.values(cut)[0] as number
    let count = 0
    this.sandbox.faults.strike = (operation) => {
      if (isRead(operation) || ++count !== nth) return undefined
      if ('after' in cut) {
        setTimeout(kill, latencyMs + 1 + (nth % 4))
        return undefined
      }
      kill()
      return 'before' in cut ? 'hang' : 'lost'
    }
  }

  #atLine(line: number, kill: () => void): void {
    const look = setInterval(() => {
      if (this.#lines().length < line) return
      clearInterval(look)
      kill()
    }, 1)
    look.unref()
  }

  #lines(): string[] {
    const top = join(this.state, 'journal')
    const [first] = existsSync(top) ? readdirSync(top) : []
    const path = first === undefined ? '' : join(top, first, 'journal.jsonl')
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
  }

  calm(): void {
    this.sandbox.faults.strike = () => undefined
  }

  locks(): string[] {
    return readdirSync(this.state)
      .filter((name) => name.endsWith('.lock'))
      .map((name) => `${name} is left behind`)
  }

  differences({ calm }: Killing): string[] {
    const differs = (what: string, is: unknown, was: unknown) =>
      isDeepStrictEqual(is, was) ? [] : [`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(was)}`]
    return [
      ...differs('the account', contents(this.world), calm.contents),
      ...differs('messages', mails(this.world), calm.mails),
      ...differs('changes', changes(this.world, this.killing.account), calm.changes),
      ...journals(this.state).flatMap((lines) => untrue(lines, 1)),
      ...this.locks(),
      ...this.#withoutPassword(),
    ]
  }

  /** A user who was given a password that nobody has. */
  #withoutPassword(): string[] {
    const users = this.world.accounts[this.killing.account]!.iam.users.filter(
      (u) => u.password?.resetRequired,
    )
    const handed = existsSync(this.#passwords) ? readFileSync(this.#passwords, 'utf8') : ''
    return users.length > 0 && handed === '' ? ['nobody has the first password'] : []
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }
}
