/** Copies of the account that looks, in the vault of a member: seen inside it, through its role, and nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditOrganization } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type World } from '../../src/sandbox/index.ts'
import { began, gather } from '../support/audit.ts'

const payer = '111111111111'
const vaults = '222222222222'
const third = '333333333333'
const id = 'recovery-copy-is-out-of-reach'
const safe = `arn:aws:backup:us-east-1:${vaults}:backup-vault:safe`
const role = 'OrganizationAccountAccessRole'

interface Given {
  /** The account with the vault is none of the organization. */
  stranger?: true
  noRole?: true
  lock?: 'governance'
  keyHere?: true
  points?: number
}

function company({ stranger, noRole, lock, keyHere, points = 1 }: Given): World {
  return newWorld({ scenario: 'company', began })
    .account(payer, (a) =>
      a
        .user('casey', (u) => u.admin().key().isCaller())
        .vault('daily', { points: [{ at: 1 }] })
        .copyJob({ from: 'daily', to: safe, at: 1 }),
    )
    .account(vaults, (a) => {
      if (!noRole) a.role(role, { trust: payer, attached: ['AdministratorAccess'] })
      a.vault('safe', {
        lock: lock ?? { final: 90 },
        points: [
          {
            at: points,
            resource: `arn:aws:ec2:us-east-1:${payer}:volume/vol-1`,
            ...(keyHere ? { key: `arn:aws:kms:us-east-1:${payer}:key/own` } : {}),
          },
        ],
      })
    })
    .account(third, (a) => a.role(role, { trust: payer, attached: ['AdministratorAccess'] }))
    .organization(payer, (o) => {
      if (!stranger) o.member(vaults)
      o.member(third)
    })
    .build()
}

async function looked(world: World) {
  const made: [account: string, operation: string][] = []
  const sandbox = await createSandbox({
    world,
    now: began,
    port: false,
    onRequest: ({ account, operation }) => made.push([account ?? '', operation]),
  })
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-copies-'))
  try {
    const credentials = sandbox.credentials()
    const report = await auditOrganization({
      endpoint: sandbox.url,
      requestHandler: sandbox.requestHandler,
      region: 'us-east-1',
      credentials: async () => credentials,
      now: new Date(began),
      folder,
      all: true,
    })
    const { findings } = await gather(report)
    return { made, findings: findings.filter(({ control }) => control === id) }
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('copies of the centre in the vault of a member', () => {
  it.each<[when: string, given: Given, status: string, says: string]>([
    ['everything is seen inside it', {}, 'pass', 'in vault safe of account 222222222222'],
    ['no role lets us in', { noRole: true }, 'review', 'copies are made to account 222222222222'],
    [
      'the account is a stranger, who trusts us',
      { stranger: true },
      'review',
      'is not shown to this account',
    ],
    ['governance mode', { lock: 'governance' }, 'review', 'governance mode'],
    ['the key is one of the centre', { keyHere: true }, 'review', 'can have the key deleted'],
    ['the newest is too old', { points: 9 }, 'review', 'of the last 7 days'],
  ])('%s', async (_when, given, status, says) => {
    const { findings } = await looked(company(given))
    const own = findings.find(({ subject }) => subject.id === payer)!
    expect([own.status, own.message]).toEqual([status, expect.stringContaining(says)])
    if (status === 'pass') expect(own.grade).toBe('proven')
  })

  it('costs no other member a call, and this one two', async () => {
    const { made, findings } = await looked(company({}))
    const ofBackup = made.filter(([, operation]) => operation.startsWith('backup:'))
    expect(ofBackup.filter(([account]) => account === third)).toEqual([])
    expect(ofBackup.filter(([account]) => account === vaults).map(([, operation]) => operation)).toEqual([
      'backup:DescribeBackupVault',
      'backup:ListRecoveryPointsByBackupVault',
    ])
    expect(findings.find(({ subject }) => subject.id === third)?.status).toBe('not-applicable')
  })

  it('tries no role of a stranger', async () => {
    const { made } = await looked(company({ stranger: true }))
    // One for the member that there is.
    expect(made.filter(([, operation]) => operation === 'sts:AssumeRole').length).toBeLessThanOrEqual(2)
    expect(made.some(([account]) => account === vaults)).toBe(false)
  })
})
