/** The policy about root: there, attached, or not; and whose it is. */
import { describe, expect, it } from 'vitest'
import { check, thereOrNot } from '../../../../test/support/deed-case.ts'
import { account, fakeSource, refused } from '../../../../test/support/fake-source.ts'
import { rootPolicy, rootPolicyNames } from '../../../guard/index.ts'
import { deedOf } from './index.ts'

const ours = rootPolicy('root-deny')
const at = { PolicyId: 'p-1', TargetId: 'ou-1' }
const describing = (Content: string) => ({ Policy: { PolicySummary: { Id: 'p-1' }, Content } })

check([
  ...thereOrNot(
    'organizations:AttachPolicy',
    'organizations:DetachPolicy',
    'organizations:ListPoliciesForTarget',
    at,
    (input: { NextToken?: string }) =>
      input.NextToken ? { Policies: [{ Id: 'p-1' }] } : { Policies: [], NextToken: 'more' },
    { Policies: [{ Id: 'p-FullAWSAccess' }] },
  ),
  [
    'organizations:DeletePolicy',
    'organizations:DescribePolicy',
    [
      ['is there', at, describing(ours), 'no'],
      ['is gone', at, refused('PolicyNotFoundException'), 'yes'],
      ['cannot be seen', at, refused('AccessDeniedException'), 'unknown'],
    ],
  ],
])

const sightOf = (answers: Parameters<typeof fakeSource>[0]) => ({
  call: fakeSource(answers).source.call,
  account,
  partition: 'aws',
  region: 'us-east-1',
  now: new Date('2026-11-23T06:30:00Z'),
})

describe('organizations:CreatePolicy', () => {
  const deed = deedOf('organizations:CreatePolicy')!
  const given = { Name: rootPolicyNames['root-deny'], Content: ours }
  const listing = { Policies: [{ Id: 'p-1', Name: rootPolicyNames['root-deny'] }] }

  it.each([
    ['is there with the same text', listing, ours, { so: 'yes', output: { PolicyId: 'p-1' } }],
    ['has another text: AWS refuses a second one of the name', listing, '{}', { so: 'no' }],
    ['is not there', { Policies: [{ Id: 'p-2', Name: 'other' }] }, ours, { so: 'no' }],
  ])('%s', async (_, list, content, so) => {
    const sight = sightOf({
      'organizations:ListPolicies': list,
      'organizations:DescribePolicy': describing(content),
    })
    expect(await deed.isSo(given, sight)).toEqual(so)
  })

  it('gives the id that AWS gave it, for what attaches it', () => {
    expect(deed.outputOf!(describing(ours))).toEqual({ PolicyId: 'p-1' })
    expect(deed.outputOf!({})).toEqual({})
  })
})

describe.each(['organizations:AttachPolicy', 'organizations:DetachPolicy', 'organizations:DeletePolicy'])(
  '%s',
  (operation) => {
    const mustNot = (answer: object) =>
      deedOf(operation)!.mustNot!(at, sightOf({ 'organizations:DescribePolicy': answer }))

    it('is for the policy that we write, and for no other', async () => {
      expect(await mustNot(describing(ours))).toBeUndefined()
      const open = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
      })
      const blocking = ours.replace(',"Null":{"aws:AssumedRoot":"true"}', '')
      expect(blocking).not.toBe(ours)
      for (const other of [open, blocking, `${ours} `, rootPolicy('root-deny', { partition: 'aws-us-gov' })])
        expect(await mustNot(describing(other))).toMatch(/is not one that neverroot writes/)
    })

    it('is not made where nobody can read which it is', async () => {
      expect(await mustNot(refused('AccessDeniedException'))).toMatch(/cannot be read/)
    })
  },
)
