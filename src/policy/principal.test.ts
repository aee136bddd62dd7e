import { describe, expect, it } from 'vitest'
import type { PolicySet, Principal } from './index.ts'
import { evaluate, parsePolicy } from './index.ts'

const A = '111111111111'
const B = '222222222222'
const user: Principal = { arn: `arn:aws:iam::${A}:user/team/anna`, account: A }
const root: Principal = { arn: `arn:aws:iam::${A}:root`, account: A }
const session: Principal = { arn: `arn:aws:sts::${A}:assumed-role/ops/anna`, account: A }
const role: Principal = { arn: `arn:aws:iam::${A}:role/ops`, account: A }
const budgets: Principal = { arn: '', account: '', service: 'budgets.amazonaws.com' }

const resourcePolicy = (principal: object, effect = 'Allow') =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: effect, Action: '*', Resource: '*', ...principal },
  })
const full = parsePolicy({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
})
const nothing = parsePolicy({ Version: '2012-10-17', Statement: [] })

function decide(principal: Principal | undefined, policies: Partial<PolicySet>, context = {}): string {
  const set: PolicySet = { identity: [], ...policies, ...(principal ? { principal } : {}) }
  const { decision, explicit } = evaluate(
    { action: 'sns:Publish', resource: 'arn:aws:sns:::t', context },
    set,
  )
  return explicit ? 'explicit deny' : decision
}

