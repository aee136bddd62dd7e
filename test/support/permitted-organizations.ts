/** Organizations whose auditor may do exactly what `neverroot permissions org` prints, in the centre and in the members. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { permissionFor } from '../../src/aws/index.ts'
import {
  auditOrganization,
  type AuditOrganizationOptions,
  type AwsAction,
  centralPolicy,
  readRoleDocuments,
} from '../../src/index.ts'
import { WorldBuilder } from '../../src/sandbox/builder.ts'
import { createSandbox, type World } from '../../src/sandbox/index.ts'
import { began, gather } from './audit.ts'
import { permittedWorlds } from './permitted-worlds.ts'

export const management = '999999999999'
const auditor = `arn:aws:iam::${management}:user/auditor`

export type Central = ReturnType<typeof centralPolicy>
export type ReadRole = ReturnType<typeof readRoleDocuments>

/** Worlds without the scenarios of organizations: between them their accounts, as members, need every call. */
export const worldsOfMembers = Object.keys(permittedWorlds).filter(
  (name) => !/^startup$|-organization$|^enterprise$/.test(name),
)

/** The accounts of a world, as members of an organization whose management account has nothing but the auditor. */
export async function asMember(name: string): Promise<World> {
  const world = await permittedWorlds[name]!.make()
  const members = Object.keys(world.accounts)
  new WorldBuilder(world)
    .account(management, (a) =>
      a
        .named('payer')
        // Where the domain of its mail runs in a member, the centre looks into that one too.
        .email('aws-root@corp.example')
        .centralRoot('RootCredentialsManagement', 'RootSessions')
        .user('auditor', (u) => u.key().isCaller())
        // What the centre reads for itself inside a member.
        .vault('daily')
        .copyJob({
          from: 'daily',
          to: `arn:aws:backup:us-east-1:${members[0]}:backup-vault:for-the-payer`,
          at: new Date(Date.parse(began) - 3_600_000),
        }),
    )
    .change(members[0]!, (a) => a.vault('for-the-payer', { lock: { final: 30 }, sharedWith: [management] }))
    .organization(management, (o) => {
      o.trust('account.amazonaws.com', 'iam.amazonaws.com').unit('Workloads')
      for (const id of members) o.member(id, { in: 'Workloads' })
      o.scps()
    })
    .build()
  return world
}

/** The documents for the auditor of a world, as they are printed. */
export const roleFor = (world: World): ReadRole =>
  readRoleDocuments({ trust: auditor, organization: world.organization!.id })

export interface Refusal {
  account: string
  operation: string
}

/** Gives the auditor this policy and every member this role. */
export function permit(world: World, central: Central, role: ReadRole | undefined): void {
  const user = world.accounts[management]!.iam.users.find(({ name }) => name === 'auditor')!
  user.inline = { neverroot: structuredClone(central) as never }
  for (const account of Object.values(world.accounts)) {
    if (account.id === management || !role) continue
    account.iam.roles.push({
      name: 'neverroot-read',
      path: '/',
      id: 'AROASANDBOXREADER0000',
      created: began,
      trust: structuredClone(role.AssumeRolePolicyDocument) as never,
      attached: [],
      inline: { 'neverroot-read': structuredClone(role.Policy) as never },
      maxSessionSeconds: 3600,
      tags: {},
    })
  }
}

/** Does something as the world's caller; gives the calls that were refused for want of a permission. */
export async function refusedTo<T>(
  world: World,
  work: (how: AuditOrganizationOptions) => Promise<T>,
  now = began,
): Promise<{ value: T; refused: Refusal[]; made: Refusal[] }> {
  const refused: Refusal[] = []
  const made: Refusal[] = []
  // What AWS itself denies to everybody is no lack of permission.
  const managed = world.behaviour.awsManagedPolicies
    ? ['account:GetContactInformation', 'account:GetAlternateContact']
    : []
  const sandbox = await createSandbox({
    world,
    now,
    port: false,
    onRequest: ({ error, operation, account }) => {
      made.push({ account: account ?? '', operation })
      if (/AccessDenied|UnauthorizedOperation/.test(error ?? '') && !managed.includes(operation))
        refused.push({ account: account ?? '', operation })
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-organization-'))
  try {
    const credentials = sandbox.credentials()
    const value = await work({
      endpoint: sandbox.url,
      requestHandler: sandbox.requestHandler,
      region: 'us-east-1',
      credentials: async () => credentials,
      now: new Date(now),
      folder,
      configuration: { organization: { memberRoles: ['neverroot-read'], ownerTag: 'Owner' } },
    })
    return { value, refused, made }
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Change {
  central?(policy: Central): Central
  /** Undefined: members have no role for us. */
  role?(role: ReadRole): ReadRole | undefined
}

/** What one audit of a world is refused. */
export const refusals = async (
  name: string,
  change: Change = {},
  more: Partial<AuditOrganizationOptions> = {},
): Promise<Refusal[]> => (await auditOf(name, change, more)).refused

const used = new Map<string, Promise<ReadonlySet<string>>>()
/** The actions that an audit of this world needs in its members, where it has all that is printed. */
export function usedInMembers(name: string): Promise<ReadonlySet<string>> {
  if (!used.has(name))
    used.set(
      name,
      auditOf(name).then(
        ({ made }) =>
          new Set(
            made
              .filter(({ account }) => account !== management)
              .map(({ operation }) => permissionFor(operation as AwsAction)),
          ),
      ),
    )
  return used.get(name)!
}

async function auditOf(
  name: string,
  change: Change = {},
  more: Partial<AuditOrganizationOptions> = {},
): Promise<{ refused: Refusal[]; made: Refusal[] }> {
  const world = await asMember(name)
  const central = centralPolicy({ organization: world.organization!.id, rootSessions: more.rootSessions })
  const role = roleFor(world)
  permit(world, change.central?.(central) ?? central, change.role ? change.role(role) : role)
  const { before, now, configuration: { lookups } = {} } = permittedWorlds[name]!
  const accounts = Object.keys(world.accounts).filter((id) => id !== management)
  const named = lookups ? { lookups: { ...lookups, accounts } } : {}
  const look = async (at: string) =>
    refusedTo(
      world,
      async ({ configuration, ...how }) =>
        gather(await auditOrganization({ ...how, configuration: { ...configuration, ...named }, ...more })),
      at,
    )
  if (before) await look(before)
  return look(now)
}
