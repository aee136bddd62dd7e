import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused, standalone } from '../../test/support/fake-source.ts'
import { delegatedAdministrators } from './delegated-administrators.ts'
import { trustedAccess } from './trusted-access.ts'

const inOrganization = (managementAccount: string) => ({
  'organizations:DescribeOrganization': {
    Organization: { Id: 'o-1', MasterAccountId: managementAccount, FeatureSet: 'ALL' },
  },
})
const management = inOrganization(account)
const delegated = (id: string) => ({ DelegatedAdministrators: [{ Id: id, Name: 'audit' }] })

const answers = {
  'organizations:ListAWSServiceAccessForOrganization': ({ NextToken }: { NextToken?: string }) =>
    NextToken
      ? { EnabledServicePrincipals: [{ ServicePrincipal: 'account.amazonaws.com' }] }
      : { EnabledServicePrincipals: [{ ServicePrincipal: 'iam.amazonaws.com' }], NextToken: 'more' },
  'organizations:ListDelegatedAdministrators': delegated('222222222222'),
  'organizations:ListDelegatedServicesForAccount': {
    DelegatedServices: [
      { ServicePrincipal: 'sso.amazonaws.com' },
      { ServicePrincipal: 'account.amazonaws.com' },
    ],
  },
}

describe('trusted access', () => {
  it.each([
    ['the management account sees it', management],
    [
      'a delegated administrator of any service sees it',
      { ...inOrganization('999999999999'), 'organizations:ListDelegatedAdministrators': delegated(account) },
    ],
  ])('%s, over all pages', async (_when, place) => {
    const fact = await fakeSource({ ...answers, ...place }).source.get(trustedAccess)
    expect(fact).toMatchObject({ state: 'known', value: ['account.amazonaws.com', 'iam.amazonaws.com'] })
  })
})

describe('delegated administrators', () => {
  it('have their services, sorted', async () => {
    const fact = await fakeSource({ ...answers, ...management }).source.get(delegatedAdministrators)
    expect(fact).toMatchObject({
      state: 'known',
      value: [
        { account: '222222222222', name: 'audit', services: ['account.amazonaws.com', 'sso.amazonaws.com'] },
      ],
    })
  })

  it('leave out one that was deregistered meanwhile', async () => {
    const gone = {
      ...answers,
      ...management,
      'organizations:ListDelegatedServicesForAccount': refused('AccountNotRegisteredException'),
    }
    expect(await fakeSource(gone).source.get(delegatedAdministrators)).toMatchObject({ value: [] })
  })
})

describe.each([
  ['trusted access', trustedAccess],
  ['delegated administrators', delegatedAdministrators],
])('%s cannot be seen', (_name, fact) => {
  it.each([
    ['outside of an organization', { 'organizations:DescribeOrganization': standalone }, 'elsewhere'],
    ['from a plain member', inOrganization('999999999999'), 'elsewhere'],
    ['without the permission', management, 'denied'],
  ])('%s', async (_when, given, why) => {
    const seen = await fakeSource(given).source.get(fact as typeof trustedAccess)
    expect(seen).toMatchObject({ state: 'unknown', why })
    if (why === 'denied') expect(seen).toMatchObject({ needs: [fact.reads[0]] })
  })
})
