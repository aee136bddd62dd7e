/** A small organization in which every member needs the same, and accidents that strike in one account of it. */
import { isRead } from '../../src/aws/index.ts'
import { controls, type Plan } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { FaultKind, World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { changes, contents, mails } from './accidents.ts'
import { type Applying, type Company, companyOf, untrueOf } from './applying-to-many.ts'
import { began } from './audit.ts'

export const management = '111111111111'
export const idOf = (n: number): string => String(n).repeat(12)

/** A management account and so many members (at most 8), each with a weak password policy and no contacts. */
export function smallWorld(members = 4): World {
  const ids = Array.from({ length: members }, (_, i) => idOf(i + 2))
  const world = newWorld({ scenario: 'made', began }).account(management, (a) =>
    a
      .named('payer')
      .root({ password: false })
      .centralRoot('RootCredentialsManagement', 'RootSessions')
      .user('casey', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa('casey').key().isCaller())
      .dailySpend({ days: 60, usd: 3 }),
  )
  for (const id of ids)
    world.account(id, (a) =>
      memberRole(a.named(`member-${id[0]}`).root({ password: false }), management)
        .user('deploy', (u) => u.console({ lastUsed: 1 }))
        .passwordPolicy({ MinimumPasswordLength: 8 })
        .dailySpend({ days: 60, usd: 3 }),
    )
  return world
    .organization(management, (o) => {
      o.trust('account.amazonaws.com', 'iam.amazonaws.com').unit('Workloads')
      for (const id of ids) o.member(id, { in: 'Workloads' })
    })
    .build()
}

/** The alarm on root is some fifty calls in the management account alone, and has tests of its own. */
const withoutAlarm = controls.map(({ id }) => id).filter((id) => id !== 'root-use-raises-an-alarm')

export const smallCompany = (
  members?: number,
  common?: Applying & { only?: readonly string[] },
): Promise<Company> => companyOf(smallWorld(members), { timeoutMs: 1_000, only: withoutAlarm, ...common })

/** Whose credentials a request was signed with. */
export const signer = ({ world, sandbox }: Company, key: string | undefined): string =>
  key === sandbox.credentials().accessKeyId
    ? management
    : (world.sessions.find((session) => session.accessKeyId === key)?.account ?? management)

/** Lets something happen to requests, by operation and by the account that they are about. */
export function strike(
  company: Company,
  decide: (operation: string, account: string) => FaultKind | undefined,
): void {
  company.sandbox.faults.strike = (operation, key) => decide(operation, signer(company, key))
}

export const calm = ({ sandbox }: Company): void => {
  sandbox.faults.strike = () => undefined
}

export const isChange = (operation: string): boolean => !isRead(operation) && !operation.startsWith('sts:')

/** What an undisturbed run leaves. */
export interface Undisturbed {
  plan: Plan
  /** How many changes it made, and in how many accounts. */
  writes: number
  after: unknown
  mails: string[]
  changes: Record<string, string[]>
}

const changesOf = (world: World) =>
  Object.fromEntries(Object.keys(world.accounts).map((id) => [id, changes(world, id)]))

export async function undisturbed(members = 4): Promise<Undisturbed> {
  const company = await smallCompany(members)
  const plan = await company.plan()
  let writes = 0
  strike(company, (operation) => void (isChange(operation) && writes++))
  const applied = await company.apply(plan)
  if (!applied.complete) throw new Error(JSON.stringify([...applied.ends]))
  const { world } = company
  return { plan, writes, after: contents(world), mails: mails(world), changes: changesOf(world) }
}

/** What an organization holds and what was done in it. */
export const stateOf = ({ world }: Company) => ({
  after: contents(world),
  mails: mails(world),
  changes: changesOf(world),
})

/** Locks that are left behind, and what the journals tell that cannot be true. */
export const wrongIn = (company: Company, cuts = 0): string[] => [
  ...company.files().flatMap(([path]) => (path.endsWith('.lock') ? [`${path} is left behind`] : [])),
  ...untrueOf(
    company,
    Object.keys(company.world.accounts).filter((id) =>
      company.files().some(([path]) => path.startsWith(`organization/applied/${id}/journal/`)),
    ),
    cuts,
  ),
]
