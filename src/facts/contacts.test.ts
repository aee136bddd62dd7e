import { describe, expect, it } from 'vitest'
import type { Answer, Operation } from '../aws/index.ts'
import { classify, permissionFor } from '../aws/index.ts'
import { type Sight, sourceOf } from '../engine/collect.ts'
import { noRecords } from '../model/index.ts'
import { billingContact, securityContact } from './alternate-contacts.ts'
import { primaryContact } from './primary-contact.ts'
import { rootEmail } from './root-email.ts'

const at = '2026-11-23T06:30:00Z'
type Reply = object | { error: string; message?: string }

/** AWS as a table: what an operation answers; what is not in it does not exist at this endpoint. */
function aws(replies: Record<string, Reply | ((input: object) => Reply)>) {
  const calls: { operation: string; input: object }[] = []
  const sight = {
    now: new Date(at),
    caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
    partition: 'aws',
    region: 'us-east-1',
    globalRegion: 'us-east-1',
    configuration: {},
    records: noRecords,
    costExplorer: false,
    async call(operation: Operation, input: object): Promise<Answer<object>> {
      calls.push({ operation, input })
      const reply = replies[operation] ?? { error: 'NotImplemented' }
      const said = typeof reply === 'function' ? reply(input) : reply
      if (!('error' in said)) return { ok: true, output: said, at }
      const error = Object.assign(new Error((said as { message?: string }).message ?? 'no'), {
        name: (said as { error: string }).error,
      })
      const message = error.message
      return { ok: false, code: error.name, message, unknown: classify(error, permissionFor(operation)), at }
    },
  } as unknown as Sight
  return { source: sourceOf(sight), calls }
}

const byScp =
  'User: arn:aws:sts::111111111111:assumed-role/audit/x is not authorized to perform: account:GetContactInformation with an explicit deny in a service control policy'
const phone = '+61412345600'

describe('primary contact', () => {
  it('reads fields and verification, asks about no account by id, and keeps no number as evidence', async () => {
    const { source, calls } = aws({
      'account:GetContactInformation': {
        ContactInformation: { FullName: 'Mia Example', CountryCode: 'AU', PhoneNumber: phone, City: ' ' },
        VerificationStatus: 'VERIFIED',
      },
    })
    const fact = await source.get(primaryContact)
    expect(fact).toMatchObject({
      state: 'known',
      value: {
        fields: { FullName: 'Mia Example', CountryCode: 'AU', PhoneNumber: phone },
        verification: 'VERIFIED',
      },
    })
    expect(calls).toEqual([{ operation: 'account:GetContactInformation', input: {} }])
    const evidence = JSON.stringify(fact.state === 'known' && fact.evidence)
    expect(evidence).toContain('+61 ........00')
    expect(evidence).not.toMatch(/Mia|412345/)
  })

  it.each<[string, Reply, object]>([
    [
      'no contact is an answer',
      { error: 'ResourceNotFoundException' },
      { state: 'known', value: { fields: {} } },
    ],
    [
      'a denial is not',
      { error: 'AccessDeniedException' },
      { state: 'unknown', why: 'denied', needs: ['account:GetContactInformation'] },
    ],
    ['an answer without a contact is none', {}, { state: 'unknown', why: 'failed' }],
    [
      'a verification that nobody knows says nothing',
      { ContactInformation: { PhoneNumber: phone }, VerificationStatus: 'MAYBE' },
      { state: 'known', value: { fields: { PhoneNumber: phone } } },
    ],
  ])('%s', async (_case, reply, expected) => {
    const fact = await aws({ 'account:GetContactInformation': reply }).source.get(primaryContact)
    expect(fact).toMatchObject(expected)
    if (fact.state === 'known') expect(fact.value.verification).toBeUndefined()
  })
})

