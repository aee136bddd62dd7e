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
const none = policy()
const noS3 = policy({ NotAction: 's3:*' })
const onlyS3 = policy({ Action: 's3:*' })
const denyS3 = policy({ Effect: 'Deny', Action: 's3:*' })
const odd = { StringMatches: { 'aws:x': 'y' } }

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

describe('layers', () => {
  it.each<[string, PolicySet, string]>([
    ['no policy at all', { identity: [] }, IMPLICIT],
    ['an identity policy that allows', { identity: [full] }, ALLOW],
    ['an identity policy about something else', { identity: [noS3] }, IMPLICIT],
    ['one of two identity policies', { identity: [noS3, onlyS3] }, ALLOW],
    ['a deny beside an allow', { identity: [full, denyS3] }, EXPLICIT],
    ['a deny alone', { identity: [denyS3] }, EXPLICIT],
    ['a boundary that allows', { identity: [full], boundary: [full] }, ALLOW],
    ['a boundary that lacks the service', { identity: [full], boundary: [noS3] }, IMPLICIT],
    ['a boundary without policies', { identity: [full], boundary: [] }, IMPLICIT],
    ['a boundary that denies', { identity: [full], boundary: [full, denyS3] }, EXPLICIT],
    ['a boundary gives nothing', { identity: [], boundary: [full] }, IMPLICIT],
    ['a session policy that allows', { identity: [full], session: [onlyS3] }, ALLOW],
    ['a session policy that lacks the service', { identity: [full], session: [noS3] }, IMPLICIT],
    ['a session policy gives nothing', { identity: [], session: [full] }, IMPLICIT],
    ['a session policy that denies', { identity: [full], session: [denyS3] }, EXPLICIT],
    ['boundary and session', { identity: [full], boundary: [onlyS3], session: [noS3] }, IMPLICIT],
    ['SCPs that allow at each level', { identity: [full], scps: [[full], [full], [onlyS3]] }, ALLOW],
    ['SCPs without an allow at the root', { identity: [full], scps: [[noS3], [full]] }, IMPLICIT],
    ['SCPs without an allow in the middle', { identity: [full], scps: [[full], [noS3], [full]] }, IMPLICIT],
    ['SCPs without an allow at the account', { identity: [full], scps: [[full], [full], [none]] }, IMPLICIT],
    ['a level without SCPs', { identity: [full], scps: [[full], []] }, IMPLICIT],
    ['no level at all', { identity: [full], scps: [] }, ALLOW],
    ['two SCPs that share a level', { identity: [full], scps: [[noS3, onlyS3]] }, ALLOW],
    ['an SCP that denies at the root', { identity: [full], scps: [[full, denyS3], [full]] }, EXPLICIT],
    ['an SCP that denies below', { identity: [full], scps: [[full], [full, denyS3]] }, EXPLICIT],
    ['an SCP gives nothing', { identity: [], scps: [[full]] }, IMPLICIT],
    ['an RCP that allows', { identity: [full], rcps: [[full]] }, ALLOW],
    ['an RCP level without an allow', { identity: [full], rcps: [[full], [noS3]] }, IMPLICIT],
    ['an RCP that denies', { identity: [full], scps: [[full]], rcps: [[full, denyS3]] }, EXPLICIT],
    ['a deny after a missing allow', { identity: [full, denyS3], scps: [[noS3]] }, EXPLICIT],
  ])('%s', (_, policies, expected) => {
    expect(short(ask(policies))).toBe(expected)
  })
})

