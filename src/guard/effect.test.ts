import { describe, expect, it } from 'vitest'
import type { PolicyEffect } from '../model/index.ts'
import type { RawStatement } from '../policy/index.ts'
import { actionTable } from './actions/read.ts'
import { isRoot, policy, standingRoot } from './cases/scene.ts'
import { effectOf } from './effect.ts'
import { Footprints } from './footprint/footprints.ts'

const table = await actionTable()
const total = table.actions.length
const footprints = new Footprints(table)
const accounts = ['111111111111', '222222222222', '333333333333']
const effect = (type: 'scp' | 'rcp', statement: Partial<RawStatement>): PolicyEffect =>
  effectOf(
    { id: 'p-1', name: 'P', type, content: JSON.stringify(policy(statement)) },
    accounts,
    table,
    footprints,
  )
const all = { least: total, most: total }
const none = { least: 0, most: 0 }
const odd = { StringMatches: { 'aws:x': 'y' } }

describe('what one policy takes from root', () => {
  it.each<[string, Partial<RawStatement>, PolicyEffect['denied'], number]>([
    ['everything, sparing AssumeRoot', { Condition: standingRoot }, all, 0],
    ['everything, AssumeRoot too', { Condition: isRoot }, all, 21],
    [
      'all but bucket policies',
      { NotAction: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'], Condition: isRoot },
      { least: total - 3, most: total - 3 },
      18,
    ],
    ['one action that a task needs', { Action: 'sqs:GetQueueUrl' }, { least: 1, most: 1 }, 1],
    [
      'nothing: it is about a role',
      { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } },
      none,
      0,
    ],
    [
      'root of one account',
      { Condition: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } } },
      { least: 0, most: total },
      21,
    ],
    ['users only, which root is not', { Action: 'iam:*', Resource: 'arn:aws:iam::*:user/*' }, none, 0],
    ['an allow takes nothing', { Effect: 'Allow', Action: 's3:*' }, none, 0],
  ])('%s', (_, statement, denied, blocked) => {
    const found = effect('scp', statement)
    expect(found.denied).toEqual(denied)
    expect(found.assumedRoot.denied).toHaveLength(blocked)
    expect(found.total).toBe(total)
  })

  it('may be that nobody can tell, for AssumeRoot as well', () => {
    const found = effect('scp', { Action: 'iam:DeleteAccessKey', Condition: odd })
    expect(found).toMatchObject({
      denied: none,
      cannotTell: 1,
      assumedRoot: { denied: [], cannotTell: ['iam:DeleteAccessKey'] },
    })
  })

  it('may depend on the request', () => {
    expect(effect('scp', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }).conditional).toBe(total)
  })

  it('of a resource control policy', () => {
    const found = effect('rcp', { Principal: '*', Action: 's3:PutBucketPolicy' })
    expect(found.denied).toEqual({ least: 1, most: 1 })
    expect(found.assumedRoot.denied).toEqual(['s3:PutBucketPolicy'])
  })

  it("names Control Tower's controls", () => {
    expect(effect('scp', { Sid: 'GRRESTRICTROOTUSER', Condition: isRoot }).controlTower).toEqual([
      'AWS-GR_RESTRICT_ROOT_USER',
    ])
    expect(effect('scp', { Condition: isRoot })).not.toHaveProperty('controlTower')
  })

  it('is nothing where no account lies below', () => {
    const found = effectOf(
      { id: 'p', name: 'P', type: 'scp', content: JSON.stringify(policy({})) },
      [],
      table,
      footprints,
    )
    expect(found).toMatchObject({ denied: none, assumedRoot: { denied: [] } })
  })
})
