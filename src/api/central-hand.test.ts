/** The centre's calls about members: how fast, and which of them are made beside a hand in the member. */
import { describe, expect, it } from 'vitest'
import type { Operation } from '../aws/index.ts'
import type { Actor } from '../organization/apply.ts'
import { centralHands } from './central-hand.ts'
import type { Connected } from './connect.ts'

const at = '2026-11-23T06:30:00.000Z'

/** A centre that remembers what was called through what. */
function centre(answer: (operation: string) => object = () => ({ ok: true, output: {}, at })) {
  const calls: [through: string, operation: string][] = []
  const through = (name: string) =>
    (async (operation: Operation) => {
      calls.push([name, operation])
      return answer(operation)
    }) as unknown as Actor['write']
  const connected = {
    caller: { account: '111111111111' },
    hand: () => ({ call: through('its hand'), close: () => undefined }),
  } as unknown as Connected
  return { calls, read: through('its door'), own: through('the member'), connected }
}

/** Milliseconds that so many calls about as many members take, all at once. */
async function took(hands: ReturnType<typeof centralHands>, operation: Operation, n: number) {
  const begin = performance.now()
  await Promise.all(Array.from({ length: n }, (_, i) => hands(`member ${i}`).write(operation, {} as never)))
  return performance.now() - begin
}

describe('hands of the centre', () => {
  it.each<[operation: Operation, burst: number, perSecond: number]>([
    ['account:PutAlternateContact', 8, 5],
    ['account:PutContactInformation', 8, 5],
    ['account:DeleteAlternateContact', 6, 1],
  ])('%s: no faster than AWS says, whichever members it is about', async (operation, burst, perSecond) => {
    const { connected, read, calls } = centre()
    const ms = await took(centralHands(connected, read, {}), operation, burst + 1)
    expect(ms).toBeGreaterThan(900 / perSecond)
    expect(calls).toHaveLength(burst + 1)
  })

  it('go slower once AWS throttles them', async () => {
    const throttled = { ok: false, code: 'TooManyRequestsException', message: '', at }
    const { connected, read } = centre(() => throttled)
    const hands = centralHands(connected, read, {})
    // One would be an accident. Of the burst nothing is left.
    await took(hands, 'account:PutAlternateContact', 4)
    expect(await took(hands, 'account:PutAlternateContact', 1)).toBeGreaterThan(100)
  })

  it('end their waiting where somebody says stop', async () => {
    const { connected, read } = centre()
    const stop = new AbortController()
    const hands = centralHands(connected, read, { signal: stop.signal })
    const waiting = took(hands, 'account:DeleteAlternateContact', 20)
    stop.abort()
    await expect(waiting).rejects.toThrow()
  })

  it('are not held up where the sandbox is in this process', async () => {
    const { connected, read } = centre()
    const ms = await took(
      centralHands(connected, read, { requestHandler: {} }),
      'account:DeleteAlternateContact',
      50,
    )
    expect(ms).toBeLessThan(1_000)
  })

  it('read through the door of the centre, and leave the rest to the member', async () => {
    const { connected, read, own, calls } = centre()
    const hand = centralHands(connected, read, {})('222222222222')
    const beside = hand.beside(own)
    await hand.read('account:GetAlternateContact', { AlternateContactType: 'BILLING' })
    await beside.read('account:GetPrimaryEmail', { AccountId: '222222222222' })
    await beside.read('account:GetContactInformation', {})
    await beside.write('account:StartPrimaryEmailUpdate', {
      AccountId: '222222222222',
      PrimaryEmail: 'a@b.example',
    })
    await beside.write('iam:UpdateAccountPasswordPolicy', {})
    expect(calls.map(([through]) => through)).toEqual([
      'its door',
      'its door',
      'the member',
      'its hand',
      'the member',
    ])
  })
})
