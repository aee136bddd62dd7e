/** Copies in worlds of every kind, looked at by a whole audit: what is proven, and which link is missing else. */
import { describe, expect, it } from 'vitest'
import { newWorld, type AccountBuilder } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'

const ONE = '111111111111'
const TWO = '222222222222'
const id = 'recovery-copy-is-out-of-reach'
const otherKey = `arn:aws:kms:us-east-1:${TWO}:key/12345678-1234-1234-1234-123456789012`
const safe = `arn:aws:backup:us-east-1:${TWO}:backup-vault:safe`
const bucket = { resource: 'arn:aws:s3:::photos', type: 'S3' }

function world(
  mine: (a: AccountBuilder) => unknown,
  theirs: (a: AccountBuilder) => unknown = () => 0,
): World {
  return newWorld({ scenario: 'copies', began })
    .account(ONE, (a) => {
      a.user('mia', (u) => u.admin().key().isCaller())
      mine(a)
    })
    .account(TWO, (a) => theirs(a))
    .build()
}

const copied = (a: AccountBuilder): unknown =>
  a.vault('daily', { points: [{ at: 1 }] }).copyJob({ from: 'daily', to: safe, at: 1 })

const cases: [when: string, world: World, status: string, says: string][] = [
  ['AWS Backup was never used', world(() => 0), 'review', 'nobody has said so yet'],
  [
    'a final lock, a fresh point, a key of another account',
    world((a) => a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ at: 1 }] })),
    'pass',
    'newest yesterday, in vault gold of account 111111111111 (us-east-1), whose lock is final since 2026-10-24, under a key of account 222222222222',
  ],
  [
    'an air-gapped vault under a key of AWS, in another Region',
    world((a) =>
      a.vault('gap', {
        region: 'eu-west-1',
        airGapped: true,
        lock: { final: 30 },
        points: [{ ...bucket, at: 6.9 }],
      }),
    ),
    'pass',
    '1 resource (S3), newest 7 days ago, in vault gap',
  ],
  [
    'two resources, and one of them twice',
    world((a) =>
      a.vault('gold', {
        lock: { final: 30 },
        key: otherKey,
        points: [{ at: 1 }, { at: 2 }, { ...bucket, at: 3 }],
      }),
    ),
    'pass',
    '2 resources (EBS and S3)',
  ],
  [
    'one point of many is good',
    world((a) =>
      a.vault('gold', {
        lock: { final: 30 },
        points: [
          { at: 0.5, status: 'CREATING', key: otherKey },
          { at: 1 },
          { at: 2, key: otherKey },
          { at: 3, key: false },
        ],
      }),
    ),
    'pass',
    '1 resource (EBS), newest 2 days ago',
  ],
  [
    'the point is older than 7 days',
    world((a) => a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ at: 7.1 }] })),
    'review',
    'no copy of this account in it is of the last 7 days',
  ],
  [
    'the lock becomes final tomorrow',
    world((a) => a.vault('gold', { lock: { final: -1 }, key: otherKey, points: [{ at: 1 }] })),
    'review',
    'in its grace period until 2026-11-24',
  ],
  [
    'the lock became final a minute ago',
    world((a) => a.vault('gold', { lock: { final: 0.001 }, key: otherKey, points: [{ at: 1 }] })),
    'pass',
    'final since 2026-11-23',
  ],
  [
    'governance mode',
    world((a) => a.vault('gold', { lock: 'governance', key: otherKey, points: [{ at: 1 }] })),
    'review',
    'governance mode',
  ],
  [
    'an air-gapped vault whose lock has no date',
    world((a) => a.vault('gap', { airGapped: true, lock: 'governance', points: [{ at: 1 }] })),
    'review',
    'AWS shows no date',
  ],
  ['no lock', world((a) => a.vault('plain', { points: [{ at: 1 }] })), 'review', 'nothing locks it'],
  [
    'the key is in the account',
    world((a) => a.vault('gold', { lock: { final: 30 }, points: [{ at: 1 }] })),
    'review',
    'can have the key deleted',
  ],
  [
    'the vault has a key of another account, and its points have one of this one',
    world((a) =>
      a.vault('gold', {
        lock: { final: 30 },
        key: otherKey,
        points: [{ at: 1, key: `arn:aws:kms:us-east-1:${ONE}:key/own` }],
      }),
    ),
    'review',
    'can have the key deleted',
  ],
  [
    'the points are not encrypted',
    world((a) => a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ at: 1, key: false }] })),
    'review',
    'under no key of another account',
  ],
  ...(['CREATING', 'PARTIAL', 'DELETING', 'EXPIRED', 'STOPPED'] as const).map(
    (status): (typeof cases)[number] => [
      `the point is ${status}`,
      world((a) => a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ at: 1, status }] })),
      'review',
      'no copy of the last 7 days is ready for use',
    ],
  ),
  [
    'what lies there is of another account',
    world((a) =>
      a.vault('gold', {
        lock: { final: 30 },
        key: otherKey,
        points: [
          { at: 1, resource: `arn:aws:ec2:us-east-1:${TWO}:volume/vol-1` },
          { ...bucket, at: 1, from: `arn:aws:backup:us-east-1:${TWO}:backup-vault:x` },
        ],
      }),
    ),
    'review',
    'no copy of this account in it',
  ],
  [
    'copies arrive in a vault of another account, which shares it',
    world(copied, (b) =>
      b.vault('safe', {
        lock: { final: 30 },
        sharedWith: [ONE],
        points: [{ at: 1, resource: `arn:aws:ec2:us-east-1:${ONE}:volume/vol-1` }],
      }),
    ),
    'pass',
    'in vault safe of account 222222222222',
  ],
  [
    'a bucket is copied there, and the vault that it came from says whose it is',
    world(copied, (b) =>
      b.vault('safe', {
        lock: { final: 30 },
        sharedWith: [ONE],
        points: [{ ...bucket, at: 1, from: `arn:aws:backup:us-east-1:${ONE}:backup-vault:daily` }],
      }),
    ),
    'pass',
    'in vault safe of account 222222222222',
  ],
  [
    'a bucket of nobody knows whom lies there',
    world(copied, (b) =>
      b.vault('safe', { lock: { final: 30 }, sharedWith: [ONE], points: [{ ...bucket, at: 1 }] }),
    ),
    'review',
    'no copy of this account in it',
  ],
  [
    'the vault of the other account is locked in governance mode',
    world(copied, (b) => b.vault('safe', { lock: 'governance', sharedWith: [ONE], points: [{ at: 1 }] })),
    'review',
    'governance mode',
  ],
  [
    'the key there is one of this account',
    world(copied, (b) =>
      b.vault('safe', {
        lock: { final: 30 },
        sharedWith: [ONE],
        points: [
          {
            at: 1,
            resource: `arn:aws:ec2:us-east-1:${ONE}:volume/vol-1`,
            key: `arn:aws:kms:us-east-1:${ONE}:key/own`,
          },
        ],
      }),
    ),
    'review',
    'can have the key deleted',
  ],
  [
    'copies arrive in a vault that is not shared',
    world(copied, (b) => b.vault('safe', { lock: { final: 30 }, points: [{ at: 1 }] })),
    'review',
    'copies are made to account 222222222222, the last one yesterday; since when its lock is final',
  ],
  [
    'AWS says of it that it is air-gapped and locked',
    world((a) =>
      a
        .vault('daily', { points: [{ at: 1 }] })
        .copyJob({ from: 'daily', to: safe, at: 1, airGapped: true, locked: true }),
    ),
    'review',
    'into an air-gapped vault in compliance mode',
  ],
  [
    'the copies fail',
    world((a) =>
      a.vault('daily', { points: [{ at: 1 }] }).copyJob({ from: 'daily', to: safe, at: 1, state: 'FAILED' }),
    ),
    'review',
    'no copy to account 222222222222 was completed',
  ],
  [
    'the last copy is 8 days old',
    world((a) => a.vault('daily', { points: [{ at: 1 }] }).copyJob({ from: 'daily', to: safe, at: 8 })),
    'review',
    'nothing locks it',
  ],
  [
    'a copy within the account is no other account',
    world((a) =>
      a.vault('daily', { points: [{ at: 1 }] }).copyJob({
        from: 'daily',
        to: `arn:aws:backup:eu-west-1:${ONE}:backup-vault:second`,
        at: 1,
      }),
    ),
    'review',
    'nothing locks it',
  ],
  [
    'several vaults: the nearest to whole is told',
    world((a) =>
      a
        .vault('plain', {})
        .vault('soft', { lock: 'governance' })
        .vault('late', { lock: { final: -2 }, points: [{ at: 1 }] }),
    ),
    'review',
    'Vault late (us-east-1): its lock is in its grace period until 2026-11-25: until then it can be taken off (2 more vaults no better)',
  ],
]

