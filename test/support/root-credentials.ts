/** A world in which root has keys or certificates, and the plan that is made of it. */
import {
  type Attestation,
  noRecords,
  planAccount,
  type PlanAccountOptions,
  type PlanItem,
  type Records,
} from '../../src/index.ts'
import { type AccountBuilder, newWorld, rootCall } from '../../src/sandbox/builder.ts'
import { createSandbox, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { expect } from 'vitest'
import { began } from './audit.ts'

export const id = '111111111111'
export const keys = 'root-has-no-access-keys'
export const certificates = 'root-has-no-signing-certificates'
export const dayMs = 86_400_000
export const start = new Date(began)
export const later = (days: number) => new Date(start.getTime() + days * dayMs)

export interface Given {
  root?: Parameters<AccountBuilder['root']>[0]
  /** Days since root switched its first key (or certificate) off. */
  offFor?: number
  /** The administrator beside root; false: there is none. */
  mia?: 'with MFA' | 'without MFA' | false
  caller?: 'session' | 'key' | 'mia'
}

/** A key that was last used long ago. */
export const unused = { created: 900, lastUsed: { at: 200, region: 'eu-west-1', service: 's3' } }

/** An account of years with an administrator who signed in yesterday; root is the caller unless said otherwise. */
export function world({ root = {}, offFor, mia = 'with MFA', caller = 'session' }: Given): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.created(1500).root({ password: { lastUsed: 200 }, mfa: ['virtual'], ...root })
      if (mia)
        a.user('mia', (u) => {
          u.created(700).console({ lastUsed: 1, lastChanged: 600 }).admin().key()
          if (mia === 'with MFA') u.virtualMfa()
          if (caller === 'mia') u.isCaller()
        })
      const { accessKeys, signingCertificates } = a.account.root
      const switchedOff = { status: 'Inactive' }
      if (offFor !== undefined && accessKeys[0])
        a.event(
          rootCall('iam', 'UpdateAccessKey', {
            at: offFor,
            request: { accessKeyId: accessKeys[0].id, ...switchedOff },
          }),
        )
      if (offFor !== undefined && signingCertificates[0])
        a.event(
          rootCall('iam', 'UpdateSigningCertificate', {
            at: offFor,
            request: { certificateId: signingCertificates[0].id, ...switchedOff },
          }),
        )
      if (caller === 'session') a.rootIsCaller()
      if (caller === 'key') a.rootKeyIsCaller()
    })
    .build()
}

/** How to reach the sandbox as its default caller. */
export function connection(sandbox: Sandbox): Partial<PlanAccountOptions> {
  return {
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
  }
}

/** The plan's item for a control, seen at a moment. */
export async function item(
  sandbox: Sandbox,
  control = keys,
  options: Partial<PlanAccountOptions> = {},
): Promise<PlanItem> {
  const plan = await planAccount({ ...connection(sandbox), now: start, only: [control], ...options })
  expect(plan.items.map((i) => i.control)).toEqual([control])
  return plan.items[0]!
}

/** The same, of a world that is looked at once. */
export const planned = async (given: Given, control = keys, options: Partial<PlanAccountOptions> = {}) =>
  item(await createSandbox({ world: world(given), now: began, port: false }), control, options)

/** Somebody says something about a control. */
export function said(control: string, daysAgo: number, holds = true): Records {
  const attestation: Attestation = {
    kind: 'attestation',
    source: 'statement',
    control,
    by: 'mia@corp.example',
    holds,
    at: later(-daysAgo).toISOString(),
    expires: later(1).toISOString(),
    saw: null,
  }
  return { ...noRecords, attestation: (c) => (c === control ? attestation : undefined) }
}
