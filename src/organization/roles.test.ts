import { describe, expect, it } from 'vitest'
import type { Door } from '../aws/index.ts'
import { type Learnt, openRole } from './roles.ts'

const caller = { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false }
const terms = {
  roles: ['first', 'second'],
  policy: '{}',
  sessionName: 'neverroot-audit',
  sourceIdentity: 'mia',
}
const members = Array.from({ length: 20 }, (_, i) => String(300_000_000_000 + i))

/** Lets in through roles as `opens` says, after a moment; `asked` keeps what was asked. */
function stage(opens: (role: string, named: boolean) => boolean) {
  const asked: string[] = []
  const call = async (_operation: string, input: { RoleArn: string; SourceIdentity?: string }) => {
    const role = input.RoleArn.split('/')[1]!
    const named = input.SourceIdentity !== undefined
    asked.push(`${role}${named ? ' named' : ''}`)
    await new Promise((resolve) => setImmediate(resolve))
    return opens(role, named)
      ? { ok: true, output: { Credentials: {}, AssumedRoleUser: { Arn: role } } }
      : { ok: false, code: 'AccessDenied', message: 'no' }
  }
  return { asked, door: { call } as unknown as Door }
}

const openAll = (door: Door, learnt: Learnt) =>
  Promise.all(members.map((account) => openRole(door, caller, account, terms, learnt)))

describe('members that are begun together', () => {
  it('wait for what the first one teaches: only it is asked in vain for a source identity', async () => {
    const { asked, door } = stage((role, named) => role === 'first' && !named)
    const opened = await openAll(door, new Set())
    expect(opened.every((one) => 'role' in one && one.role === 'first')).toBe(true)
    expect(asked).toHaveLength(members.length + 1)
    expect(asked.filter((what) => what === 'first named')).toHaveLength(1)
  })

  it('are named where the trust policy lets us', async () => {
    const { asked, door } = stage((role) => role === 'first')
    await openAll(door, new Set())
    expect(new Set(asked)).toEqual(new Set(['first named']))
  })

  it('are tried in the order that is configured, whatever another one taught', async () => {
    const { asked, door } = stage((role, named) => role === 'second' && !named)
    const opened = await openAll(door, new Set())
    expect(opened.every((one) => 'role' in one && one.role === 'second')).toBe(true)
    for (const role of ['first', 'second'])
      expect(asked.filter((what) => what === role).length).toBeGreaterThan(0)
    expect(asked.filter((what) => what === 'second named')).toHaveLength(1)
  })
})
