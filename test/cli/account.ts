/** A sandbox account as a person has it at hand: a home with a configuration, a plan, and the world to look at. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Applied, Plan } from '../../src/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import { type Home, type Ran, run, type RunOptions } from './run.ts'

/** Everything that a plan can take from a configuration. */
export const configuration = `contacts:
  primary: { phone: "+61 2 9374 4000" }
  billing: { name: Accounts Team, title: Billing, email: aws-billing@corp.example, phone: "+61 2 9374 4001" }
  operations: { name: Service Desk, title: Support, email: aws-ops@corp.example, phone: "+61 2 9374 4002" }
  security: { name: Security Team, title: Security, email: aws-security@corp.example, phone: "+61 2 9374 4003" }
alerts: { emails: [aws-alerts@corp.example, ciso-office@corp.example] }
administrator: { name: first.admin@corp.example }
`

/** What of it must stand nowhere else: no plan, no journal, no output. */
export const personal = /aws-(billing|ops|security|alerts)@|ciso-office@|9374 ?400/

export const ids = {
  'neglected-personal': '111111111111',
  'fresh-personal': '111111111111',
  'neglected-business': '222222222222',
} as const
export type Name = keyof typeof ids

/** An account of a scenario, seen from a home of its own. */
export class Account {
  readonly id: string
  constructor(
    readonly home: Home,
    readonly scenario: Name = 'neglected-business',
  ) {
    this.id = ids[scenario]
    home.file('work/neverroot.yaml', configuration)
  }

  /** Runs a command on it. */
  go(args: readonly string[], options: Omit<RunOptions, 'home'> = {}): Promise<Ran> {
    return run([...args, '--sandbox', this.scenario], { ...options, home: this.home })
  }

  /** Writes a plan to plan.json where commands run, and gives it. */
  async plan(...args: string[]): Promise<Plan> {
    const { code, stderr } = await this.go(['plan', ...args, '--out', 'plan.json', '--quiet'])
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(readFileSync(this.planFile, 'utf8')) as Plan
  }

  get planFile(): string {
    return join(this.home.work, 'plan.json')
  }

  /** The state folder of its runs. */
  get state(): string {
    return join(this.home.state, 'sandbox', this.scenario)
  }

  get worldFile(): string {
    return join(this.state, `${this.scenario}.json`)
  }

  get world(): World {
    return JSON.parse(readFileSync(this.worldFile, 'utf8')) as World
  }

  /** What the world holds, but for what reading leaves behind: when a key was used, a report that was made. */
  get lasting(): unknown {
    return JSON.parse(readFileSync(this.worldFile, 'utf8'), (key, value: unknown) =>
      ['lastUsed', 'credentialReport', 'sequence', 'events'].includes(key) ? undefined : value,
    ) as unknown
  }

  /** Names of the runs in the journal, oldest first. */
  get runs(): string[] {
    return [
      ...new Set(this.home.files(join(this.state, 'journal')).map(([path]) => path.split('/')[0]!)),
    ].sort()
  }

  /** What apply or undo said with --format json; fails where anything else stands beside it. */
  said(ran: Ran): Applied {
    if (ran.stderr !== '') throw new Error(`stderr: ${ran.stderr}`)
    return JSON.parse(ran.stdout) as Applied
  }

  mode(path: string): number {
    return statSync(join(this.state, path)).mode & 0o777
  }
}

export const withoutSpaces = (text: string): string => text.replace(/\s+/g, ' ')
