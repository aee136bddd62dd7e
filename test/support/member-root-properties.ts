/** Whatever root of a member has, whatever was said, and wherever AWS or the line gives up: no password without its MFA. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noRecords } from '../../src/index.ts'
import { said, unused } from './root-credentials.ts'
import { control, MEMBER, staged } from './member-root.ts'

const order = [
  'iam:DeleteAccessKey',
  'iam:DeleteSigningCertificate',
  'iam:DeleteLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:DeleteVirtualMFADevice',
]

/** Mostly as it must be, so that most plans have something to do; else one of the others. */
const mostly = <T>(good: T, ...others: T[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const key = fc
  .record({ created: fc.constant(900), inactive: mostly(true, false) })
  .map((k) => ({ ...unused, ...k }))
const roots = fc.record({
  password: fc.oneof(fc.constant(false as const), fc.record({ lastUsed: mostly(200, 0.5, 5) })),
  mfa: fc.constantFrom<('virtual' | { fido: string })[]>([], ['virtual'], ['virtual', { fido: 'blue' }]),
  keys: fc.array(key, { maxLength: 2 }),
  certificates: fc.array(mostly<'Active' | 'Inactive'>('Inactive', 'Active'), { maxLength: 2 }),
})
const worlds = fc.record({
  root: roots,
  offFor: mostly(10, 3),
  mia: mostly<'with MFA' | 'without MFA'>('with MFA', 'without MFA'),
  records: mostly(said(control, 1), said(control, 1, false), said(control, 20), noRecords),
})
const calls = [...order, 'sts:AssumeRoot', 'iam:GetLoginProfile', 'iam:ListMFADevices', 'iam:ListAccessKeys']
/** Refused for good, or carried out once without an answer. */
const faults = fc.option(
  fc
    .tuple(fc.boolean(), fc.constantFrom(...calls))
    .map(([denied, call]) => (denied ? `deny=${call}` : `lost:${call}=1`)),
  { nil: '' },
)

/** What root has now. */
const left = ({ world }: Awaited<ReturnType<typeof staged>>) => {
  const { root, iam } = world.accounts[MEMBER]!
  return {
    password: root.password !== undefined,
    keys: root.accessKeys.map(({ id, status }) => `${id} ${status}`),
    certificates: root.signingCertificates.length,
    devices: new Set([
      ...root.mfaDevices.map((device) => device.serialNumber),
      ...iam.virtualMfaDevices.filter((d) => d.assignedTo === 'root').map((d) => d.serialNumber),
    ]).size,
  }
}

/** Asks of so many made members what must hold. */
export function askOfMemberRoots(seed: number, numRuns: number): void {
  describe('root of a member', () => {
    it('loses nothing out of order, however it ends', async () => {
      let planned = 0
      await fc.assert(
        fc.asyncProperty(worlds, faults, async (given, fault) => {
          const stage = await staged(given)
          const before = left(stage)
          const plan = await stage.plan()
          const steps = plan.items.flatMap((item) => item.steps)
          // Nothing while a key is on, while the word is missing, or while nobody else gets in with MFA.
          if (steps.length > 0) {
            planned++
            expect(before.keys.every((one) => one.endsWith('Inactive'))).toBe(true)
            expect([given.records.attestation(control)?.holds, given.mia]).toEqual([true, 'with MFA'])
            if (before.keys.length + before.certificates > 0) expect(given.offFor).toBe(10)
          }
          const main = steps.filter(({ action }) => action !== 'iam:DeleteVirtualMFADevice')
          const places = main.map(({ action }) => order.indexOf(action))
          expect(places).toEqual([...places].sort())
          expect(main.every((step, i) => (step.undo !== undefined) === (i === main.length - 1))).toBe(true)
          const { apply } = await stage.again(fault)
          if (steps.length > 0) await apply(plan).catch(() => undefined)
          const after = left(stage)
          if (after.password || after.keys.length > 0) expect(after.devices).toBe(before.devices)
          if (after.keys.length > 0) expect(after.password).toBe(before.password)
          if (steps.length > 0 && fault === '')
            expect(after).toEqual({ password: false, keys: [], certificates: 0, devices: 0 })
        }),
        { seed, numRuns },
      )
      expect(planned).toBeGreaterThan(numRuns / 3)
    }, 600_000)
  })
}