describe('actions and resources', () => {
  const bucket = 'arn:aws:s3:::b'
  it.each<[string, Short, string, string, string]>([
    ['action in another case', { Action: 'S3:deleteBUCKET' }, 's3:DeleteBucket', bucket, ALLOW],
    ['request in another case', { Action: 's3:DeleteBucket' }, 'S3:DELETEBUCKET', bucket, ALLOW],
    ['wildcard in the middle', { Action: 's3:*Bucket' }, 's3:DeleteBucket', bucket, ALLOW],
    ['NotAction that lists it', { NotAction: ['iam:*', 's3:Delete*'] }, 's3:DeleteBucket', bucket, IMPLICIT],
    ['NotAction that does not', { NotAction: 'iam:*' }, 's3:DeleteBucket', bucket, ALLOW],
    ['resource', { Resource: bucket }, 's3:DeleteBucket', bucket, ALLOW],
    ['resource in another case', { Resource: 'arn:aws:s3:::B' }, 's3:DeleteBucket', bucket, IMPLICIT],
    [
      'resource pattern',
      { Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b*'] },
      's3:DeleteBucket',
      bucket,
      ALLOW,
    ],
    ['other resource', { Resource: 'arn:aws:s3:::a' }, 's3:DeleteBucket', bucket, IMPLICIT],
    ['an operation without resources', { Resource: '*' }, 's3:ListAllMyBuckets', '*', ALLOW],
    ['and a narrower pattern', { Resource: 'arn:aws:s3:::*' }, 's3:ListAllMyBuckets', '*', IMPLICIT],
    ['NotResource that lists it', { NotResource: bucket }, 's3:DeleteBucket', bucket, IMPLICIT],
    ['NotResource that does not', { NotResource: 'arn:aws:s3:::a' }, 's3:DeleteBucket', bucket, ALLOW],
    ['NotResource *', { NotResource: '*' }, 's3:DeleteBucket', bucket, IMPLICIT],
    ['NotResource and an operation without any', { NotResource: bucket }, 's3:ListAllMyBuckets', '*', ALLOW],
    ['a missing variable', { Resource: 'arn:aws:s3:::${aws:username}' }, 's3:DeleteBucket', bucket, IMPLICIT],
    [
      'a missing variable in NotResource',
      { NotResource: 'arn:aws:s3:::${aws:username}' },
      's3:X',
      bucket,
      IMPLICIT,
    ],
    ['a default', { Resource: "arn:aws:s3:::${aws:username, 'b'}" }, 's3:DeleteBucket', bucket, ALLOW],
    ['a variable for the account', { Resource: 'arn:aws:s3::${aws:x}:b' }, 's3:DeleteBucket', bucket, UNSURE],
    ['a form not modelled', { Resource: 'arn:aws:s3:::${b}' }, 's3:DeleteBucket', bucket, UNSURE],
    [
      'a form not modelled, needless',
      { Resource: ['arn:aws:s3:::${b}', bucket] },
      's3:DeleteBucket',
      bucket,
      ALLOW,
    ],
    ['a form not modelled in NotResource', { NotResource: '${b}' }, 's3:DeleteBucket', bucket, UNSURE],
    ['a form not modelled, other action', { Action: 'iam:*', Resource: '${b}' }, 's3:X', bucket, IMPLICIT],
  ])('%s', (_, statement, action, resource, expected) => {
    expect(short(ask({ identity: [policy(statement)] }, resource, action))).toBe(expected)
  })

  const a = policy({ Resource: 'arn:aws:s3:::a' })
  const b = policy({ Resource: 'arn:aws:s3:::b' })
  const denyC = policy({ Effect: 'Deny', Resource: 'arn:aws:s3:::c' })
  it.each<[string, Policy[], string[], string]>([
    ['each allowed by its own statement', [a, b], ['arn:aws:s3:::a', 'arn:aws:s3:::b'], ALLOW],
    ['one not allowed', [a], ['arn:aws:s3:::a', 'arn:aws:s3:::b'], IMPLICIT],
    ['one denied', [full, denyC], ['arn:aws:s3:::a', 'arn:aws:s3:::c'], EXPLICIT],
    ['one not allowed, one denied', [a, denyC], ['arn:aws:s3:::b', 'arn:aws:s3:::c'], EXPLICIT],
    ['none at all is an operation without resources', [full], [], ALLOW],
    ['none at all, narrower pattern', [a], [], IMPLICIT],
  ])('several resources: %s', (_, identity, resources, expected) => {
    expect(short(ask({ identity }, resources))).toBe(expected)
  })

  const some = { anyOf: ['arn:aws:s3:::~', 'arn:aws:s3:~:111111111111:~'] }
  it.each<[string, Short, string]>([
    ['everything', { Resource: '*' }, ALLOW],
    ['every ARN', { Resource: 'arn:*' }, ALLOW],
    ['every ARN of the service', { Resource: 'arn:aws:s3:*' }, ALLOW],
    ['one of its two forms', { Resource: 'arn:aws:s3:::*' }, IMPLICIT],
    ['its two forms by one pattern each', { Resource: ['arn:aws:s3:::*', 'arn:aws:s3:*:1*:*'] }, ALLOW],
    ['all but one of its two forms', { NotResource: 'arn:aws:s3:::*' }, ALLOW],
    ['some names', { Resource: 'arn:aws:s3:::b*' }, IMPLICIT],
    ['all but some names', { NotResource: 'arn:aws:s3:::b*' }, ALLOW],
    ['all but everything', { NotResource: 'arn:*' }, IMPLICIT],
    ['a variable', { Resource: 'arn:aws:s3:::${s3:x}' }, IMPLICIT],
  ])('a resource that nobody knows: %s', (_, statement, expected) => {
    const request = { action: 's3:DeleteBucket', resource: some, context: {} }
    expect(short(evaluate(request, { identity: [policy(statement)] }))).toBe(expected)
  })

  it('leaves ${...} alone in an older policy', () => {
    const old = parsePolicy({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'x/${aws:username}' } })
    const request = { action: 's3:GetObject', context: { 'aws:username': 'anna' } }
    expect(evaluate({ ...request, resource: 'x/${aws:username}' }, { identity: [old] }).decision).toBe(
      'allow',
    )
    expect(evaluate({ ...request, resource: 'x/anna' }, { identity: [old] }).decision).toBe('deny')
  })
})

