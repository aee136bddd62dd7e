import * as sdk from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const ID = '111111111111'

describe('KMS', () => {
  let sandbox: Sandbox
  let client: sdk.KMSClient
  beforeAll(async () => {
    const world = newWorld({ scenario: 'kms', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) =>
        a
          .user('admin', (u) => u.admin().key().isCaller())
          .key({ aliases: ['alarms'] })
          .key({ aliases: ['alias/aws/sns'], manager: 'AWS' })
          .key({ enabled: false, policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }) })
          .key({ region: 'eu-west-1' }),
      )
      .build()
    sandbox = await createSandbox({ world })
    client = new sdk.KMSClient(settings(sandbox))
  })
  afterAll(() => sandbox.close())
  const key = (i: number) => sandbox.world.accounts[ID]!.keys[i]!

  it('lists keys and aliases of the Region in pages', async () => {
    expect(await all(sdk.paginateListKeys({ client, pageSize: 2 }, {}), 'Keys')).toHaveLength(3)
    const aliases = await all<sdk.AliasListEntry>(
      sdk.paginateListAliases({ client, pageSize: 1 }, {}),
      'Aliases',
    )
    expect(aliases.map((a) => a.AliasName)).toEqual(['alias/alarms', 'alias/aws/sns'])
    const bad = client.send(new sdk.ListAliasesCommand({ Limit: 101 }))
    expect((await refusal(bad)).name).toBe('ValidationException')
    expect((await refusal(client.send(new sdk.ListKeysCommand({ Marker: 'x' })))).name).toBe(
      'InvalidMarkerException',
    )
  })

  it.each([
    ['id', () => key(0).arn.split('/')[1]!],
    ['ARN', () => key(0).arn],
    ['alias', () => 'alias/alarms'],
    ['alias ARN', () => `arn:aws:kms:us-east-1:${ID}:alias/alarms`],
  ])('describes a key by its %s', async (_how, id) => {
    const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId: id() }))
    expect(KeyMetadata).toMatchObject({ Arn: key(0).arn, KeyManager: 'CUSTOMER', KeyState: 'Enabled' })
  })

  it('gives the key policy, by id or ARN alone', async () => {
    const { Policy, PolicyName } = await client.send(new sdk.GetKeyPolicyCommand({ KeyId: key(0).arn }))
    expect([JSON.parse(Policy!), PolicyName]).toEqual([JSON.parse(key(0).policy), 'default'])
    const byAlias = client.send(new sdk.GetKeyPolicyCommand({ KeyId: 'alias/alarms' }))
    expect((await refusal(byAlias)).name).toBe('NotFoundException')
  })

  it('refuses a key whose own policy does not allow, even to an administrator', async () => {
    const error = await refusal(client.send(new sdk.GetKeyPolicyCommand({ KeyId: key(2).arn })))
    expect(error.name).toBe('AccessDeniedException')
  })

  it.each([
    ['a key of another Region', () => key(3).arn, 'NotFoundException'],
    ['an alias that is none', () => 'alias/none', 'NotFoundException'],
    ['half an ARN', () => 'arn:aws:kms:us-east-1', 'InvalidArnException'],
  ])('does not find %s', async (_what, KeyId, name) => {
    expect((await refusal(client.send(new sdk.DescribeKeyCommand({ KeyId: KeyId() })))).name).toBe(name)
  })
})
