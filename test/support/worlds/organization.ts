/** Generated organizations: a management account and a few members, each of a generated account's shape. */
import fc from 'fast-check'
import { WorldBuilder } from '../../../src/sandbox/builder.ts'
import type { Account, World } from '../../../src/sandbox/index.ts'
import type { Configuration } from '../../../src/model/index.ts'
import { made } from '../planned-worlds.ts'
import { accounts } from './arbitrary.ts'
import { configurations, partialConfigurations } from './configurations.ts'
import { accountId, type AccountSpec } from './spec.ts'

const { constantFrom, record, array } = fc

/** `A` and `B` below the root, `C` in `A`. */
const unitPaths = { A: 'Root/A', B: 'Root/B', C: 'Root/A/C' } as const
type UnitName = keyof typeof unitPaths

export interface MemberPart {
  account: AccountSpec
  unit?: UnitName
  role: 'OrganizationAccountAccessRole' | 'AWSControlTowerExecution' | 'none'
  state: 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'PENDING_CLOSURE'
}

export interface OrganizationSpec {
  management: AccountSpec
  members: MemberPart[]
}

const withCaller = (of: AccountSpec['caller']) => (spec: AccountSpec) => ({ ...spec, caller: of })

const member: fc.Arbitrary<MemberPart> = record(
  {
    account: accounts.map((spec) => ({ ...spec, identityCenter: false, caller: 'administrator' as const })),
    unit: constantFrom<UnitName>('A', 'B', 'C'),
    role: constantFrom<MemberPart['role']>(
      'OrganizationAccountAccessRole',
      'OrganizationAccountAccessRole',
      'AWSControlTowerExecution',
      'none',
    ),
    state: constantFrom<MemberPart['state']>(
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
      'SUSPENDED',
      'CLOSED',
      'PENDING_CLOSURE',
    ),
  },
  { requiredKeys: ['account', 'role', 'state'] },
)

export const organizations: fc.Arbitrary<OrganizationSpec> = record({
  management: fc.oneof(
    accounts.map(withCaller('administrator')),
    accounts.map(withCaller('administrator-with-mfa')),
  ),
  members: array(member, { minLength: 2, maxLength: 6 }),
})

export const memberId = (index: number): string => String(index + 2).repeat(12)

/** A configuration with something of its own for a unit and for an account. */
export const configurationsOfMany: fc.Arbitrary<Configuration> = fc
  .tuple(
    configurations,
    constantFrom(...Object.values(unitPaths)),
    constantFrom(0, 1, 5),
    partialConfigurations,
    partialConfigurations,
  )
  .map(([whole, ou, index, ofUnit, ofAccount]) => {
    const own = ({ contacts, alerts, baseline }: Configuration) =>
      JSON.parse(JSON.stringify({ contacts, alerts, baseline })) as Configuration
    return {
      ...whole,
      organization: {
        overrides: [
          { ou, ...own(ofUnit) },
          { account: memberId(index), ...own(ofAccount) },
        ],
      },
    } as Configuration
  })

/** The same account with another id: ids of keys, users and roles are one of a kind in all of AWS. */
function renamed(account: Account, id: string): Account {
  const text = JSON.stringify(account)
    .replaceAll(accountId, id)
    .replace(/\b(AKIA|AIDA|AROA|ASIA|AGPA|ANPA)\w(\w{10,20})\b/g, `$1${id[0]!}$2`)
  return JSON.parse(text) as Account
}

export async function organizationWorld({ management, members }: OrganizationSpec): Promise<World> {
  const world = await made(management)
  for (const [i, part] of members.entries()) {
    const id = memberId(i)
    const account = renamed((await made(part.account)).accounts[accountId]!, id)
    account.state = part.state
    world.accounts[id] = account
    if (part.role !== 'none')
      new WorldBuilder(world).change(id, (a) =>
        a.role(part.role, { trust: accountId, attached: ['AdministratorAccess'] }),
      )
  }
  return new WorldBuilder(world)
    .organization(accountId, (o) => {
      o.trust('account.amazonaws.com').unit('A').unit('B').unit('C', 'A')
      for (const [i, { unit }] of members.entries()) o.member(memberId(i), unit ? { in: unit } : {})
    })
    .build()
}
