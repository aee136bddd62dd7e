import { describe, expect, it } from 'vitest'
import type { Decision, Policy, PolicySet, RawStatement } from './index.ts'
import { evaluate, parsePolicy } from './index.ts'

type Short = Partial<RawStatement>
/** A policy of statements that allow everything unless they say otherwise. */
const policy = (...statements: Short[]): Policy =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      ...(statement.NotAction ? {} : { Action: '*' }),
      ...(statement.NotResource ? {} : { Resource: '*' }),
      ...statement,
    })),
  })

const full = policy({})
const noS3 = policy({ NotAction: 's3:*' })
const denyS3 = policy({ Effect: 'Deny', Action: 's3:*' })
const odd = { StringMatches: { 'aws:x': 'y' } }
const maybe = policy({ Condition: odd })
const maybeDeny = policy({ Effect: 'Deny', Condition: odd })
const otherDoubt = policy({ Action: 'iam:*', Condition: odd })

const ALLOW = 'allow'
const EXPLICIT = 'explicit deny'
const IMPLICIT = 'deny'
const UNSURE = 'cannot-tell'

const short = ({ decision, explicit }: Decision): string => (explicit ? `explicit ${decision}` : decision)
const ask = (
  policies: PolicySet,
  resource: string | string[] = 'arn:aws:s3:::b',
  action = 's3:DeleteBucket',
) => evaluate({ action, resource, context: {} }, policies)

describe('doubt', () => {
  it.each<[string, PolicySet, string]>([
    ['a doubtful allow alone', { identity: [maybe] }, UNSURE],
    ['a doubtful allow beside a sure one', { identity: [maybe, full] }, ALLOW],
    ['a doubtful allow beside a sure deny', { identity: [maybe, denyS3] }, EXPLICIT],
    ['a doubtful allow of another action', { identity: [otherDoubt] }, IMPLICIT],
    ['a doubtful deny over an allow', { identity: [full, maybeDeny] }, UNSURE],
    ['a doubtful deny over nothing', { identity: [maybeDeny] }, IMPLICIT],
    ['a doubtful deny beside a sure deny', { identity: [full, maybeDeny, denyS3] }, EXPLICIT],
    ['a doubtful deny over a doubtful allow', { identity: [maybe, maybeDeny] }, UNSURE],
    ['a doubtful boundary', { identity: [full], boundary: [maybe] }, UNSURE],
    ['a doubtful boundary under no allow', { identity: [], boundary: [maybe] }, IMPLICIT],
    ['a doubtful session policy', { identity: [full], session: [maybe] }, UNSURE],
    ['a doubtful level of SCPs', { identity: [full], scps: [[full], [maybe]] }, UNSURE],
    [
      'a doubtful level beside one that lacks an allow',
      { identity: [full], scps: [[maybe], [noS3]] },
      IMPLICIT,
    ],
    ['a doubtful SCP beside a sure one', { identity: [full], scps: [[maybe, full]] }, ALLOW],
    ['a doubtful deny in an SCP', { identity: [full], scps: [[full, maybeDeny]] }, UNSURE],
    [
      'a doubtful deny in an SCP, a sure one below',
      { identity: [full, denyS3], scps: [[full, maybeDeny]] },
      EXPLICIT,
    ],
    [
      'a doubtful condition beside one that fails',
      { identity: [full, policy({ Effect: 'Deny', Condition: { ...odd, Bool: { 'aws:x': 'true' } } })] },
      ALLOW,
    ],
    ['a Principal in an identity policy', { identity: [policy({ Principal: '*' })] }, UNSURE],
    [
      'a Principal in an SCP',
      { identity: [full], scps: [[full, policy({ Effect: 'Deny', Principal: '*' })]] },
      UNSURE,
    ],
    ['no Resource in an identity policy', { identity: [policy({ Resource: undefined })] }, UNSURE],
    ['no Principal in a resource policy', { identity: [], resource: [full] }, UNSURE],
    ['a Principal in an RCP', { identity: [full], rcps: [[policy({ Principal: '*' })]] }, ALLOW],
    [
      'a named Principal when nobody is named',
      { identity: [], resource: [policy({ Principal: { AWS: 'x' } })] },
      UNSURE,
    ],
    ['everyone when nobody is named', { identity: [], resource: [policy({ Principal: '*' })] }, ALLOW],
  ])('%s', (_, policies, expected) => {
    expect(short(ask(policies))).toBe(expected)
  })
})
