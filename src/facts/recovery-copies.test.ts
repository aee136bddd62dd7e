/** What no world of the sandbox shows: answers that are cut, odd or missing. Each leaves something unseen, and never a copy. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused } from '../../test/support/fake-source.ts'
import { recoveryCopies } from './recovery-copies.ts'

const now = Date.parse('2026-11-23T06:30:00Z')
const ago = (days: number) => new Date(now - days * 86_400_000)
const arn = (name: string, owner = account, region = 'us-east-1') =>
  `arn:aws:backup:${region}:${owner}:backup-vault:${name}`
const other = '222222222222'
const key = `arn:aws:kms:us-east-1:${other}:key/k`
const vault = (over: object = {}) => ({
  BackupVaultArn: arn('gold'),
  VaultType: 'BACKUP_VAULT',
  VaultState: 'AVAILABLE',
  Locked: true,
  LockDate: ago(30),
  ...over,
})
const point = (over: object = {}) => ({
  ResourceArn: `arn:aws:ec2:us-east-1:${account}:volume/vol-1`,
  ResourceType: 'EBS',
  Status: 'COMPLETED',
  CreationDate: ago(1),
  EncryptionKeyArn: key,
  IsEncrypted: true,
  ...over,
})
const job = (over: object = {}) => ({
  DestinationBackupVaultArn: arn('safe', other),
  State: 'COMPLETED',
  CreationDate: ago(1),
  CompletionDate: ago(0.9),
  ...over,
})

interface Given {
  vaults?: object[] | Error | ((input: { NextToken?: string }, region: string) => unknown)
  points?: object[] | Error
  jobs?: object[] | Error
  elsewhere?: object | Error
  regions?: string[]
}

async function looked({ vaults = [vault()], points = [point()], jobs = [], elsewhere, regions }: Given) {
  const listed = regions ?? ['us-east-1']
  const asIs = (given: unknown, name: string) => (given instanceof Error ? given : { [name]: given })
  const { source, calls } = fakeSource({
    'account:ListRegions': { Regions: listed.map((RegionName) => ({ RegionName })) },
    'backup:ListBackupVaults': typeof vaults === 'function' ? vaults : asIs(vaults, 'BackupVaultList'),
    'backup:ListRecoveryPointsByBackupVault': asIs(points, 'RecoveryPoints'),
    'backup:ListCopyJobs': asIs(jobs, 'CopyJobs'),
    ...(elsewhere ? { 'backup:DescribeBackupVault': elsewhere } : {}),
  })
  const fact = await source.get(recoveryCopies)
  return { fact, calls }
}

/** What was found in a word or two: `safe`, what is missing, or why it could not be seen. */
async function said(given: Given): Promise<string> {
  const { fact } = await looked(given)
  if (fact.state !== 'known') return fact.state === 'unknown' ? `unknown: ${fact.why}` : fact.state
  const { safe, short, unseen } = fact.value
  return [...safe.map(() => 'safe'), ...short.map(({ lack }) => lack), ...unseen.map(({ why }) => why)].join(
    ', ',
  )
}