describe('a refusal that names a service control policy', () => {
  const denied = { error: 'AccessDeniedException', message: byScp }
  it.each<[string, Reply, string, string[]]>([
    [
      'with roles under /managed/ it is an account that AWS manages',
      { Roles: [{ Path: '/managed/', RoleName: 'AWSManagedAccountManagementAccessRole' }] },
      'managed-by-aws',
      [],
    ],
    ['without them somebody else denied it', { Roles: [] }, 'denied', ['account:GetContactInformation']],
    [
      'an endpoint that ignores the path proves nothing',
      { Roles: [{ Path: '/', RoleName: 'managed' }] },
      'denied',
      ['account:GetContactInformation'],
    ],
    [
      'where roles cannot be listed it stays a denial',
      { error: 'AccessDenied' },
      'denied',
      ['account:GetContactInformation'],
    ],
  ])('%s', async (_case, roles, why, needs) => {
    const { source } = aws({ 'account:GetContactInformation': denied, 'iam:ListRoles': roles })
    expect(await source.get(primaryContact)).toMatchObject({ state: 'unknown', why, needs })
  })

  it('takes the roles from what an audit has read anyway', async () => {
    const role = {
      RoleName: 'AWSManaged',
      Path: '/managed/',
      Arn: 'arn:aws:iam::111111111111:role/managed/x',
    }
    const { source, calls } = aws({
      'account:GetContactInformation': denied,
      'iam:GetAccountAuthorizationDetails': { RoleDetailList: [role] },
    })
    expect(await source.get(primaryContact)).toMatchObject({ state: 'unknown', why: 'managed-by-aws' })
    expect(calls.map((c) => c.operation)).not.toContain('iam:ListRoles')
  })

  it('asks for the roles once, and only after such a refusal', async () => {
    const { source, calls } = aws({
      'account:GetContactInformation': denied,
      'account:GetAlternateContact': denied,
      'iam:ListRoles': { Roles: [{ Path: '/managed/' }] },
    })
    await Promise.all([primaryContact, billingContact, securityContact].map((c) => source.get<unknown>(c)))
    expect(calls.filter((c) => c.operation === 'iam:ListRoles')).toHaveLength(1)
  })
})

describe('alternate contacts', () => {
  it('tells a missing one from a denied one', async () => {
    const { source } = aws({
      'account:GetAlternateContact': (input) =>
        (input as { AlternateContactType: string }).AlternateContactType === 'BILLING'
          ? { error: 'ResourceNotFoundException', message: 'No contact of the inputted type found.' }
          : { error: 'AccessDeniedException' },
    })
    expect(await source.get(billingContact)).toMatchObject({ state: 'known', value: { set: false } })
    expect(await source.get(securityContact)).toMatchObject({
      state: 'unknown',
      why: 'denied',
      needs: ['account:GetAlternateContact'],
    })
  })

  it('keeps neither name nor address as evidence', async () => {
    const { source } = aws({
      'account:GetAlternateContact': {
        AlternateContact: {
          Name: 'Mia Example',
          Title: 'Owner',
          EmailAddress: ' mia@posteo.example ',
          PhoneNumber: phone,
        },
      },
    })
    const fact = await source.get(billingContact)
    expect(fact).toMatchObject({ value: { set: true, email: 'mia@posteo.example', phone } })
    expect(JSON.stringify(fact.state === 'known' && fact.evidence)).not.toMatch(/mia@|Mia|412345/)
  })
})

describe('the root e-mail address', () => {
  const organization = (MasterAccountId: string) => ({
    Organization: {
      Id: 'o-example',
      MasterAccountId,
      MasterAccountEmail: 'aws-root@corp.example',
      FeatureSet: 'ALL',
    },
  })
  const delegated = (Id: string) => ({ DelegatedAdministrators: [{ Id }] })
  it.each<[string, Record<string, Reply>, object]>([
    [
      'standalone: only a person can say it',
      { 'organizations:DescribeOrganization': { error: 'AWSOrganizationsNotInUseException' } },
      { state: 'unattested' },
    ],
    [
      'management account: DescribeOrganization names it',
      { 'organizations:DescribeOrganization': organization('111111111111') },
      { state: 'known', value: { address: 'aws-root@corp.example' } },
    ],
    [
      "member: the management account's address is not its own",
      {
        'organizations:DescribeOrganization': organization('999999999999'),
        'organizations:ListDelegatedAdministrators': { error: 'AccessDeniedException' },
      },
      { state: 'unknown', why: 'elsewhere', needs: [] },
    ],
    [
      'delegated administrator: it may describe itself',
      {
        'organizations:DescribeOrganization': organization('999999999999'),
        'organizations:ListDelegatedAdministrators': delegated('111111111111'),
        'organizations:DescribeAccount': {
          Account: { Email: 'audit@corp.example', JoinedMethod: 'CREATED' },
        },
      },
      { state: 'known', value: { address: 'audit@corp.example' } },
    ],
    [
      'not knowing whether there is an organization',
      { 'organizations:DescribeOrganization': { error: 'AccessDeniedException' } },
      { state: 'unknown', why: 'denied', needs: ['organizations:DescribeOrganization'] },
    ],
  ])('%s', async (_case, replies, expected) => {
    const fact = await aws(replies).source.get(rootEmail)
    expect(fact).toMatchObject(expected)
    expect(JSON.stringify('evidence' in fact ? fact.evidence : [])).not.toContain('root@')
  })
})
