import { describe, expect, it } from 'vitest'
import type { WhyUnknown } from '../model/index.ts'
import { type Operation, permissionFor } from './operations.ts'
import { classify, codeOf, credentialTrouble, deniedByPolicy } from './refusal.ts'

interface Case {
  when: string
  error: object
  why: WhyUnknown
  needs?: true
  says: string
}

const byScp =
  'User: arn:aws:iam::111111111111:user/mia is not authorized to perform: iam:X with an explicit deny in a service control policy'
const byIdentity = 'not authorized to perform: iam:X with an explicit deny in an identity-based policy'

const cases: Case[] = [
  { when: 'IAM denies', error: { name: 'AccessDenied' }, why: 'denied', needs: true, says: 'denied' },
  {
    when: 'JSON services deny',
    error: { name: 'AccessDeniedException' },
    why: 'denied',
    needs: true,
    says: 'denied',
  },
  { when: 'SNS denies', error: { name: 'AuthorizationError' }, why: 'denied', needs: true, says: 'denied' },
  {
    when: 'SNS denies, as the SDK names it',
    error: { name: 'AuthorizationErrorException' },
    why: 'denied',
    needs: true,
    says: 'denied',
  },
  {
    when: 'KMS denies',
    error: { name: 'KMSAccessDeniedException' },
    why: 'denied',
    needs: true,
    says: 'denied',
  },
  { when: 'EC2 style', error: { name: 'UnauthorizedOperation' }, why: 'denied', needs: true, says: 'denied' },
  {
    when: 'a code nobody knows, with 403',
    error: { name: 'Nope', $metadata: { httpStatusCode: 403 } },
    why: 'denied',
    needs: true,
    says: 'denied',
  },
  {
    when: 'a service control policy denies',
    error: { name: 'AccessDenied', message: byScp },
    why: 'denied',
    needs: true,
    says: 'service control policy',
  },
  {
    when: "the caller's own policy denies",
    error: { name: 'AccessDenied', message: byIdentity },
    why: 'denied',
    needs: true,
    says: 'was denied',
  },
  {
    when: 'expired (query)',
    error: { name: 'ExpiredToken' },
    why: 'failed',
    says: 'credentials have expired',
  },
  {
    when: 'expired (JSON)',
    error: { name: 'ExpiredTokenException' },
    why: 'failed',
    says: 'credentials have expired',
  },
  {
    when: 'unknown key (query)',
    error: { name: 'InvalidClientTokenId' },
    why: 'failed',
    says: 'does not know these',
  },
  {
    when: 'unknown key (JSON)',
    error: { name: 'UnrecognizedClientException' },
    why: 'failed',
    says: 'does not know these',
  },
  {
    when: 'wrong secret (query)',
    error: { name: 'SignatureDoesNotMatch' },
    why: 'failed',
    says: 'secret access key',
  },
  {
    when: 'wrong secret (JSON)',
    error: { name: 'InvalidSignatureException' },
    why: 'failed',
    says: 'secret access key',
  },
  {
    when: 'not simulated',
    error: { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } },
    why: 'unsupported',
    says: 'does not offer',
  },
  {
    when: '501 of whatever name',
    error: { name: 'Odd', $metadata: { httpStatusCode: 501 } },
    why: 'unsupported',
    says: 'does not offer',
  },
  {
    when: 'an operation it does not know',
    error: { name: 'UnknownOperationException' },
    why: 'unsupported',
    says: 'does not offer',
  },
  {
    when: 'an action it does not know',
    error: { name: 'InvalidAction' },
    why: 'unsupported',
    says: 'does not offer',
  },
  {
    when: 'no host in the partition',
    error: { name: 'NotInPartition' },
    why: 'unsupported',
    says: 'in this partition',
  },
  {
    when: 'a password that would leave for elsewhere',
    error: { name: 'SecretsStay' },
    why: 'failed',
    says: 'was not sent: a password goes to AWS',
  },
  {
    when: 'throttled (query)',
    error: { name: 'Throttling', $metadata: { attempts: 5 } },
    why: 'failed',
    says: 'throttled 5 times',
  },
  {
    when: 'throttled (JSON)',
    error: { name: 'ThrottlingException', $metadata: { attempts: 3 } },
    why: 'failed',
    says: 'throttled 3 times',
  },
  {
    when: 'too many requests',
    error: { name: 'TooManyRequestsException' },
    why: 'failed',
    says: 'throttled',
  },
  {
    when: 'Cost Explorer has a limit',
    error: { name: 'LimitExceededException' },
    why: 'failed',
    says: 'throttled',
  },
  {
    when: '429 of whatever name',
    error: { name: 'Odd', $metadata: { httpStatusCode: 429 } },
    why: 'failed',
    says: 'throttled',
  },
  {
    when: 'AWS fails',
    error: { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } },
    why: 'failed',
    says: 'InternalFailure (HTTP 500)',
  },
  {
    when: 'AWS is overloaded',
    error: { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } },
    why: 'failed',
    says: '(HTTP 503)',
  },
  {
    when: 'nothing listens',
    error: { name: 'Error', code: 'ECONNREFUSED' },
    why: 'failed',
    says: 'nothing listens there',
  },
  {
    when: 'nothing listens, as a cause',
    error: { name: 'Error', cause: { code: 'ECONNREFUSED' } },
    why: 'failed',
    says: 'nothing listens there',
  },
  {
    when: 'no such name',
    error: { name: 'Error', code: 'ENOTFOUND' },
    why: 'failed',
    says: 'cannot be found',
  },
  {
    when: 'the name server sleeps',
    error: { name: 'Error', code: 'EAI_AGAIN' },
    why: 'failed',
    says: 'looked up',
  },
  {
    when: 'cut',
    error: { name: 'TimeoutError', code: 'ECONNRESET' },
    why: 'failed',
    says: 'connection was cut',
  },
  { when: 'no way', error: { name: 'Error', code: 'EHOSTUNREACH' }, why: 'failed', says: 'no way to it' },
  { when: 'no answer', error: { name: 'TimeoutError' }, why: 'failed', says: 'no answer in time' },
  {
    when: 'no answer within the limit of a call',
    error: { name: 'CallTimedOut' },
    why: 'failed',
    says: 'no answer in time',
  },
  {
    when: 'a certificate that nobody trusts',
    error: { name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    why: 'failed',
    says: 'certificate',
  },
  {
    when: 'a web page',
    error: Object.assign(new SyntaxError('Unexpected token < in JSON'), {
      $response: { headers: { 'content-type': 'text/html; charset=utf-8' } },
    }),
    why: 'failed',
    says: "not AWS's (text/html)",
  },
  {
    when: 'XML that breaks off',
    error: { name: 'Error', message: "Unclosed tag 'User'." },
    why: 'failed',
    says: "not AWS's",
  },
  { when: 'something new', error: { name: 'BrandNewException' }, why: 'failed', says: 'BrandNewException' },
  { when: 'no error at all', error: {}, why: 'failed', says: 'Error' },
]

