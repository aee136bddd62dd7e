/** Killed, interrupted, started twice: another process carries on as if nothing had happened. The soak tests kill it everywhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRead } from '../../src/aws/index.ts'
import { type Cut, Killing } from '../support/killed.ts'

let killing: Killing
beforeAll(async () => {
  // Enough to be cut off in; the soak tests do it with everything.
  killing = await Killing.of('neglected-business', '222222222222', [
    'alternate-contacts-are-set',
    'daily-budget-exists',
    'daily-budget-alerts-at-its-limit',
    'password-policy-is-strong',
  ])
}, 60_000)
afterAll(() => killing.remove())

describe('apply', () => {
  it.each<[Cut]>([[{ before: 1 }], [{ during: 8 }], [{ line: 6 }]])('killed: %j', async (cut) => {
    expect(await killing.cut(cut)).toEqual([])
  })

  it.each<[Cut]>([[{ during: 7 }], [{ line: 9 }]])('ended by Ctrl-C: %j', async (cut) => {
    expect(await killing.cut(cut, 'SIGINT')).toEqual([])
  })

  it('is refused while another one is at work, which then ends well', async () => {
    const place = await killing.open()
    const arrived = new Promise<void>((resolve) => {
      place.sandbox.faults.strike = (operation) => {
        if (!isRead(operation)) resolve()
        return undefined
      }
    })
    const confirm = ['--confirm', killing.account]
    const first = place.start(['apply', 'plan.json', ...confirm])
    await arrived
    // Stopped in the middle: it lives, and its lock counts.
    first.child.kill('SIGSTOP')
    const second = await place.run(['apply', 'plan.json', ...confirm])
    const undo = await place.run(['undo', ...confirm])
    first.child.kill('SIGCONT')
    for (const refused of [second, undo]) {
      expect(refused.code).toBe(2)
      expect(refused.stderr.split('\n')[0]).toMatch(
        /Another neverroot is changing account 222222222222 right now/,
      )
      expect(refused.stderr.trim().split('\n')).toHaveLength(2)
    }
    expect((await first.ended).code).toBe(0)
    expect(place.differences(killing)).toEqual([])
    await place.close()
  })
})
