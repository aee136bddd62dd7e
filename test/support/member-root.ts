/** An organization of a management account and one member, whose root is mended from there. */
import { type Records, rootPolicy } from '../../src/index.ts'
import { type AccountBuilder, newWorld, rootCall, userCall } from '../../src/sandbox/builder.ts'
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
  /** The member lies below the policy that denies its root everything. */
  denied?: Denied
}

/** What such an event was asked with: for the policy, where it is attached, and the unit that the member lies in. */
const requests = {
  UpdatePolicy: (policyId: string) => ({ policyId }),
  EnablePolicyType: () => ({ policyType: 'SERVICE_CONTROL_POLICY' }),
  MoveAccount: (_policy: string, _target: string, unit: string) => ({
    accountId: MEMBER,
    destinationParentId: unit,
  }),
  'MoveAccount elsewhere': () => ({ accountId: MEMBER, destinationParentId: 'ou-else-where000' }),
  DetachPolicy: (policyId: string, targetId: string) => ({ policyId, targetId }),
  // Of another policy: it changes nothing here.
  AttachPolicy: (_policy: string, targetId: string) => ({ policyId: 'p-other000', targetId }),
} satisfies Record<string, (policy: string, target: string, unit: string) => Record<string, string>>

export interface Denied {
  to: 'root' | 'Sandbox' | typeof MEMBER
  /** How many days ago it was attached there; undefined: longer ago than the event history reaches. */
  attached?: number
  /** How many days ago something else happened, and what it was asked with. */
  then?: [name: keyof typeof requests, days: number]
  /** How many days ago the member joined. */
  joined?: number
  /** Another text than the one that this tool writes. */
  other?: true
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
  denied,
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
  made.organization(CENTRE, (o) => {
    if (denied) o.unit('Sandbox')
    o.member(MEMBER, denied ? { in: 'Sandbox', joined: denied.joined ?? 700 } : {})
    o.trust('iam.amazonaws.com', 'account.amazonaws.com')
    if (second) o.member(SECOND)
    if (!denied) return
    const text = JSON.parse(rootPolicy('root-deny')) as { Statement: object[] }
    o.scps().policy('deny', denied.other ? { ...text, Id: 'ours' } : text, [denied.to])
    made.change(CENTRE, (a) => attachedIn(a, denied, o.organization.policies.at(-1)!, o.place('Sandbox')))
  })
  return made.build()
}

/** The management account's event history of it. */
function attachedIn(
  a: AccountBuilder,
  { attached, then }: Denied,
  { id: policyId, targets: [targetId = ''] }: { id: string; targets: string[] },
  unit: string,
): void {
  const event = (name: string, at: number, request: Record<string, string>) =>
    a.event(userCall('mia', 'organizations', name, { at, request }))
  if (attached !== undefined) event('AttachPolicy', attached, { policyId, targetId })
  if (then) event(then[0].split(' ')[0]!, then[1], requests[then[0]](policyId, targetId, unit))
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
