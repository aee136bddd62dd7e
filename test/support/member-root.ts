/** An organization of a management account and one member, whose root is mended from there. */
import type { Records } from '../../src/index.ts'
import { type AccountBuilder, newWorld, rootCall } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { type Company, companyOf } from './applying-to-many.ts'
import { began } from './audit.ts'
import { said, unused } from './root-credentials.ts'

export const control = 'member-roots-have-no-credentials'
export const CENTRE = '111111111111'
export const MEMBER = '222222222222'
export const SECOND = '333333333333'

export interface Given {
  root?: Parameters<AccountBuilder['root']>[0]
  /** Days since root switched its first key and certificate off. */
  offFor?: number
  mia?: 'with MFA' | 'without MFA'
  role?: boolean
  features?: ('RootCredentialsManagement' | 'RootSessions')[]
  records?: Records
  /** A second member, whose root has a password. */
  second?: boolean
}

/** Everything that a root can have, switched off where it can be. */
export const everything = {
  password: { lastUsed: 200 },
  mfa: ['virtual' as const],
  keys: [{ ...unused, inactive: true }],
  certificates: ['Inactive' as const],
}

function world({
  root = everything,
  offFor = 10,
  mia = 'with MFA',
  role = true,
  features,
  second = false,
}: Given): World {
  const made = newWorld({ scenario: 'member-root', began })
    .account(CENTRE, (a) =>
      a
        .named('payer')
        .user('mia', (u) => {
          u.created(700).console({ lastUsed: 0.1, lastChanged: 300 }).admin()
          if (mia === 'with MFA') u.virtualMfa('mia')
          u.isCallerInSession()
        })
        .centralRoot(...(features ?? (['RootCredentialsManagement', 'RootSessions'] as const))),
    )
    .account(MEMBER, (a) => {
      a.named('shop').created(1500).root(root)
      if (role) memberRole(a, CENTRE)
      const { accessKeys, signingCertificates } = a.account.root
      const off = (name: string, request: Record<string, string>) =>
        a.event(rootCall('iam', name, { at: offFor, request: { ...request, status: 'Inactive' } }))
      for (const { id, status } of accessKeys)
        if (status === 'Inactive') off('UpdateAccessKey', { accessKeyId: id })
      for (const { id, status } of signingCertificates)
        if (status === 'Inactive') off('UpdateSigningCertificate', { certificateId: id })
    })
  if (second) made.account(SECOND, (a) => memberRole(a.root({ password: { lastUsed: 300 } }), CENTRE))
  return made
    .organization(CENTRE, (o) => {
      o.member(MEMBER).trust('iam.amazonaws.com', 'account.amazonaws.com')
      if (second) o.member(SECOND)
    })
    .build()
}

export const word = said(control, 1)

export interface MemberStage extends Company {
  /** The same world and state folder, served with faults. */
  again(faults: string): Promise<Company>
}

/** The organization, of which only this control is planned for. */
export async function staged(given: Given = {}): Promise<MemberStage> {
  const common = { records: async () => given.records ?? word }
  const company = await companyOf(world(given), common)
  return {
    ...company,
    plan: (over = {}) => company.plan({ only: [control], ...over }),
    again: (faults) =>
      companyOf(company.world, {
        ...common,
        folder: company.folder,
        serve: { faults, now: company.sandbox.clock.now() },
      }),
  }
}
