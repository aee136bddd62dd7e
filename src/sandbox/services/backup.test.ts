import * as sdk from '@aws-sdk/client-backup'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const ID = '111111111111'
const OTHER = '222222222222'
const NOW = '2026-11-23T06:30:00Z'

const world = () =>
  newWorld({ scenario: 'backup', began: NOW })
    .account(ID, (a) =>
      a
        .user('admin', (u) => u.admin().key().isCaller())
        .user('guest', (u) =>
          u.key().inline('one', {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'backup:*',
                Resource: `arn:aws:backup:us-east-1:${ID}:backup-vault:daily`,
              },
            ],
          }),
        )
        .vault('daily', {
          lock: 'governance',
          points: [{ at: 1 }, { at: 3, status: 'EXPIRED' }, { at: 20, key: false }],
        })
        .vault('final', { lock: { final: 30 }, points: [{ at: 2, from: a.vaultArn('daily') }] })
        .vault('gap', { airGapped: true, lock: { final: 10 } })
        .vault('elsewhere', { region: 'eu-west-1' })
        .copyJob({ from: 'daily', to: `arn:aws:backup:us-east-1:${OTHER}:backup-vault:safe`, at: 1 })
        .copyJob({
          from: 'daily',
          to: `arn:aws:backup:us-east-1:${OTHER}:backup-vault:gap`,
          at: 2,
          state: 'FAILED',
          message: 'Access Denied trying to call AWS Backup service',
        }),
    )
    .account(OTHER, (a) =>
      a
        .vault('safe', { lock: { final: 5 }, points: [{ at: 1 }] })
        .vault('gap', { airGapped: true, lock: { final: 5 }, sharedWith: [ID] }),
    )
    .build()

