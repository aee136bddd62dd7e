/** One world in which plans are applied and taken back, in this process: audit, plan, apply, undo, as often as wanted. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Applied,
  applyAccount,
  type ApplyAccountOptions,
  auditAccount,
  type AuditAccountOptions,
  type Configuration,
  type Host,
  type Notice,
  type PasswordSink,
  type Plan,
  planAccount,
  type PlanAccountOptions,
  undoAccount,
  type UndoAccountOptions,
  type UndoPlan,
} from '../../src/index.ts'
import {
  createSandbox,
  readCode,
  type Sandbox,
  type SandboxOptions,
  type World,
} from '../../src/sandbox/index.ts'
import { fileCache } from '../../src/store/state.ts'
import { keepOpen, scratch } from './tidy.ts'
import { type Audited, began, gather } from './audit.ts'

/** Everything that a plan can take from a configuration. */
export const declared: Configuration = {
  contacts: {
    primary: { phone: '+61 2 9374 4000' },
    billing: {
      name: 'Accounts Team',
      title: 'Billing',
      email: 'aws-billing@corp.example',
      phone: '+61 2 9374 4001',
    },
    operations: {
      name: 'Service Desk',
      title: 'Support',
      email: 'aws-ops@corp.example',
      phone: '+61 2 9374 4002',
    },
    security: {
      name: 'Security Team',
      title: 'Security',
      email: 'aws-security@corp.example',
      phone: '+61 2 9374 4003',
    },
  },
  alerts: { emails: ['aws-alerts@corp.example', 'ciso-office@corp.example'] },
  administrator: { name: 'first.admin@corp.example' },
}

export type Delivered = Parameters<PasswordSink['deliver']>[0]

/** A place for first passwords that remembers what it was given. */
export class Keeper implements PasswordSink {
  readonly given: Delivered[] = []
  unavailable(): string | undefined {
    return undefined
  }
  async deliver(given: Delivered): Promise<void> {
    this.given.push(given)
  }
}

export interface Stage {
  world: World
  sandbox: Sandbox
  /** The state folder. */
  folder: string
  sink: Keeper
  notices: Notice[]
  account: string
  audit(options?: Partial<AuditAccountOptions>): Promise<Audited>
  plan(options?: Partial<PlanAccountOptions>): Promise<Plan>
  apply(plan: Plan | 'resume', options?: Partial<ApplyAccountOptions>): Promise<Applied>
  undo(options?: Partial<UndoAccountOptions>): Promise<Applied & { shown: UndoPlan }>
  /** Time passes, for the world and for the tool. */
  pass(hours: number): void
  /** Every file of the state folder, by its path from there. */
  files(): [path: string, text: string][]
}

/** Opens a world. `common` holds for everything that is done with it. */
export async function stageOf(
  world: World,
  common: Partial<ApplyAccountOptions> & { serve?: Partial<SandboxOptions>; folder?: string } = {},
): Promise<Stage> {
  const { serve, folder: given, ...rest } = common
  const sandbox = await createSandbox({ world, now: began, port: false, ...serve })
  const folder = given ?? mkdtempSync(join(scratch(), 'state-'))
  keepOpen(sandbox)
  const sink = new Keeper()
  const notices: Notice[] = []
  const host: Host = { notify: (notice) => void notices.push(notice) }
  const account = Object.keys(world.accounts)[0]!
  const now = () => sandbox.clock.now()
  const options = () => ({
    endpoint: sandbox.url,
    ...(serve?.port === undefined || serve.port === false ? { requestHandler: sandbox.requestHandler } : {}),
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    configuration: declared,
    now: now(),
    host,
    cache: fileCache(folder, now),
    settleMs: 0,
    folder,
    sink,
    ...rest,
  })
  return {
    world,
    sandbox,
    folder,
    sink,
    notices,
    account,
    audit: async (over = {}) => gather(await auditAccount({ ...options(), ...over })),
    plan: (over = {}) => planAccount({ ...options(), ...over }),
    apply: (plan, over = {}) => applyAccount({ confirmed: account, ...options(), ...over, plan }),
    async undo(over = {}) {
      let shown: UndoPlan | undefined
      const done = await undoAccount({
        confirmed: account,
        ...options(),
        show: async (plan) => void (shown = plan),
        ...over,
      })
      return { ...done, shown: shown! }
    },
    pass: (hours) => sandbox.clock.advance(hours * 3_600_000),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  }
}

/** Somebody with the phone in hand: types the code that AWS sent to it, once it has arrived. */
export const atThePhone = (
  { world, account, pass }: Pick<Stage, 'world' | 'account' | 'pass'>,
  arrivesAfterHours = 0,
): Host => ({
  notify: () => undefined,
  async ask({ code }) {
    if (code !== 'phone-code') return undefined
    pass(arrivesAfterHours)
    return readCode(world, world.accounts[account]!.contact!.PhoneNumber)
  },
})

/** Every call of a plan, by control. */
export const callsOf = (plan: Plan): string[] =>
  plan.items.flatMap((item) => item.steps.map((step) => `${item.control} ${step.action}`))

/** Each finding's status, by control. */
export const statuses = (audited: Audited): Record<string, string> =>
  Object.fromEntries(audited.findings.map((f) => [f.control, f.status]))
