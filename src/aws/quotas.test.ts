import { describe, expect, it } from 'vitest'
import { packages, type ServicePrefix } from './operations.ts'
import { quotaOf, quotas } from './quotas.ts'

describe('the published rates', () => {
  const named = quotas.flatMap(({ operations }) => operations)

  it.each(named)('%s is an operation of AWS, listed once', async (operation) => {
    const [service, name] = operation.split(':') as [ServicePrefix, string]
    const namespace = await packages[service].load()
    if (name !== '*') expect(Object.keys(namespace)).toContain(`${name}Command`)
    expect(named.filter((other) => other === operation)).toEqual([operation])
  })

  it('all say whose calls they count, let at least one through, and where they are from', () => {
    for (const { operations, limits, source } of quotas) {
      expect(operations, source).not.toEqual([])
      expect(Object.values(limits), source).not.toEqual([])
      for (const { rate, burst } of Object.values(limits)) {
        expect(rate, source).toBeGreaterThan(0)
        expect(burst, source).toBeGreaterThanOrEqual(1)
      }
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
    }
  })

  it.each<[operation: string, rate: number | undefined]>([
    ['account:GetAlternateContact', 10],
    ['identitystore:ListUsers', 20],
    ['sso:ListInstances', 20],
    ['iam:GetAccountSummary', undefined],
    ['sts:AssumeRoot', undefined],
    ['account:GetPrimaryEmailUpdateStatus', undefined],
  ])('of %s: %s a second for a caller', (operation, rate) => {
    expect(quotaOf(operation)?.limits.caller?.rate).toBe(rate)
  })
})
