/**
 * Generated organizations in which everything may be planned that can hurt: members whose root can be taken away, root
 * addresses and phone numbers that are to change, and a choice of accounts. Mostly as it must be, so that most plans have it.
 */
import fc from 'fast-check'
import { type Configuration, noRecords, type Records } from '../../../src/index.ts'
import type { Choice } from '../../../src/organization/choose.ts'
import { rootCall, WorldBuilder } from '../../../src/sandbox/builder.ts'
import type { World } from '../../../src/sandbox/index.ts'
import { said } from '../root-credentials.ts'
import {
  configurationsOfMany,
  memberId,
  organizations,
  type OrganizationSpec,
  organizationWorld,
} from './organization.ts'
import { accountId, type RootPart } from './spec.ts'

const { constantFrom, record, array, constant, oneof } = fc
export const memberRoots = 'member-roots-have-no-credentials'

/** Mostly the first, else one of the others. */
const mostly = <T>(good: T, ...others: T[]): fc.Arbitrary<T> =>
  oneof({ weight: 7, arbitrary: constant(good) }, { weight: 1, arbitrary: constantFrom(...others) })

/** What keeps root of a member from being taken away, one thing at a time. */
const flaws = [
  'a key is on',
  'a certificate is on',
  'off for three days',
  'off since nobody knows when',
  'nothing was said',
  'something needs it',
  'said long ago',
  'used since',
] as const
export type RootFlaw = (typeof flaws)[number] | undefined

export interface GuardedSpec {
  organization: OrganizationSpec
  configuration: Configuration
  /** Central root access is on. */
  central: boolean
  /** By the place of the member. */
  flaws: RootFlaw[]
  choice: Choice
}

/** All of it off or unused for long. */
const root: fc.Arbitrary<RootPart> = record({
  password: constantFrom(false as const, { changed: 200, used: 200 }),
  mfa: constantFrom<RootPart['mfa']>([], ['virtual'], ['virtual', 'fido'], ['token']),
  keys: array(constant({ created: 900, inactive: true, used: 200 }), { maxLength: 2 }),
  certificates: array(constant<'Inactive'>('Inactive'), { maxLength: 1 }),
})

function flawed(part: RootPart, flaw: RootFlaw): RootPart {
  switch (flaw) {
    case 'a key is on':
      return { ...part, keys: [{ created: 900, inactive: false, used: 200 }, ...part.keys.slice(1)] }
    case 'a certificate is on':
      return { ...part, certificates: ['Active'] }
    case 'off for three days':
    case 'off since nobody knows when':
      return { ...part, keys: [{ created: 900, inactive: true, used: 200 }] }
    case 'used since':
      return { ...part, password: { changed: 200, used: 0.5 } }
    default:
      return part
  }
}

/** About half of them have none. */
const rootFlaws = array(constantFrom<RootFlaw>(...flaws.map(() => undefined), ...flaws), {
  minLength: 6,
  maxLength: 6,
})

/** Members of an age at which root has a past, each with a root that may be taken away. */
const guarded: fc.Arbitrary<OrganizationSpec> = fc
  .tuple(organizations, array(root, { minLength: 6, maxLength: 6 }), mostly(true, false))
  .map(([spec, roots, byMfa]) => ({
    management: { ...spec.management, ...(byMfa ? { caller: 'administrator-with-mfa' as const } : {}) },
    members: spec.members.map((part, i) => ({
      ...part,
      role: part.role === 'none' && i % 2 === 0 ? ('AWSControlTowerExecution' as const) : part.role,
      account: {
        ...part.account,
        age: 900,
        rootSignIns: [],
        root: roots[i]!,
        caller: byMfa ? ('administrator-with-mfa' as const) : part.account.caller,
      },
    })),
  }))

const rootAddress = mostly<string | undefined>(
  'aws-root+{account}@corp.example',
  'aws-root+{account}@new.example',
  undefined,
)

const withRootAddress = (configuration: Configuration, email: string | undefined): Configuration =>
  email === undefined
    ? configuration
    : { ...configuration, contacts: { ...configuration.contacts, root: { email } } }

const choices: fc.Arbitrary<Choice> = oneof(
  constant({}),
  fc.subarray([0, 1, 2, 3], { minLength: 1 }).map((some) => ({ accounts: some.map(memberId) })),
  constantFrom<Choice>(
    { units: ['Root/A'] },
    { units: ['Root/A'], exclude: ['Root/A/C'] },
    { exclude: ['Root/B'] },
    { exclude: [accountId] },
    { exclude: [memberId(0)] },
  ),
)

export const guardedOrganizations: fc.Arbitrary<GuardedSpec> = record({
  organization: guarded,
  configuration: fc.tuple(configurationsOfMany, rootAddress).map(([c, email]) => withRootAddress(c, email)),
  central: constantFrom(true, true, true, false),
  flaws: rootFlaws,
  choice: choices,
}).map((spec) => ({
  ...spec,
  organization: {
    ...spec.organization,
    members: spec.organization.members.map(({ account, ...part }, i) => ({
      ...part,
      account: { ...account, root: flawed(account.root, spec.flaws[i]) },
    })),
  },
}))

export async function guardedWorld({ organization, central, flaws: of }: GuardedSpec): Promise<World> {
  const world = await organizationWorld(organization)
  const builder = new WorldBuilder(world)
  if (central) {
    builder.change(accountId, (a) => a.centralRoot('RootCredentialsManagement', 'RootSessions'))
    world.organization!.trustedServices.push('iam.amazonaws.com')
  }
  for (const [i] of organization.members.entries()) {
    if (of[i] === 'off since nobody knows when') continue
    const at = of[i] === 'off for three days' ? 3 : 10
    builder.change(memberId(i), (a) => {
      const { accessKeys, signingCertificates } = a.account.root
      const off = (name: string, request: Record<string, string>) =>
        a.event(rootCall('iam', name, { at, request: { ...request, status: 'Inactive' } }))
      for (const { id, status } of accessKeys)
        if (status === 'Inactive') off('UpdateAccessKey', { accessKeyId: id })
      for (const { id, status } of signingCertificates)
        if (status === 'Inactive') off('UpdateSigningCertificate', { certificateId: id })
    })
  }
  return builder.build()
}

/** What people said, by the account that it is about. */
export const wordsOf =
  ({ flaws: of }: GuardedSpec) =>
  async (subject: string): Promise<Records> => {
    const place = of.findIndex((_, i) => memberId(i) === subject)
    if (place < 0 || of[place] === 'nothing was said') return noRecords
    return said(memberRoots, of[place] === 'said long ago' ? 40 : 1, of[place] !== 'something needs it')
  }
