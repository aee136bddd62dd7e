/**
 * What one account of the enterprise is like, drawn from seed and number alone. The shares are made up, after what
 * audits of large organizations find: most accounts are clean, the old and the acquired ones are not.
 */
import type { Account, Membership } from '../../world.ts'
import { CONTROL_TOWER_ROLE, ORGANIZATION_ROLE } from '../parts/member.ts'
import { chance } from './chance.ts'

export type Unit = 'Security' | 'Prod' | 'Retail' | 'Payments' | 'Dev' | 'Test' | 'Sandbox' | 'Suspended'

export interface Traits {
  number: number
  name: string
  email: string
  state: Account['state']
  unit: Unit | undefined
  method: Membership['method']
  /** Days ago. */
  created: number
  joined: number
  owner: string | undefined
  memberRole: string | undefined
  root: {
    password: boolean
    /** Days ago; undefined: never. */
    used: number | undefined
    key: boolean
    mfa: boolean
    recoveryAllowed: boolean
  }
  phone: 'company' | 'leaver' | 'nobody' | 'none'
  alternates: { SECURITY: boolean; BILLING: boolean; OPERATIONS: boolean }
  budget: 'daily' | 'daily with credits' | 'daily forecast' | 'monthly' | 'none'
  usd: number
  administrator: 'identity center' | 'user' | 'user without mfa' | 'pipeline'
  passwordPolicy: 'strong' | 'weak' | 'none'
  alarm: boolean
}

const TEAMS = [
  'payments',
  'ledger',
  'shop',
  'search',
  'data',
  'mobile',
  'identity',
  'logistics',
  'claims',
  'ads',
]
const THINGS = ['api', 'web', 'batch', 'lake', 'ml', 'edge', 'queue', 'reports', 'core', 'lab']
const even = <T>(values: readonly T[]): (readonly [T, number])[] => values.map((value) => [value, 1])

/** The draws stand in a fixed order: another draw belongs at the end, so that the same seed stays the same world. */
export function traitsOf(seed: number, number: number): Traits {
  const draw = chance(`enterprise/${seed}/${number}`)
  const team = draw.pick(even(TEAMS))
  const thing = draw.pick(even(THINGS))
  const invited = draw.of(0.08)
  const state = draw.pick<Account['state']>([
    ['ACTIVE', 978],
    ['SUSPENDED', 10],
    ['PENDING_CLOSURE', 4],
    ['CLOSED', 8],
  ])
  const unit = draw.pick<Unit | undefined>([
    ['Prod', 15],
    ['Retail', 15],
    ['Payments', 10],
    ['Dev', 25],
    ['Test', 15],
    ['Sandbox', 18],
    [undefined, 2],
  ])
  const created = draw.between(30, 3000)
  const domain = draw.pick([['corp.example', 66] as const, ['corp-old.example', 34] as const])
  const personal = draw.of(0.05)
  const name = `${team}-${thing}-${String(number).padStart(5, '0')}`
  const security = number === 1
  const memberRole = draw.pick<string | undefined>([
    [ORGANIZATION_ROLE, 82],
    [CONTROL_TOWER_ROLE, 15],
    [undefined, 3],
  ])
  const password = !security && draw.of(invited ? 0.6 : 0.045)
  return {
    number,
    name: security ? 'security' : name,
    email: personal ? `sam.former+${name}@${domain}` : `aws-root+${name}@${domain}`,
    state: security ? 'ACTIVE' : state,
    unit: security ? 'Security' : state === 'ACTIVE' ? unit : 'Suspended',
    method: invited && !security ? 'INVITED' : 'CREATED',
    created,
    joined: invited ? Math.min(created, draw.between(10, 900)) : created,
    owner: draw.of(0.9) ? `${team}-team@corp.example` : undefined,
    memberRole: security ? ORGANIZATION_ROLE : memberRole,
    root: {
      password,
      used: password && draw.of(0.5) ? draw.between(1, 1000) : undefined,
      key: draw.of(invited ? 0.08 : 0.004) && !security,
      mfa: password && draw.of(0.6),
      recoveryAllowed: !password && draw.of(0.01),
    },
    phone: draw.pick([
      ['company', 80] as const,
      ['leaver', 12] as const,
      ['nobody', 3] as const,
      ['none', 5] as const,
    ]),
    alternates: { SECURITY: draw.of(0.8), BILLING: draw.of(0.7), OPERATIONS: draw.of(0.65) },
    budget: draw.pick([
      ['daily', 58] as const,
      ['daily with credits', 6] as const,
      ['daily forecast', 3] as const,
      ['monthly', 18] as const,
      ['none', 15] as const,
    ]),
    usd: draw.of(0.1) ? 0 : draw.between(1, 40) * draw.between(1, 12),
    administrator: draw.pick([
      ['identity center', 84] as const,
      ['user', 7] as const,
      ['user without mfa', 4] as const,
      ['pipeline', 5] as const,
    ]),
    passwordPolicy: draw.pick([['strong', 70] as const, ['weak', 15] as const, ['none', 15] as const]),
    alarm: security || draw.of(0.6),
  }
}