describe('copies that AWS Backup shows', () => {
  it.each<[when: string, given: Given, found: string]>([
    ['everything is seen', {}, 'safe'],
    ['continuous backups are AVAILABLE', { points: [point({ Status: 'AVAILABLE' })] }, 'safe'],
    ['no status', { points: [point({ Status: undefined })] }, 'unfinished'],
    ['no date', { points: [point({ CreationDate: undefined })] }, 'nothing-fresh'],
    ['a date in the future', { points: [point({ CreationDate: ago(-1) })] }, 'nothing-fresh'],
    [
      'a filter by date that the endpoint does not heed',
      { points: [point({ CreationDate: ago(8) })] },
      'nothing-fresh',
    ],
    [
      'copied yesterday, and its backup was begun a month ago',
      { points: [point({ InitiationDate: ago(30) })] },
      'nothing-fresh',
    ],
    ['no key', { points: [point({ EncryptionKeyArn: undefined })] }, 'key-unseen'],
    [
      'a key of no account',
      { points: [point({ EncryptionKeyArn: 'arn:aws:kms:us-east-1::key/k' })] },
      'key-unseen',
    ],
    ['a key that is no ARN', { points: [point({ EncryptionKeyArn: 'alias/aws/backup' })] }, 'key-unseen'],
    ['not encrypted, and yet with a key', { points: [point({ IsEncrypted: false })] }, 'unencrypted'],
    ['nothing says of what it is', { points: [point({ ResourceArn: undefined })] }, 'owner-unseen'],
    ['no lock is said', { vaults: [vault({ Locked: undefined })] }, 'no-lock'],
    ['a date, and not locked', { vaults: [vault({ Locked: false })] }, 'no-lock'],
    ['a vault that is not there yet', { vaults: [vault({ VaultState: 'CREATING' })] }, ''],
    ['a view for restoring', { vaults: [vault({ VaultType: 'RESTORE_ACCESS_BACKUP_VAULT' })] }, ''],
    ['a kind of vault that nobody knows', { vaults: [vault({ VaultType: 'NEW_KIND' })] }, ''],
    ['a vault without an ARN', { vaults: [vault({ BackupVaultArn: undefined })] }, ''],
    ['the points are denied', { points: refused('AccessDeniedException') }, 'denied'],
    ['the points fail', { points: refused('ServiceUnavailableException') }, 'failed'],
    ['the copy jobs are denied', { jobs: refused('AccessDeniedException') }, 'safe, denied'],
    ['the vaults are denied', { vaults: refused('AccessDeniedException') }, 'unknown: denied'],
    [
      'one Region is denied, another is seen',
      {
        regions: ['us-east-1', 'eu-west-1'],
        vaults: (_, region) =>
          region === 'eu-west-1' ? refused('AccessDeniedException') : { BackupVaultList: [vault()] },
      },
      'safe, denied',
    ],
    [
      'copies elsewhere, and the vault there is shown',
      {
        vaults: [vault({ Locked: false })],
        jobs: [job()],
        elsewhere: vault({ BackupVaultArn: arn('safe', other) }),
      },
      'safe, no-lock',
    ],
    [
      'AWS shows our own vault of that name instead',
      {
        vaults: [vault({ Locked: false })],
        jobs: [job()],
        elsewhere: vault({ BackupVaultArn: arn('safe') }),
      },
      'lock-unseen, no-lock',
    ],
    [
      'the vault there is shown, and what lies in it is not',
      {
        vaults: [vault({ Locked: false })],
        jobs: [job()],
        elsewhere: vault({ BackupVaultArn: arn('safe', other) }),
        points: refused('AccessDeniedException'),
      },
      'lock-unseen, no-lock',
    ],
    [
      'a copy that runs, and one that failed',
      { vaults: [vault({ Locked: false })], jobs: [job({ State: 'RUNNING' }), job({ State: 'FAILED' })] },
      'copy-failed, no-lock',
    ],
    [
      'completed, and nobody says when',
      { vaults: [vault({ Locked: false })], jobs: [job({ CompletionDate: undefined })] },
      'copy-failed, no-lock',
    ],
    ['a copy to nowhere', { jobs: [job({ DestinationBackupVaultArn: undefined })] }, 'safe'],
  ])('%s', async (_when, given, found) => {
    expect(await said(given)).toBe(found)
  })

  it('stops after three pages of vaults, and says that there are more', async () => {
    const { fact, calls } = await looked({
      vaults: ({ NextToken = '0' }) => ({ BackupVaultList: [], NextToken: `${Number(NextToken) + 1}` }),
    })
    expect(calls.filter(([operation]) => operation === 'backup:ListBackupVaults')).toHaveLength(3)
    expect(fact).toMatchObject({
      state: 'known',
      value: { safe: [], unseen: [{ message: 'there are more vaults in us-east-1 than were looked at' }] },
    })
  })

  it('looks into ten vaults at most', async () => {
    const many = [...Array(30).keys()].map((n) => vault({ BackupVaultArn: arn(`gold-${n}`) }))
    const { calls } = await looked({ vaults: many })
    const asked = calls.filter(([operation]) => operation === 'backup:ListRecoveryPointsByBackupVault')
    expect(asked).toHaveLength(10)
  })

  it('asks a vault of another account by its account, in its Region', async () => {
    const there = arn('safe', other, 'eu-west-1')
    const { calls } = await looked({
      vaults: [vault({ Locked: false })],
      jobs: [job({ DestinationBackupVaultArn: there })],
      elsewhere: vault({ BackupVaultArn: there }),
    })
    const named = { BackupVaultName: 'safe', BackupVaultAccountId: other }
    expect(calls).toContainEqual(['backup:DescribeBackupVault', named, 'eu-west-1'])
    expect(calls).toContainEqual([
      'backup:ListRecoveryPointsByBackupVault',
      { ...named, ByCreatedAfter: ago(7) },
      'eu-west-1',
    ])
  })

  it('is safe where every link was seen, and nowhere else', async () => {
    const days = fc.double({ min: -3, max: 20, noNaN: true })
    const owners = fc.constantFrom(account, other, undefined)
    const links = fc.record({
      locked: fc.constantFrom(true, false, undefined),
      final: fc.option(days, { nil: undefined }),
      type: fc.constantFrom(
        'BACKUP_VAULT',
        'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
        'RESTORE_ACCESS_BACKUP_VAULT',
      ),
      age: days,
      status: fc.constantFrom('COMPLETED', 'AVAILABLE', 'PARTIAL', 'EXPIRED', 'CREATING', undefined),
      encrypted: fc.constantFrom(true, false),
      keyOwner: owners,
      owner: fc.constantFrom(account, other),
    })
    await fc.assert(
      fc.asyncProperty(links, async ({ locked, final, type, age, status, encrypted, keyOwner, owner }) => {
        const found = await said({
          vaults: [
            vault({
              Locked: locked,
              LockDate: final === undefined ? undefined : ago(final),
              VaultType: type,
            }),
          ],
          points: [
            point({
              CreationDate: ago(age),
              Status: status,
              IsEncrypted: encrypted,
              EncryptionKeyArn: keyOwner && `arn:aws:kms:us-east-1:${keyOwner}:key/k`,
              ResourceArn: `arn:aws:ec2:us-east-1:${owner}:volume/vol-1`,
            }),
          ],
        })
        const whole =
          locked === true &&
          final !== undefined &&
          ago(final).getTime() <= now &&
          type !== 'RESTORE_ACCESS_BACKUP_VAULT' &&
          ago(age).getTime() <= now &&
          ago(age).getTime() >= ago(7).getTime() &&
          (status === 'COMPLETED' || status === 'AVAILABLE') &&
          encrypted &&
          keyOwner === other &&
          owner === account
        expect(found === 'safe').toBe(whole)
      }),
      { numRuns: 500 },
    )
  })
})
