/** Whether the owner of the root mailbox could set a new password, as a delegated administrator sees it. */
import { expect, it } from 'vitest'
import { account, fakeSource, type Given, refused, standalone } from '../../test/support/fake-source.ts'
import { rootRecovery } from './root-recovery.ts'

const member = {
  Organization: { Id: 'o-1', MasterAccountId: '999999999999', FeatureSet: 'ALL' },
}
const on = { EnabledFeatures: ['RootCredentialsManagement', 'RootSessions'] }
const delegated = { DelegatedAdministrators: [{ Id: account }] }

function event(name: string, identity: object, more: object = {}) {
  const record = { userIdentity: { type: 'Root', accessKeyId: 'ASIAEXAMPLE', ...identity }, ...more }
  return {
    Events: [
      {
        EventId: name,
        EventName: name,
        EventSource: 'iam.amazonaws.com',
        EventTime: new Date('2026-11-20'),
        CloudTrailEvent: JSON.stringify(record),
      },
    ],
  }
}
const marked = { sessionContext: { assumedRoot: 'true' } }

it.each<[when: string, given: Record<string, Given>, then: string]>([
  ['a standalone account', { 'organizations:DescribeOrganization': standalone }, 'open'],
  [
    'a plain member, which cannot see it',
    { 'organizations:ListDelegatedAdministrators': refused('AccessDeniedException') },
    'elsewhere',
  ],
  [
    'a delegated administrator of another service',
    { 'iam:ListOrganizationsFeatures': refused('AccountNotManagementOrDelegatedAdministratorException') },
    'elsewhere',
  ],
  [
    'a delegated administrator who may not look',
    { 'iam:ListOrganizationsFeatures': refused('AccessDenied') },
    'denied',
  ],
  ['managed centrally, and nothing since', {}, 'blocked'],
  ['not managed centrally', { 'iam:ListOrganizationsFeatures': { EnabledFeatures: [] } }, 'open'],
  [
    'trusted access was never given',
    { 'iam:ListOrganizationsFeatures': refused('ServiceAccessNotEnabledException') },
    'open',
  ],
  ['allowed again', { 'cloudtrail:LookupEvents': event('CreateLoginProfile', marked) }, 'open'],
  [
    'allowed again, perhaps: the record does not say whose session it was',
    { 'cloudtrail:LookupEvents': event('CreateLoginProfile', {}) },
    'open',
  ],
  [
    'allowing it again was refused',
    { 'cloudtrail:LookupEvents': event('CreateLoginProfile', marked, { errorCode: 'AccessDenied' }) },
    'blocked',
  ],
  [
    'a user got a password',
    {
      'cloudtrail:LookupEvents': event('CreateLoginProfile', {}, { requestParameters: { userName: 'mia' } }),
    },
    'blocked',
  ],
])('%s: %s', async (_when, given, then) => {
  const { source, calls } = fakeSource({
    'organizations:DescribeOrganization': member,
    'organizations:ListDelegatedAdministrators': delegated,
    'iam:ListOrganizationsFeatures': on,
    'cloudtrail:LookupEvents': { Events: [] },
    ...given,
  })
  const fact = await source.get(rootRecovery)
  expect(fact.state === 'known' ? fact.value : fact.state === 'unknown' ? fact.why : fact.state).toBe(then)
  expect(calls.filter(([operation]) => operation === 'iam:ListOrganizationsFeatures').length).toBeLessThan(2)
})
