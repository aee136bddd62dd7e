/** An organization in which a plan is made, applied in waves and taken back, in this process. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AppliedToMany,
  applyOrganization,
  type ApplyOrganizationOptions,
  auditOrganization,
  type Configuration,
  type Notice,
  type Plan,
  planOrganization,
  type PlanOrganizationOptions,
  undoOrganization,
} from '../../src/index.ts'
import {
  createSandbox,
  makeScenario,
  type Sandbox,
  type SandboxOptions,
  type World,
} from '../../src/sandbox/index.ts'
import { subjectFolder } from '../../src/store/organization-apply.ts'
import { journals, untrue } from './accidents.ts'
import { declared } from './applying.ts'
import { type Audited, began, gather } from './audit.ts'
import { keepOpen, scratch } from './tidy.ts'

export type Applying = Partial<Omit<ApplyOrganizationOptions, 'plan'>>

export interface Company {
  world: World
  sandbox: Sandbox
  folder: string
  organization: string
  management: string
  /** Everything that was told since the company was opened. */
  notices: Notice[]
  audit(): Promise<Audited>
  plan(options?: Partial<PlanOrganizationOptions>): Promise<Plan>
  apply(plan: Plan | 'resume', options?: Applying): Promise<AppliedToMany>
  undo(options?: Applying): Promise<AppliedToMany>
  pass(hours: number): void
  files(): [path: string, text: string][]
}

/** The declared configuration, with something of its own for a unit and for an account. */
export const withOverrides = (unit: string, account: string): Configuration => ({
  ...declared,
  organization: {
    overrides: [
      { ou: unit, contacts: { security: { email: 'unit-security@corp.example' } } },
      { account, contacts: { security: { email: 'own-security@corp.example', phone: '+61 2 9374 4009' } } },
    ],
  },
})

/** Opens a scenario or a world. `serve` holds for its server; a state folder is made unless one is named. */
export async function companyOf(
  given: string | World,
  {
    serve,
    folder: named,
    ...common
  }: Applying & { only?: readonly string[]; serve?: Partial<SandboxOptions> } = {},
): Promise<Company> {
  const world = typeof given === 'string' ? await makeScenario(given, began) : given
  const sandbox = await createSandbox({ world, now: began, port: false, ...serve })
  keepOpen(sandbox)
  const folder = named ?? mkdtempSync(join(scratch(), 'state-'))
  const notices: Notice[] = []
  // A world without an organization is one to be refused.
  const { id: organization = '', managementAccountId: management = '' } = world.organization ?? {}
  const options = () => ({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    now: sandbox.clock.now(),
    configuration: declared,
    folder,
    host: { notify: (notice: Notice) => void notices.push(notice) },
    ...common,
  })
  const acting = () => ({ ...options(), settleMs: 0, ...common })
  return {
    world,
    sandbox,
    folder,
    organization,
    management,
    notices,
    audit: async () => gather(await auditOrganization({ ...options(), all: true })),
    plan: (over = {}) => planOrganization({ ...options(), ...over }),
    apply: (plan, over = {}) => applyOrganization({ confirmed: organization, ...acting(), ...over, plan }),
    undo: (over = {}) => undoOrganization({ confirmed: organization, ...acting(), ...over }),
    pass: (hours) => sandbox.clock.advance(hours * 3_600_000),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  }
}

/** Each finding's status, by control and subject. */
export const statusesOf = ({ findings }: Audited): Record<string, string> =>
  Object.fromEntries(findings.map((f) => [`${f.control} ${f.subject.id}`, f.status]))

/** Every call of a plan, by subject. */
export const callsIn = ({ items }: Plan): string[] =>
  items.flatMap((item) => item.steps.map((step) => `${item.subject.id} ${item.control} ${step.action}`))

/** The subjects that a plan makes calls about, in its order: the organization, then accounts. */
export const accountsIn = ({ items }: Plan): string[] => [
  ...new Set(items.filter((item) => item.steps.length > 0).map((item) => item.subject.id)),
]

/** What the journals of these subjects tell that cannot be true. */
export const untrueOf = ({ folder }: Company, subjects: Iterable<string>, cuts = 0): string[] =>
  [...subjects].flatMap((id) =>
    journals(subjectFolder(folder, id)).flatMap((lines) => untrue(lines, cuts).map((w) => `${id}: ${w}`)),
  )

/** What was not good, with its reason. */
export const badIn = ({ ends }: AppliedToMany): Record<string, string> =>
  Object.fromEntries([...ends].flatMap(([id, end]) => (end.good ? [] : [[id, end.because ?? '']])))

/** The order in which accounts came to their end. */
export const order = (notices: readonly Notice[]): string[] =>
  notices.flatMap((notice) => (notice.code === 'account' ? [notice.data.account] : []))
