/** Notices by e-mail, against a real SMTP server on this machine: nothing lost, nothing twice, whoever refuses. */
import { afterEach, describe, expect, it } from 'vitest'
import { type MailServerHere, mailServer, says } from '../../test/support/mail-server.ts'
import { emptyWatch, type WatchState } from '../store/watch-state.ts'
import { deliverMail, type MailTarget } from './deliver-mail.ts'
import { noticesOf, queue } from './outbox.ts'
import { account, now } from './testing.ts'

let server: MailServerHere | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const sec = 'sec@corp.example'
const cfo = 'cfo@corp.example'

function waiting(...controls: string[]): WatchState {
  const state = emptyWatch()
  for (const control of controls)
    queue(
      state,
      noticesOf({
        at: now.toISOString(),
        subject: { kind: 'account', id: account, name: 'mia-lab' },
        drift: [
          {
            kind: 'fail',
            finding: `${control}:${account}`,
            control,
            title: control,
            severity: 'high',
            subject: { kind: 'account', id: account },
            now: 'fail',
            message: `${control} fails`,
          },
        ],
      }),
      ['email'],
    )
  return state
}

/** A server that answers each recipient by what `answer` says of it. */
async function at(answer: (address: string, n: number) => number | undefined) {
  let n = 0
  server = await mailServer({
    onRcptTo: ({ address }, _, done) => {
      const code = answer(address, n++)
      done(code === undefined ? undefined : says(code))
    },
  })
  const target = (...to: string[]): MailTarget => ({
    kind: 'email',
    server: { host: '127.0.0.1', port: server!.port, tls: 'none' },
    from: 'neverroot@corp.example',
    to,
  })
  /** Who got which control, in order. */
  const got = () =>
    server!.got.flatMap(({ to, raw }) =>
      to.map((address) => `${address.split('@')[0]} ${/: (\w+), high/.exec(raw)![1]}`),
    )
  return { target, got }
}
const nothing = async () => undefined
const quick = { pauses: [1, 1], timeoutMs: 5_000 }

describe('notices by e-mail', () => {
  it('go to everybody in one mail each, oldest first', async () => {
    const { target, got } = await at(() => undefined)
    const state = waiting('a', 'b')
    const { id } = state.unsent.email![0]!
    expect(await deliverMail(state, target(sec, cfo), nothing, quick)).toEqual({
      to: '127.0.0.1',
      sent: 2,
      unsent: 0,
    })
    expect(got()).toEqual(['sec a', 'cfo a', 'sec b', 'cfo b'])
    expect(server!.got[0]!.raw).toContain(`Message-ID: <${id}@neverroot.invalid>`)
    expect(state).toEqual(emptyWatch())
  })

  it.each<[when: string, code: number, tries: number, because: string]>([
    ['421', 421, 3, 'it answered 421: it takes no mail just now'],
    ['450', 450, 3, 'it answered 450'],
    ['550: no second try', 550, 1, 'it answered 550: it takes no mail for that address'],
  ])('wait for the next pass where the server answers %s', async (_, code, tries, because) => {
    let asked = 0
    let refuses = true
    const { target, got } = await at(() => {
      asked++
      return refuses ? code : undefined
    })
    const state = waiting('a', 'b')
    expect(await deliverMail(state, target(sec), nothing, quick)).toEqual({
      to: '127.0.0.1',
      sent: 0,
      unsent: 2,
      because,
    })
    expect(asked).toBe(tries)
    refuses = false
    expect(await deliverMail(state, target(sec), nothing, quick)).toMatchObject({ sent: 2, unsent: 0 })
    expect(got()).toEqual(['sec a', 'sec b'])
  })

  it('are tried again at once where that helps', async () => {
    const { target, got } = await at((_, n) => (n < 2 ? 450 : undefined))
    expect(await deliverMail(waiting('a'), target(sec), nothing, quick)).toEqual({
      to: '127.0.0.1',
      sent: 1,
      unsent: 0,
    })
    expect(got()).toEqual(['sec a'])
  })

  it('of which one address takes none reach the other, each once', async () => {
    let refused = cfo
    const { target, got } = await at((address) => (address === refused ? 550 : undefined))
    const state = waiting('a', 'b')
    const kept: WatchState[] = []
    const keep = async () => void kept.push(structuredClone(state))
    expect(await deliverMail(state, target(sec, cfo), keep, quick)).toEqual({
      to: '127.0.0.1',
      sent: 0,
      unsent: 2,
      because: 'for 1 of 2 addresses it answered 550: it takes no mail for that address',
    })
    expect(got()).toEqual(['sec a', 'sec b'])
    // Also what a crash right after would find knows who took it, and names nobody.
    expect(Object.keys(kept[0]!.took!)).toHaveLength(1)
    expect(JSON.stringify(state)).not.toContain('corp.example')
    refused = ''
    expect(await deliverMail(state, target(sec, cfo), keep, quick)).toMatchObject({ sent: 2, unsent: 0 })
    expect(got()).toEqual(['sec a', 'sec b', 'cfo a', 'cfo b'])
    expect(state).toEqual(emptyWatch())
  })

  it('no longer wait for an address that was taken out', async () => {
    const { target, got } = await at((address) => (address === cfo ? 550 : undefined))
    const state = waiting('a')
    await deliverMail(state, target(sec, cfo), nothing, quick)
    expect(await deliverMail(state, target(sec), nothing, quick)).toEqual({
      to: '127.0.0.1',
      sent: 1,
      unsent: 0,
    })
    expect(got()).toEqual(['sec a'])
  })

  it('are kept whole where nobody is there', async () => {
    const state = waiting('a')
    const target: MailTarget = {
      kind: 'email',
      server: { host: '127.0.0.1', port: 1, tls: 'none' },
      from: sec,
      to: [sec],
    }
    expect(await deliverMail(state, target, nothing, quick)).toMatchObject({
      sent: 0,
      unsent: 1,
      because: 'it refuses connections',
    })
  })
})
