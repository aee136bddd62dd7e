import { describe, expect, it } from 'vitest'
import { Faults, parseFaults } from './faults.ts'
import { SandboxUsageError } from './usage-error.ts'

describe('a fault specification', () => {
  it.each([
    ['', {}],
    ['throttle=0.05', { throttle: 0.05 }],
    [
      'throttle=0.05, 5xx=0.01,drop=0.005,expire-after=40',
      { throttle: 0.05, '5xx': 0.01, drop: 0.005, expireAfter: 40 },
    ],
    ['deny=iam:GetAccountSummary', { operations: [{ kind: 'deny', operation: 'iam:GetAccountSummary' }] }],
    [
      'deny=iam:ListUsers+account:*,deny=ce:GetCostAndUsage',
      {
        operations: [
          { kind: 'deny', operation: 'iam:ListUsers' },
          { kind: 'deny', operation: 'account:*' },
          { kind: 'deny', operation: 'ce:GetCostAndUsage' },
        ],
      },
    ],
    [
      'html=account:GetContactInformation',
      { operations: [{ kind: 'html', operation: 'account:GetContactInformation' }] },
    ],
    [
      'throttle:iam:ListUsers=2,seed=9',
      { seed: 9, operations: [{ kind: 'throttle', operation: 'iam:ListUsers', times: 2 }] },
    ],
  ])('%s', (text, spec) => {
    expect(parseFaults(text)).toEqual(spec)
  })

  it.each([
    ['throttle', 'The fault "throttle" has no value.'],
    ['throttle=2', '"throttle" takes a share of the requests from 0 to 1, not "2".'],
    ['throttle=', '"throttle" takes a share of the requests from 0 to 1, not "".'],
    ['explode=1', '"explode" is no fault of the sandbox.'],
    ['expire-after=0', '"expire-after" takes a whole number from 1, not "0".'],
    ['deny=GetAccountSummary', '"GetAccountSummary" is not an operation.'],
    ['explode:iam:ListUsers=1', '"explode" is no fault of the sandbox.'],
  ])('%s is refused in one sentence', (text, message) => {
    expect(() => parseFaults(text)).toThrow(SandboxUsageError)
    expect(() => parseFaults(text)).toThrow(message)
  })
})

describe('faults', () => {
  const strikes = (faults: Faults, n: number, operation = 'iam:ListUsers') =>
    Array.from({ length: n }, () => faults.strike(operation, 'AKIA1'))

  it('strike the same requests every time', () => {
    const spec = { throttle: 0.2, drop: 0.1, seed: 3 }
    expect(strikes(new Faults(spec), 200)).toEqual(strikes(new Faults(spec), 200))
    expect(strikes(new Faults({ ...spec, seed: 4 }), 200)).not.toEqual(strikes(new Faults(spec), 200))
  })

  it('strike about as often as asked', () => {
    const struck = strikes(new Faults({ throttle: 0.2 }), 2000).filter(Boolean).length
    expect(struck).toBeGreaterThan(340)
    expect(struck).toBeLessThan(460)
  })

  it('end after their number of times', () => {
    expect(strikes(new Faults('throttle:iam:ListUsers=2'), 3)).toEqual(['throttle', 'throttle', undefined])
  })

  it('leave other operations alone', () => {
    expect(strikes(new Faults('deny=iam:GetUser'), 1)).toEqual([undefined])
    expect(strikes(new Faults('deny=iam:*'), 1)).toEqual(['deny'])
    expect(strikes(new Faults('hang=*'), 1)).toEqual(['hang'])
  })

  it('expire each key by itself', () => {
    const faults = new Faults('expire-after=2')
    expect(strikes(faults, 3)).toEqual([undefined, undefined, 'expire'])
    expect(faults.strike('iam:ListUsers', 'AKIA2')).toBeUndefined()
  })
})