describe('what an error means for a fact', () => {
  it.each(cases.map((c) => [c.when, c] as const))('%s', (_when, { error, why, needs, says }) => {
    const found = classify(error, 'iam:GetAccountSummary')
    expect(found).toMatchObject({ state: 'unknown', why, needs: needs ? ['iam:GetAccountSummary'] : [] })
    expect(found.message).toContain(says)
    expect(found.message).toContain('iam:GetAccountSummary')
    expect(found.message).not.toMatch(/undefined|\n|\[object/)
  })

  it('what is thrown may be anything', () => {
    for (const thrown of ['text', 0, new Error('')])
      expect(classify(thrown, 'iam:ListUsers')).toMatchObject({ state: 'unknown', why: 'failed' })
  })

  it('AWS says in words that a policy of the organization denied it', () => {
    expect([byScp, byScp.replace('service', 'resource'), byIdentity].map(deniedByPolicy)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('the code of a network error wins over its name', () => {
    expect(codeOf({ name: 'TimeoutError', code: 'ECONNRESET' })).toBe('ECONNRESET')
    expect(codeOf({ name: 'AccessDenied', code: 'AccessDenied' })).toBe('AccessDenied')
  })

  it('only trouble with the credentials is called so', () => {
    expect(credentialTrouble('ExpiredToken')).toContain('expired')
    for (const code of ['AccessDenied', 'Throttling', 'constructor', 'ECONNRESET'])
      expect(credentialTrouble(code)).toBeUndefined()
  })
})

describe('the IAM action behind an operation', () => {
  const actions: [Operation, string][] = [
    ['iam:GetAccountSummary', 'iam:GetAccountSummary'],
    ['budgets:DescribeBudgets', 'budgets:ViewBudget'],
    ['budgets:DescribeSubscribersForNotification', 'budgets:ViewBudget'],
    ['budgets:ListTagsForResource', 'budgets:ViewBudget'],
    ['budgets:CreateBudget', 'budgets:ModifyBudget'],
    ['budgets:DeleteNotification', 'budgets:ModifyBudget'],
    ['events:ListTargetsByRule', 'events:ListTargetsByRule'],
  ]
  it.each(actions)('%s needs %s', (operation, action) => {
    expect(permissionFor(operation)).toBe(action)
  })
})
