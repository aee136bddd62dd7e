import { describe, expect, it } from 'vitest'
import { actionTable } from './actions/read.ts'
import { conditions } from './cases/conditions.ts'
import { denyRoot } from './cases/deny-root.ts'
import { levels } from './cases/levels.ts'
import { ownPolicies } from './cases/own.ts'
import { resources } from './cases/resources.ts'
import type { Line, Scene } from './cases/scene.ts'
import { written } from './cases/written.ts'
import { decide } from './decide.ts'
import { readPolicyPath } from './read-policies.ts'

const table = await actionTable()

function judge({ policies }: Scene, [, principal, action, , rest = {}]: Line) {
  const { by: _, ...request } = rest
  const { decision, by } = decide({ principal, action, ...request }, readPolicyPath(policies, 'P'), table)
  return { decision, by: by && `${by.level} ${by.policy} ${by.sid ?? '-'} ${by.index}` }
}

describe.each([...denyRoot, ...levels, ...conditions, ...resources, ...written, ...ownPolicies])(
  '$name',
  (scene) => {
    it.each(scene.cases)('%s (%s, %s): %s', (...line) => {
      const { decision, by } = judge(scene, line)
      expect(decision).toBe(line[3])
      if (line[4]?.by !== undefined) expect(by).toBe(line[4].by)
      if (decision === 'allow' || decision === 'not-covered') expect(by).toBeUndefined()
    })
  },
)

describe('why', () => {
  const why = (...[policies, request]: [Scene['policies'], Parameters<typeof decide>[0]]) =>
    decide(request, readPolicyPath(policies, 'P'), table).why
  const [everything] = denyRoot[2]!.policies
  it.each<[string, Scene['policies'], Parameters<typeof decide>[0], string]>([
    [
      'a deny',
      denyRoot[2]!.policies,
      { principal: 'root', action: 's3:DeleteBucket' },
      'Statement DenyRoot of the service control policy at ou:Prod (entry 3) denies s3:DeleteBucket.',
    ],
    [
      'a deny on a resource, without a Sid',
      [
        {
          ...everything!,
          policy: { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } },
        },
      ],
      { principal: 'root', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' },
      'Statement 1 of the service control policy at root (entry 1) denies s3:GetObject on arn:aws:s3:::b/k.',
    ],
    [
      'a lack',
      levels[1]!.policies,
      { principal: 'root', action: 'ec2:RunInstances' },
      'No service control policy at ou:A allows ec2:RunInstances.',
    ],
    [
      'an allow',
      [everything!],
      { principal: 'root', action: 'iam:GetUser' },
      'No statement denies iam:GetUser, and every level allows it.',
    ],
    [
      'no policy',
      [],
      { principal: 'root', action: 'iam:GetUser' },
      'No control policy is attached: nothing limits iam:GetUser.',
    ],
    [
      'a task',
      [],
      { principal: 'assumed-root', action: 'iam:GetRole', task: 'S3UnlockBucketPolicy' },
      'The task policy S3UnlockBucketPolicy leaves iam:GetRole out.',
    ],
    [
      'the management account',
      [everything!],
      { principal: 'root', action: 'iam:GetUser', management: true },
      'Control policies never bind the management account.',
    ],
  ])('%s', (_, policies, request, expected) => {
    expect(why(policies, request)).toBe(expected)
  })

  it('a resource control policy for a service that it may not reach is no protection', () => {
    const policies = [{ ...levels[10]!.policies[1]!, policy: { ...policy('ec2:*') } }]
    expect(why(policies, { principal: 'role', action: 'ec2:RunInstances' })).toMatch(
      /denies ec2:RunInstances\. AWS is not known to apply resource control policies to ec2\.$/,
    )
  })
})

const policy = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: action, Resource: '*' }],
})
