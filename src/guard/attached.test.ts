import { describe, expect, it } from 'vitest'
import { pathsOf, type PolicyWithTargets } from './attached.ts'

const full = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const policy = (more: Partial<PolicyWithTargets>): PolicyWithTargets => ({
  id: 'p-1',
  name: 'One',
  type: 'scp',
  content: full,
  targets: [],
  ...more,
})
const nameOf = (id: string) => ({ 'ou-a': 'Workloads', 'ou-b': 'Prod' })[id] ?? id

describe('the path of an account', () => {
  it('holds what is attached at each level, from the root down', () => {
    const paths = pathsOf(
      [
        policy({ id: 'p-full', targets: ['r-1', 'ou-a', 'ou-b', '222222222222', '333333333333'] }),
        policy({ id: 'p-deny', targets: ['ou-b'] }),
        policy({ id: 'p-rcp', type: 'rcp', targets: ['r-1'] }),
      ],
      nameOf,
    )
    const { scp, rcp } = paths(['r-1', 'ou-a', 'ou-b', '222222222222'])
    expect(scp.map(({ name, policies }) => [name, policies.map(({ at }) => at)])).toEqual([
      ['root', [0]],
      ['ou:Workloads', [0]],
      ['ou:Prod', [0, 1]],
      ['account', [0]],
    ])
    expect(rcp.map(({ name }) => name)).toEqual(['root'])
    expect(paths(['r-1', '333333333333']).scp.map(({ name }) => name)).toEqual(['root', 'account'])
  })

  it('reads equal texts once', () => {
    const paths = pathsOf([policy({ targets: ['r-1'] }), policy({ id: 'p-2', targets: ['1'] })], nameOf)
    const [root, account] = paths(['r-1', '1']).scp
    expect(root!.policies[0]!.policy).toBe(account!.policies[0]!.policy)
  })

  it('is refused where a policy cannot be read', () => {
    expect(() => pathsOf([policy({ content: '{"tags":{}}' })], nameOf)).toThrow(
      'The policy One (p-1) cannot be read: A policy has no element "tags".',
    )
  })
})
