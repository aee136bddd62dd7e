/** Grants become statements: what may be said together is, and nothing more is granted than was asked for. */
import { describe, expect, it } from 'vitest'
import type { Grant } from '../model/index.ts'
import { grantStatements, mostPolicyCharacters, policyCharacters, statement } from './policy-document.ts'

const topic = 'arn:aws:sns:*:*:neverroot-spend'
const group = 'arn:aws:iam::*:group/Administrators'
const admin = { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } }

/** Statements in short: `Sid: actions on resources`. */
const short = (grants: Grant[], partition = 'aws') =>
  grantStatements(grants, partition).map(
    ({ Sid, Action, Resource, Condition }) =>
      `${Sid}: ${Action.join(' ')} on ${[Resource].flat().join(' ')}${Condition ? ' if' : ''}`,
  )

describe('statements of grants', () => {
  it.each<[what: string, grants: Grant[], statements: string[]]>([
    ['nothing', [], []],
    [
      'the same grant of two controls, once',
      [
        { actions: ['sns:Subscribe'], resources: [topic] },
        { actions: ['sns:Subscribe'], resources: [topic] },
      ],
      [`NeverrootSns: sns:Subscribe on ${topic}`],
    ],
    [
      'actions of one service on the same resources, together and in order',
      [
        { actions: ['sns:Subscribe'], resources: [topic] },
        { actions: ['sns:CreateTopic'], resources: [topic] },
      ],
      [`NeverrootSns: sns:CreateTopic sns:Subscribe on ${topic}`],
    ],
    [
      'one action on the resources of both grants',
      [
        { actions: ['iam:CreateGroup'], resources: [`${group}2`] },
        { actions: ['iam:CreateGroup'], resources: [group] },
      ],
      [`NeverrootIam: iam:CreateGroup on ${group} ${group}2`],
    ],
    [
      'an action on anything, and not again on something',
      [
        { actions: ['iam:CreateGroup', 'iam:DeleteGroup'], resources: [group] },
        { actions: ['iam:CreateGroup'] },
      ],
      ['NeverrootIam: iam:CreateGroup on *', `NeverrootIam2: iam:DeleteGroup on ${group}`],
    ],
    [
      'an action under a condition, apart from the same without one',
      [
        { actions: ['iam:AttachGroupPolicy'], resources: [group], condition: admin },
        { actions: ['iam:AttachGroupPolicy'], resources: [`${group}2`] },
      ],
      [
        `NeverrootIam: iam:AttachGroupPolicy on ${group} if`,
        `NeverrootIam2: iam:AttachGroupPolicy on ${group}2`,
      ],
    ],
    [
      'services apart',
      [{ actions: ['sns:Subscribe', 'iam:CreateUser'] }],
      ['NeverrootIam: iam:CreateUser on *', 'NeverrootSns: sns:Subscribe on *'],
    ],
  ])('%s', (_what, grants, statements) => {
    expect(short(grants)).toEqual(statements)
    expect(short([...grants].reverse()), 'in whatever order').toEqual(statements)
  })

  it('another partition stands in resources and conditions', () => {
    const given: Grant[] = [{ actions: ['iam:AttachGroupPolicy'], resources: [group], condition: admin }]
    expect(grantStatements(given, 'aws-cn')).toMatchObject([
      {
        Resource: 'arn:aws-cn:iam::*:group/Administrators',
        Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws-cn:iam::aws:policy/AdministratorAccess' } },
      },
    ])
  })

  it('a policy is measured as IAM does: without white space', () => {
    const document = { Version: '2012-10-17', Statement: [statement('A', ['iam:GetUser'])] } as const
    expect(policyCharacters(document)).toBe(JSON.stringify(document).length)
    expect(mostPolicyCharacters).toBe(6144)
  })
})
