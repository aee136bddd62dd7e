/** Fewer permissions never make an account look better: whatever is denied, nothing turns into a pass. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPermissions } from '../../src/index.ts'
import { permissionFor } from '../../src/aws/index.ts'
import type { Operation } from '../../src/aws/index.ts'
import type { Audited } from '../support/audit.ts'
import {
  changes,
  type Fault,
  profiles,
  randomFrom,
  scenarioNames,
  type Sights,
  sightsOf,
  wrongWithLess,
} from '../support/sights.ts'

/** The faults that deny IAM actions to a caller who asks for `operations`. */
const denying = (actions: readonly string[], operations: readonly string[]): Fault[] =>
  operations
    .filter((operation) => actions.includes(permissionFor(operation as Operation)))
    .map((operation) => ({ kind: 'deny', operation }))

describe.each(scenarioNames)('%s', (scenario) => {
  describe.each(profiles)('as %s', (as) => {
    let sights: Sights
    let full: Audited
    let operations: string[]
    beforeAll(async () => {
      sights = await sightsOf(scenario, as)
      full = await sights.look([])
      operations = sights.asked()
    })
    afterAll(() => sights.close())

    it('every action that an audit needs is in the list of its permissions', () => {
      // Root needs no policy, and what only root is asked about itself nobody else needs either.
      const ofRoot = ['iam:ListAccessKeys', 'iam:ListSigningCertificates', 'iam:GetAccessKeyLastUsed']
      const free = ['sts:GetCallerIdentity', ...ofRoot]
      const needed = operations.map((o) => permissionFor(o as Operation)).filter((a) => !free.includes(a))
      expect(needed.filter((action) => !auditPermissions().includes(action as never))).toEqual([])
    })

    it('without any one action, nothing becomes a pass or a new failure', async () => {
      const wrong: string[] = []
      for (const action of auditPermissions()) {
        const faults = denying([action], operations)
        if (faults.length === 0) continue
        const less = await sights.look(faults)
        wrong.push(...wrongWithLess(full, less).map((w) => `without ${action}: ${w}`))
      }
      expect(wrong).toEqual([])
    })

    it('without a few at random, neither', async () => {
      const random = randomFrom(26)
      const wrong: string[] = []
      for (let round = 0; round < 6; round++) {
        const share = 0.2 + 0.6 * random()
        const actions = auditPermissions().filter(() => random() < share)
        // Less sight leads to other questions, so all that an audit may ask are denied, not only those of a full one.
        const less = await sights.look(denyingAll(actions))
        wrong.push(...wrongWithLess(full, less).map((w) => `without ${actions.join(' ')}: ${w}`))
      }
      expect(wrong).toEqual([])
    })

    it('without any, nothing is known that people did not say, and each names what it needs', async () => {
      const less = await sights.look(denyingAll(auditPermissions()))
      expect(less.findings.filter((f) => f.status === 'pass' || f.status === 'fail')).toEqual([])
      expect(wrongWithLess(full, less)).toEqual([])
      for (const finding of less.findings.filter((f) => f.status === 'unknown'))
        for (const action of finding.needs ?? []) expect(auditPermissions()).toContain(action)
    })
  })
})

/** Budgets' reads share one action; everything else is called as its action is. */
function denyingAll(actions: readonly string[]): Fault[] {
  return actions.flatMap((action): Fault[] =>
    action === 'budgets:ViewBudget'
      ? [{ kind: 'deny', operation: 'budgets:*' }]
      : [{ kind: 'deny', operation: action }],
  )
}

describe('one source that shows something bad is enough', () => {
  const cases = [
    { without: 'iam:GetCredentialReport', stays: 'root-has-no-access-keys', scenario: 'neglected-personal' },
    { without: 'iam:GetAccountSummary', stays: 'root-has-no-access-keys', scenario: 'neglected-personal' },
    { without: 'cloudtrail:LookupEvents', stays: 'root-is-not-used', scenario: 'neglected-personal' },
    { without: 'iam:GetCredentialReport', stays: 'root-has-mfa', scenario: 'neglected-business' },
  ]
  it.each(cases)('without $without, $stays still fails ($scenario)', async ({ without, stays, scenario }) => {
    const sights = await sightsOf(scenario, 'business')
    try {
      const full = await sights.look([])
      expect(full.of(stays).status).toBe('fail')
      const less = await sights.look(denyingAll([without]))
      expect([less.of(stays).status, less.of(stays).message]).toEqual(['fail', expect.any(String)])
    } finally {
      await sights.close()
    }
  })

  it('a look without faults is the same each time', async () => {
    const sights = await sightsOf('neglected-business', 'business')
    try {
      const [first, second] = [await sights.look([]), await sights.look([])]
      expect(changes(first, second)).toEqual([])
      expect(second.findings.map((f) => f.message)).toEqual(first.findings.map((f) => f.message))
    } finally {
      await sights.close()
    }
  })
})