/** Each is asked with a Deny, which says only whether the caller is meant. */
describe('who is meant', () => {
  const yes = 'explicit deny'
  const no = 'allow'
  it.each<[string, object, Principal, string]>([
    ['everyone', { Principal: '*' }, user, yes],
    ['everyone, as AWS', { Principal: { AWS: '*' } }, session, yes],
    ['everyone: a service too', { Principal: { AWS: '*' } }, budgets, yes],
    ['the account id', { Principal: { AWS: A } }, user, yes],
    ['the account id, a session', { Principal: { AWS: [B, A] } }, session, yes],
    ['the account id, root', { Principal: { AWS: A } }, root, yes],
    ['another account id', { Principal: { AWS: B } }, user, no],
    ['the account as root ARN', { Principal: { AWS: `arn:aws:iam::${A}:root` } }, user, yes],
    ['another account as root ARN', { Principal: { AWS: `arn:aws:iam::${B}:root` } }, user, no],
    ['the account, not a service', { Principal: { AWS: A } }, { ...budgets, account: A }, no],
    ['the user', { Principal: { AWS: user.arn } }, user, yes],
    ['another user', { Principal: { AWS: `arn:aws:iam::${A}:user/bert` } }, user, no],
    [
      'a user by a wildcard, which AWS does not know',
      { Principal: { AWS: `arn:aws:iam::${A}:user/*` } },
      user,
      no,
    ],
    ['the session', { Principal: { AWS: session.arn } }, session, yes],
    ['the role of the session', { Principal: { AWS: role.arn } }, session, yes],
    [
      'the role of the session, with a path',
      { Principal: { AWS: `arn:aws:iam::${A}:role/x/ops` } },
      session,
      yes,
    ],
    ['another role', { Principal: { AWS: `arn:aws:iam::${A}:role/dev` } }, session, no],
    ['the role of that name elsewhere', { Principal: { AWS: `arn:aws:iam::${B}:role/ops` } }, session, no],
    ['the service', { Principal: { Service: ['sns.amazonaws.com', 'budgets.amazonaws.com'] } }, budgets, yes],
    ['another service', { Principal: { Service: 'events.amazonaws.com' } }, budgets, no],
    ['a service, a user asks', { Principal: { Service: 'budgets.amazonaws.com' } }, user, no],
    ['any service', { Principal: { Service: '*' } }, budgets, 'cannot-tell'],
    ['a federated provider', { Principal: { Federated: 'accounts.google.com' } }, user, no],
    ['a canonical user', { Principal: { CanonicalUser: 'abc' } }, user, 'cannot-tell'],
    ['a canonical user or everyone', { Principal: { CanonicalUser: 'abc', AWS: '*' } }, user, yes],
    ['an unknown type', { Principal: { Robot: 'abc' } }, user, 'cannot-tell'],
    ['nobody but the service', { NotPrincipal: { Service: 'budgets.amazonaws.com' } }, budgets, no],
    [
      'nobody but the service, a user asks',
      { NotPrincipal: { Service: 'budgets.amazonaws.com' } },
      user,
      yes,
    ],
    ['all but the user and its account', { NotPrincipal: { AWS: [user.arn, A] } }, user, no],
    ['all but the user, its account forgotten', { NotPrincipal: { AWS: user.arn } }, user, 'cannot-tell'],
    ['all but another user', { NotPrincipal: { AWS: `arn:aws:iam::${B}:user/x` } }, user, yes],
    ['all but session, role and account', { NotPrincipal: { AWS: [session.arn, role.arn, A] } }, session, no],
    ['all but the role alone', { NotPrincipal: { AWS: role.arn } }, session, 'cannot-tell'],
    ['all but the account, root asks', { NotPrincipal: { AWS: root.arn } }, root, no],
    ['all but everyone', { NotPrincipal: '*' }, user, no],
  ])('%s', (_, element, principal, expected) => {
    const policies = {
      identity: [full],
      resource: [resourcePolicy({ Principal: '*' }), resourcePolicy(element, 'Deny')],
    }
    expect(decide(principal, policies)).toBe(expected)
  })

  it.each<[string, string, string]>([
    ['the path that aws:PrincipalArn gives', `arn:aws:iam::${A}:role/x/ops`, yes],
    ['another path than aws:PrincipalArn gives', `arn:aws:iam::${A}:role/ops`, no],
  ])('a role by %s', (_, arn, expected) => {
    const policies = { identity: [full], resource: [resourcePolicy({ Principal: { AWS: arn } }, 'Deny')] }
    expect(decide(session, policies, { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/x/ops` })).toBe(expected)
  })
})

describe('what a resource-based allow is worth', () => {
  const to = (AWS: string | string[]) => [resourcePolicy({ Principal: { AWS } })]
  it.each<[string, Principal | undefined, Partial<PolicySet>, string]>([
    ['the user itself, same account', user, { resource: to(user.arn) }, 'allow'],
    ['everyone, same account', user, { resource: to('*') }, 'allow'],
    ['the account, no identity policy', user, { resource: to(A) }, 'deny'],
    ['the account, identity policy', user, { resource: to(A), identity: [full] }, 'allow'],
    ['nobody here, identity policy', user, { resource: to(B), identity: [full] }, 'allow'],
    ['nobody at all', user, { resource: to(B) }, 'deny'],
    ['the account means root itself', root, { resource: to(A) }, 'allow'],
    ['root within its session policy', root, { resource: to(A), session: [nothing] }, 'deny'],
    ['the user itself, boundary lacks it', user, { resource: to(user.arn), boundary: [nothing] }, 'allow'],
    ['the role, its session asks', session, { resource: to(role.arn) }, 'allow'],
    ['the role, boundary lacks it', session, { resource: to(role.arn), boundary: [nothing] }, 'deny'],
    ['the role, session policy lacks it', session, { resource: to(role.arn), session: [nothing] }, 'deny'],
    ['the role ARN asks, boundary lacks it', role, { resource: to(role.arn), boundary: [nothing] }, 'deny'],
    [
      'the session itself, session policy lacks it',
      session,
      { resource: to(session.arn), session: [nothing] },
      'allow',
    ],
    ['everyone, boundary of a session lacks it', session, { resource: to('*'), boundary: [nothing] }, 'deny'],
    [
      'another account, both sides',
      user,
      { resource: to(user.arn), identity: [full], resourceAccount: B },
      'allow',
    ],
    ['another account, only the resource', user, { resource: to(user.arn), resourceAccount: B }, 'deny'],
    [
      'another account, only the identity',
      user,
      { resource: to(B), identity: [full], resourceAccount: B },
      'deny',
    ],
    [
      'another account, the whole account named',
      user,
      { resource: to(A), identity: [full], resourceAccount: B },
      'allow',
    ],
    [
      'another account, boundary lacks it',
      user,
      { resource: to('*'), identity: [full], boundary: [nothing], resourceAccount: B },
      'deny',
    ],
    ['the same account, named', user, { resource: to(user.arn), resourceAccount: A }, 'allow'],
    [
      'a key that lists nobody here',
      user,
      { resource: to(B), identity: [full], resourceMustAllow: true },
      'deny',
    ],
    [
      'a key that trusts the account',
      user,
      { resource: to(A), identity: [full], resourceMustAllow: true },
      'allow',
    ],
    [
      'a key that trusts the account, no identity policy',
      user,
      { resource: to(A), resourceMustAllow: true },
      'deny',
    ],
    ['a key that names the user', user, { resource: to(user.arn), resourceMustAllow: true }, 'allow'],
    [
      'a service, named',
      budgets,
      { resource: [resourcePolicy({ Principal: { Service: 'budgets.amazonaws.com' } })] },
      'allow',
    ],
    ['a service, not named', budgets, { resource: to(A), identity: [full] }, 'deny'],
    [
      'a service elsewhere',
      budgets,
      { resource: [resourcePolicy({ Principal: { Service: 'budgets.amazonaws.com' } })], resourceAccount: B },
      'allow',
    ],
    [
      'account and canonical user, no identity policy',
      user,
      { resource: [resourcePolicy({ Principal: { AWS: A, CanonicalUser: 'x' } })] },
      'cannot-tell',
    ],
    ['nobody known, a name', undefined, { resource: to(user.arn) }, 'cannot-tell'],
    ['allowed but one', user, { resource: [resourcePolicy({ NotPrincipal: { AWS: B } })] }, 'allow'],
  ])('%s', (_, principal, policies, expected) => {
    expect(decide(principal, policies)).toBe(expected)
  })
})