describe('what it says', () => {
  it.each<[string, PolicySet, Decision]>([
    [
      'of an allow',
      { identity: [noS3, policy({ Sid: 'Give' })], scps: [[full]] },
      {
        decision: 'allow',
        explicit: false,
        by: { layer: 'identity', policy: 1, sid: 'Give', statement: 0 },
        why: 'Statement Give of identity-based policy 2 allows s3:DeleteBucket on arn:aws:s3:::b.',
      },
    ],
    [
      'of a deny in an SCP',
      { identity: [full], scps: [[full], [full, policy({}, { Effect: 'Deny' })]] },
      {
        decision: 'deny',
        explicit: true,
        by: { layer: 'scp', level: 1, policy: 1, statement: 1 },
        why: 'Statement 2 of service control policy 2 at level 1 below the root denies s3:DeleteBucket on arn:aws:s3:::b.',
      },
    ],
    [
      'of a missing allow, the control policies first',
      { identity: [], scps: [[noS3]] },
      {
        decision: 'deny',
        explicit: false,
        lacking: { layer: 'scp', level: 0 },
        why: 'No service control policy of the organization root allows s3:DeleteBucket on arn:aws:s3:::b.',
      },
    ],
    [
      'of a boundary',
      { identity: [full], boundary: [noS3] },
      {
        decision: 'deny',
        explicit: false,
        lacking: { layer: 'boundary' },
        why: 'No permissions boundary allows s3:DeleteBucket on arn:aws:s3:::b.',
      },
    ],
    [
      'of a doubt',
      { identity: [full], scps: [[full, policy({ Sid: 'Odd', Effect: 'Deny', Condition: odd })]] },
      {
        decision: 'cannot-tell',
        explicit: false,
        by: { layer: 'scp', level: 0, policy: 1, sid: 'Odd', statement: 0 },
        doubt: 'the condition operator StringMatches is not modelled',
        why: 'Statement Odd of service control policy 2 of the organization root may deny s3:DeleteBucket on arn:aws:s3:::b, but the condition operator StringMatches is not modelled.',
      },
    ],
  ])('%s', (_, policies, expected) => {
    expect(ask(policies)).toEqual(expected)
  })

  it('remembers a frozen context and reads another anew', () => {
    const mfa = policy({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    const context: Record<string, string> = { 'AWS:multifactorauthpresent': 'true' }
    const decide = () => evaluate({ action: 's3:X', resource: '*', context }, { identity: [mfa] }).decision
    expect(decide()).toBe('allow')
    context['AWS:multifactorauthpresent'] = 'false'
    expect(decide()).toBe('deny')
    Object.freeze(context)
    expect([decide(), decide()]).toEqual(['deny', 'deny'])
  })
})
