import { describe, expect, it } from 'vitest'
import type { Answer, Source } from '../aws/index.ts'
import { readControlPolicies } from './control-policies.ts'

/** Organizations with 103 places that have AWS's own policy, all but one, and one that has another. */
function organization(refuse?: string) {
  const calls: string[] = []
  const places = [...Array(103).keys()].map((n) => `t-${n}`)
  const targets: Record<string, string[]> = {
    'p-FullAWSAccess': places.filter((id) => id !== 't-101'),
    'p-1': ['t-100', 't-101'],
    'p-2': [],
  }
  const call = async (operation: string, input: Record<string, string>): Promise<Answer<object>> => {
    calls.push(operation.replace('organizations:', ''))
    const answer = (output: object): Answer<object> => ({ ok: true, output, at: '2026-11-23T06:30:00.000Z' })
    if (operation === refuse)
      return {
        ok: false,
        code: 'AccessDeniedException',
        message: 'no',
        unknown: { state: 'unknown', why: 'denied', needs: [], message: `${operation} was denied` },
        at: '2026-11-23T06:30:00.000Z',
      }
    switch (operation) {
      case 'organizations:ListRoots':
        return answer({ Roots: [{ PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] })
      case 'organizations:ListPolicies':
        return answer({ Policies: Object.keys(targets).map((Id) => ({ Id, Name: Id })) })
      case 'organizations:ListTargetsForPolicy': {
        const from = Number(input['NextToken'] ?? 0)
        const all = targets[input['PolicyId']!]!
        return answer({
          Targets: all.slice(from, from + 20).map((TargetId) => ({ TargetId })),
          ...(from + 20 < all.length ? { NextToken: `${from + 20}` } : {}),
        })
      }
      case 'organizations:ListPoliciesForTarget':
        return answer({
          Policies: Object.entries(targets).flatMap(([Id, at]) =>
            at.includes(input['TargetId']!) ? [{ Id }] : [],
          ),
        })
      default:
        return answer({ Policy: { Content: `{${input['PolicyId']}}` } })
    }
  }
  return { source: { call } as unknown as Pick<Source, 'call'>, calls }
}

const count = (calls: readonly string[], name: string) => calls.filter((call) => call === name).length

describe('the control policies of an organization', () => {
  it("in brief: AWS's own only where there is another one, without asking each account", async () => {
    const { source, calls } = organization()
    const read = await readControlPolicies(source, { brief: true })
    expect(read).toEqual({
      ok: true,
      value: {
        enabled: ['scp'],
        policies: [
          {
            id: 'p-FullAWSAccess',
            name: 'p-FullAWSAccess',
            type: 'scp',
            targets: ['t-100'],
            content: '{p-FullAWSAccess}',
          },
          { id: 'p-1', name: 'p-1', type: 'scp', targets: ['t-100', 't-101'], content: '{p-1}' },
        ],
      },
    })
    expect(count(calls, 'ListTargetsForPolicy')).toBe(5 + 1 + 1)
    expect(count(calls, 'ListPoliciesForTarget')).toBe(2)
    expect(count(calls, 'DescribePolicy')).toBe(2)
  })

  it('whole: every target', async () => {
    const { source, calls } = organization()
    const read = await readControlPolicies(source, { brief: false })
    expect(read.ok && read.value.policies[0]!.targets).toHaveLength(102)
    expect(count(calls, 'ListPoliciesForTarget')).toBe(0)
  })

  it.each(['ListRoots', 'ListPolicies', 'ListTargetsForPolicy', 'ListPoliciesForTarget', 'DescribePolicy'])(
    'a part that cannot be read is the whole answer: %s',
    async (name) => {
      const operation = `organizations:${name}`
      const read = await readControlPolicies(organization(operation).source, { brief: true })
      expect(read).toMatchObject({ ok: false, unknown: { message: `${operation} was denied` } })
    },
  )
})