describe('AWS Backup', () => {
  let sandbox: Sandbox
  let client: sdk.BackupClient
  beforeAll(async () => {
    sandbox = await createSandbox({ world: world() })
    client = new sdk.BackupClient(settings(sandbox))
  })
  afterAll(() => sandbox.close())

  it('lists the vaults of the Region in pages, each with its lock', async () => {
    const listed = await all<sdk.BackupVaultListMember>(
      sdk.paginateListBackupVaults({ client, pageSize: 1 }, {}),
      'BackupVaultList',
    )
    expect(listed.map((v) => [v.BackupVaultName, v.Locked, v.LockDate?.toISOString(), v.VaultType])).toEqual([
      ['daily', true, undefined, 'BACKUP_VAULT'],
      ['final', true, '2026-10-24T06:30:00.000Z', 'BACKUP_VAULT'],
      ['gap', true, '2026-11-13T06:30:00.000Z', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'],
    ])
    const [daily, , gap] = listed
    expect(daily).toMatchObject({
      BackupVaultArn: `arn:aws:backup:us-east-1:${ID}:backup-vault:daily`,
      EncryptionKeyType: 'CUSTOMER_MANAGED_KMS_KEY',
      NumberOfRecoveryPoints: 3,
    })
    expect(daily?.EncryptionKeyArn).toContain(`:${ID}:key/`)
    expect(gap?.EncryptionKeyArn).not.toContain(ID)
  })

  it.each([
    ['of one type', { ByVaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' as const }, ['gap']],
    ['that others share', { ByShared: true }, ['gap']],
  ])('lists vaults %s', async (_what, input, names) => {
    const { BackupVaultList = [] } = await client.send(new sdk.ListBackupVaultsCommand(input))
    expect(BackupVaultList.map((v) => v.BackupVaultName)).toEqual(names)
  })

  it('describes a vault, and one of another account only where it is shared', async () => {
    const own = await client.send(new sdk.DescribeBackupVaultCommand({ BackupVaultName: 'final' }))
    expect(own.LockDate).toEqual(new Date('2026-10-24T06:30:00Z'))
    const describe = (BackupVaultName: string) =>
      client.send(new sdk.DescribeBackupVaultCommand({ BackupVaultName, BackupVaultAccountId: OTHER }))
    expect((await describe('gap')).BackupVaultArn).toBe(`arn:aws:backup:us-east-1:${OTHER}:backup-vault:gap`)
    expect((await refusal(describe('safe'))).name).toBe('AccessDeniedException')
  })

  it('lists recovery points, newest first, by the dates that are asked', async () => {
    const points = await all<sdk.RecoveryPointByBackupVault>(
      sdk.paginateListRecoveryPointsByBackupVault(
        { client, pageSize: 1 },
        { BackupVaultName: 'daily', ByCreatedAfter: new Date('2026-11-16T06:30:00Z') },
      ),
      'RecoveryPoints',
    )
    expect(points.map((p) => [p.CreationDate?.toISOString().slice(0, 10), p.Status, p.IsEncrypted])).toEqual([
      ['2026-11-22', 'COMPLETED', true],
      ['2026-11-20', 'EXPIRED', true],
    ])
    const old = await client.send(
      new sdk.ListRecoveryPointsByBackupVaultCommand({
        BackupVaultName: 'daily',
        ByCreatedBefore: new Date('2026-11-16T06:30:00Z'),
      }),
    )
    expect(old.RecoveryPoints).toMatchObject([{ IsEncrypted: false }])
    expect(old.RecoveryPoints?.[0]).not.toHaveProperty('EncryptionKeyArn')
  })

  it('lists copy jobs of the account with what they came to', async () => {
    const { CopyJobs = [] } = await client.send(new sdk.ListCopyJobsCommand({}))
    expect(CopyJobs.map((j) => [j.State, j.DestinationVaultLockState, j.StatusMessage])).toEqual([
      ['COMPLETED', 'UNLOCKED', undefined],
      ['FAILED', 'UNLOCKED', 'Access Denied trying to call AWS Backup service'],
    ])
    expect(CopyJobs[0]!.DestinationEncryptionKeyArn).toContain(`:${OTHER}:key/`)
    const failed = await client.send(new sdk.ListCopyJobsCommand({ ByState: 'FAILED' }))
    expect(failed.CopyJobs).toHaveLength(1)
  })

  it.each([
    ['a vault that there is not', { BackupVaultName: 'none' }, 'ResourceNotFoundException'],
    ['a name that cannot be', { BackupVaultName: 'a/b' }, 'InvalidParameterValueException'],
    ['a page too large', { BackupVaultName: 'daily', MaxResults: 1001 }, 'InvalidParameterValueException'],
    ['a token of nobody', { BackupVaultName: 'daily', NextToken: 'x' }, 'InvalidParameterValueException'],
  ])('refuses %s', async (_what, input, code) => {
    const error = await refusal(client.send(new sdk.ListRecoveryPointsByBackupVaultCommand(input)))
    expect(error.name).toBe(code)
  })

  it.each([
    ['what it does not do', () => new sdk.ListBackupPlansCommand({})],
    ['a filter that it does not know', () => new sdk.ListCopyJobsCommand({ ByMessageCategory: 'ANY' })],
  ])('says that it does not imitate %s', async (_what, command) => {
    const error = await refusal(client.send(command() as sdk.ListCopyJobsCommand))
    expect((error.$metadata as { httpStatusCode: number }).httpStatusCode).toBe(501)
  })

  it('asks IAM about the vault, and about nothing in particular where it lists', async () => {
    const guest = new sdk.BackupClient(settings(sandbox, { account: ID, user: 'guest' }))
    const points = (BackupVaultName: string) =>
      guest.send(new sdk.ListRecoveryPointsByBackupVaultCommand({ BackupVaultName }))
    expect((await points('daily')).RecoveryPoints).toHaveLength(3)
    expect((await refusal(points('final'))).name).toBe('AccessDeniedException')
    expect((await refusal(guest.send(new sdk.ListBackupVaultsCommand({})))).name).toBe(
      'AccessDeniedException',
    )
  })
})
