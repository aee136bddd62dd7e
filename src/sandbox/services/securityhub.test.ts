import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'

const id = '111111111111'
const product = (account = id, region = 'us-east-1') =>
  `arn:aws:securityhub:${region}:${account}:product/${account}/default`
const finding = (more: Record<string, unknown> = {}) => ({
  SchemaVersion: '2018-10-08',
  Id: 'neverroot/one',
  ProductArn: product(),
  GeneratorId: 'root-has-mfa',
  AwsAccountId: id,
  CreatedAt: '2026-11-01T00:00:00Z',
  UpdatedAt: '2026-11-02T00:00:00Z',
  Title: 'Root has MFA',
  Description: 'It has none.',
  Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${id}` }],
  ...more,
})

describe('BatchImportFindings', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const world = newWorld({ scenario: 'hub', began: '2026-11-23T06:30:00Z' })
      .account(id, (a) => void a.securityHub().user('mia', (u) => u.admin().key().isCaller()))
      .build()
    sandbox = await createSandbox({ world, port: false })
  })
  afterAll(() => sandbox.close())

  const send = (Findings: object[], region = 'us-east-1') =>
    new SecurityHubClient({
      region,
      credentials: sandbox.credentials(),
      requestHandler: sandbox.requestHandler as never,
      endpoint: 'https://sandbox.invalid',
      maxAttempts: 1,
    }).send(new BatchImportFindingsCommand({ Findings: Findings as never }))
  const held = () => sandbox.world.accounts[id]!.securityHub!['us-east-1']!

  it('takes a finding, and a later one with its id in its place', async () => {
    expect(await send([finding()])).toMatchObject({ FailedCount: 0, SuccessCount: 1 })
    await send([finding({ UpdatedAt: '2026-11-02T00:00:00Z', Title: 'no later' })])
    await send([finding({ UpdatedAt: '2026-11-01T00:00:00Z', Title: 'earlier' })])
    expect(held()).toMatchObject([{ Title: 'Root has MFA' }])
    await send([finding({ UpdatedAt: '2026-11-03T00:00:00Z', Title: 'later' })])
    expect(held()).toMatchObject([{ Title: 'later' }])
  })

  it('leaves what people did to it', async () => {
    held()[0]!['Workflow'] = { Status: 'SUPPRESSED' }
    await send([finding({ UpdatedAt: '2026-11-04T00:00:00Z', Workflow: { Status: 'NEW' } })])
    expect(held()[0]!['Workflow']).toEqual({ Status: 'SUPPRESSED' })
  })

  it.each([
    ['another account', { AwsAccountId: '222222222222' }, 'InvalidAccess'],
    ["another account's product", { ProductArn: product('222222222222') }, 'InvalidAccess'],
    ["another Region's product", { ProductArn: product(id, 'eu-west-1') }, 'InvalidAccess'],
    ['a field that is missing', { Title: undefined }, 'InvalidInput'],
    ['too much of it', { Description: 'x'.repeat(250_000) }, 'InvalidInput'],
  ])('refuses one finding for %s, and takes the others', async (_, wrong, code) => {
    const answer = await send([
      finding({ Id: 'wrong', ...wrong }),
      finding({ UpdatedAt: '2026-12-01T00:00:00Z' }),
    ])
    expect(answer).toMatchObject({ FailedCount: 1, SuccessCount: 1 })
    expect(answer.FailedFindings).toMatchObject([{ Id: 'wrong', ErrorCode: code }])
  })

  it.each([
    ['none', []],
    ['101', Array.from({ length: 101 }, (_, n) => finding({ Id: String(n) }))],
  ])('refuses a call with %s', async (_, findings) => {
    await expect(send(findings)).rejects.toThrow(/between 1 and 100/)
  })

  it('refuses where it is not on', async () => {
    await expect(send([finding()], 'eu-west-1')).rejects.toMatchObject({ name: 'InvalidAccessException' })
  })
})