describe('copies that the account cannot delete', () => {
  it.each(cases)('%s', async (_when, made, status, says) => {
    const found = (await auditWorld(made, { only: [id] })).of(id)
    expect([found.status, found.message]).toEqual([status, expect.stringContaining(says)])
    if (status === 'pass') {
      expect(found.grade).toBe('proven')
      expect(found.evidence.map(({ source }) => source)).toContain('backup:ListRecoveryPointsByBackupVault')
    }
  })

  it('keeps what was copied out of the evidence', async () => {
    const made = world((a) =>
      a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ ...bucket, at: 1 }] }),
    )
    expect(JSON.stringify((await auditWorld(made, { only: [id] })).of(id))).not.toMatch(
      /photos|recovery-point:/,
    )
  })

  it('is unknown, with the permission, where nobody may look and nobody has said', async () => {
    const made = world((a) => a.vault('gold', { lock: { final: 30 }, key: otherKey, points: [{ at: 1 }] }))
    const denied = (deny: string) =>
      auditWorld(made, { only: [id], serve: { faults: `deny=${deny}` } }).then((audited) => audited.of(id))
    expect(await denied('backup:ListBackupVaults')).toMatchObject({
      status: 'unknown',
      needs: ['backup:ListBackupVaults'],
    })
    expect(await denied('backup:ListRecoveryPointsByBackupVault')).toMatchObject({
      status: 'unknown',
      needs: ['backup:ListRecoveryPointsByBackupVault'],
    })
    expect((await denied('backup:ListCopyJobs')).status).toBe('pass')
  })

  it('is left to people where AWS Backup is not offered', async () => {
    const found = await auditWorld(
      world(() => 0),
      { only: [id], serve: { faults: '501=backup:*' } },
    )
    expect(found.of(id).status).toBe('review')
  })

  it('asks once a Region where nothing is, and more only where there are vaults', async () => {
    const counted = async (made: World) => {
      const { byAction } = (await auditWorld(made, { only: [id] })).tail.calls
      return Object.fromEntries(Object.entries(byAction).filter(([action]) => action.startsWith('backup:')))
    }
    const none = await counted(world(() => 0))
    expect(none).toEqual({ 'backup:ListBackupVaults': 17 })
    expect(await counted(world(copied, (b) => b.vault('safe')))).toEqual({
      ...none,
      'backup:ListCopyJobs': 1,
      'backup:DescribeBackupVault': 1,
    })
  })
})
