import { describe, expect, it } from 'vitest'
import type { Footprint } from '../../model/index.ts'
import { actionTable } from '../actions/read.ts'
import { below, full, isRoot, rcp, type Scene, scp, standingRoot } from '../cases/scene.ts'
import { readPolicyPath } from '../read-policies.ts'
import { Footprints } from './footprints.ts'

const table = await actionTable()
const total = table.actions.length
const of = (policies: Scene['policies'], account?: string): Footprint =>
  new Footprints(table).of(readPolicyPath(policies, 'P'), account)
const inService = (...services: string[]) =>
  table.actions.filter((one) => services.includes(one.service)).length

const butRegion = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }
const odd = { StringMatches: { 'aws:x': 'y' } }

describe('the root threat footprint', () => {
  it.each<[string, Scene['policies'], Partial<Footprint>]>([
    ['nothing attached', [], { allowed: total }],
    ["AWS's own policy", below(), { allowed: total }],
    ['root denied everything', below({ Condition: standingRoot }), { denied: total }],
    ['all roots denied everything', below({ Condition: isRoot }), { denied: total }],
    [
      'assumed root denied',
      below({ Condition: { Bool: { 'aws:AssumedRoot': 'true' } } }),
      { allowed: total },
    ],
    ['users denied', below({ Condition: { StringLike: { 'aws:username': '*' } } }), { allowed: total }],
    [
      'tagged people denied',
      below({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }),
      { allowed: total },
    ],
    ['one Region', below({ Condition: butRegion }), { conditional: total }],
    [
      'one Region, for roles',
      below({ Condition: { ...butRegion, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }),
      { allowed: total },
    ],
    ['in doubt', below({ Condition: odd }), { cannotTell: total }],
    ['in doubt, and denied', below({ Condition: odd }, { Condition: standingRoot }), { denied: total }],
    ['in doubt, and in a Region', below({ Condition: odd }, { Condition: butRegion }), { cannotTell: total }],
    ['a level without an allow', [scp('root', full), scp('account', { Condition: odd })], { denied: total }],
    ['an allow in doubt', [scp('root', { Effect: 'Allow', Condition: odd })], { cannotTell: total }],
    [
      'an allow with a condition',
      [scp('root', { Effect: 'Allow', Condition: butRegion })],
      { conditional: total },
    ],
    [
      'and a sure one beside it',
      [scp('root', full, { Effect: 'Allow', Condition: odd })],
      { allowed: total },
    ],
    [
      'all but IAM',
      below({ NotAction: 'IAM:*', Condition: standingRoot }),
      { allowed: inService('iam'), denied: total - inService('iam') },
    ],
    [
      'only two services',
      [scp('root', full), scp('account', { Effect: 'Allow', Action: ['iam:*', 's3:*'] })],
      { allowed: inService('iam', 's3'), denied: total - inService('iam', 's3') },
    ],
    [
      'one bucket',
      below({ Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::b' }),
      { allowed: total - 1, conditional: 1, conditionalActions: ['s3:DeleteBucket'] },
    ],
    [
      'a bucket is no user',
      below({ Action: 'iam:CreateUser', Resource: 'arn:aws:s3:::b' }),
      { allowed: total },
    ],
    [
      'all but one user',
      below({ Action: 'iam:CreateUser', NotResource: 'arn:aws:iam::*:user/x' }),
      { allowed: total - 1, conditional: 1 },
    ],
    [
      'all but buckets',
      below({ Action: 'iam:CreateUser', NotResource: 'arn:aws:s3:::*' }),
      { allowed: total - 1, denied: 1 },
    ],
    [
      'a resource control policy that reaches its services',
      [rcp('root', full, { Action: 'sqs:*' })],
      { allowed: total - inService('sqs'), denied: inService('sqs') },
    ],
    [
      'and one that may not',
      [rcp('root', full, { Action: 'ec2:*' })],
      { allowed: total - inService('ec2'), cannotTell: inService('ec2') },
    ],
  ])('%s', (_, policies, expected) => {
    const footprint = of(policies)
    expect(footprint).toMatchObject({ total, ...expected })
    const { allowed, conditional, denied, cannotTell } = footprint
    expect(allowed + conditional + denied + cannotTell).toBe(total)
  })

  it('names what is behind it, by access level and by service', () => {
    const footprint = of(
      below({ NotAction: ['sqs:SendMessage', 'iam:CreateUser', 'iam:GetUser'], Condition: standingRoot }),
    )
    expect(footprint.actions).toEqual(['iam:CreateUser', 'iam:GetUser', 'sqs:SendMessage'])
    expect(footprint.byService).toEqual({ iam: 2, sqs: 1 })
    expect(footprint.byAccessLevel).toMatchObject({ Read: 1, List: 0, Tagging: 0 })
  })

  it('tells accounts apart where the policies do', () => {
    const footprints = new Footprints(table)
    const named = readPolicyPath(
      below({ Condition: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } } }),
      'P',
    )
    expect(footprints.of(named, '111111111111').allowed).toBe(total)
    expect(footprints.of(named, '222222222222').denied).toBe(total)
    expect(footprints.of(named, '333333333333')).toBe(footprints.of(named, '111111111111'))
    const resource = readPolicyPath(
      below({ Action: 'sns:Publish', Resource: 'arn:aws:sns:*:222222222222:*' }),
      'P',
    )
    // A `*` reaches beyond colons: what lies in another account could still have that name.
    expect(footprints.of(resource, '111111111111').conditional).toBe(1)
    expect(footprints.of(resource, '222222222222').denied).toBe(1)
  })
})
