/** Sending the codes of a drill: what a mail server can do to it, and that no mailbox is told twice. */
import { describe, expect, it } from 'vitest'
import { says } from '../support/mail-server.ts'
import {
  addresses,
  closing,
  codeTo,
  company,
  configurationFor,
  type Company,
  everyAddress,
  opening,
  reminding,
} from '../support/contacts-drill.ts'
import { start } from './run.ts'

const twice = (all: readonly string[]) => all.filter((one, at) => all.indexOf(one) !== at)
const control = 'contact-mailboxes-answer'

describe.concurrent('a mail server', () => {
  it('that refuses, greylists and hangs is told of for each role; the others go on, and nothing goes twice', () => {
    let kind = true
    return company(
      async ({ as, server, answer, audit }) => {
        kind = false
        const first = await as('driller', [...opening, '--call-timeout', '5'])
        expect(first.code).toBe(1)
        const said = first.stdout.replace(/\n {4,}/g, ' ')
        expect(said).toContain('root: sent')
        expect(said).toContain(
          'billing contact: not sent: it answered 550: it takes no mail for that address',
        )
        expect(said).toContain('operations contact: not sent: it answered 450')
        expect(said).toContain('security contact: it may have arrived or not (no answer in 5 seconds)')
        expect(said).toContain('spend alert, alarm on root: not sent: it answered 421')
        expect(said).toContain('2 of 6 sent.')
        expect(everyAddress(server.got)).toHaveLength(2)

        kind = true
        const again = await as('driller', opening)
        expect(again.code, again.stderr).toBe(0)
        expect(again.stdout).toContain('(carried on)')
        expect(again.stdout).toContain('3 of 3 sent.')
        expect(everyAddress(server.got)).toHaveLength(5)
        expect(twice(everyAddress(server.got))).toEqual([])
        expect(everyAddress(server.got)).not.toContain(addresses.security)
        expect((await as('driller', opening)).stderr).toContain('everything of it was sent')

        await answer('tomasz', codeTo(server.got, addresses.root))
        const reminded = await as('driller', reminding)
        expect(reminded.stdout).toContain('5 of 5 sent.')
        expect(everyAddress(server.got)).toContain(addresses.security)
        expect(everyAddress(server.got).filter((one) => one === addresses.root)).toHaveLength(1)
        expect((await audit([control]))[control]).toMatch(/^review/)
      },
      {
        onRcptTo: ({ address }, _, done) => {
          if (kind) return done()
          if (address === addresses.billing) return done(says(550, `${address} is not known here`))
          if (address === addresses.operations) return done(says(450))
          if (address === addresses.security) return
          done(address.startsWith('aws-oncall') ? says(421) : undefined)
        },
      },
    )
  })

  it('that is not there is asked once, and everything goes out later', () =>
    company(async ({ as, server, home }) => {
      const configured = home.file('work/neverroot.yaml', configurationFor(1))
      const first = await as('driller', opening)
      expect(first.code).toBe(1)
      expect(first.stdout.replace(/\n +/g, ' ')).toContain(
        'The server takes nothing just now, so that the other 5 were not tried: it refuses connections.',
      )
      home.file(configured.slice(home.folder.length + 1), configurationFor(server.port))
      expect((await as('driller', opening)).stdout).toContain('6 of 6 sent.')
      expect(twice(everyAddress(server.got))).toEqual([])
    }))

  it('that never took anything leaves nothing shown, and no failure', () =>
    company(
      async ({ as, audit }) => {
        await as('driller', opening)
        const closed = await as('driller', closing)
        expect(closed.code).toBe(1)
        expect((await audit([control]))[control]).toMatch(
          /^review: 4 mailboxes: the drill of root, the billing/,
        )
      },
      { onRcptTo: (_, __, done) => done(says(550)) },
    ))
})

it('two who open it at once tell nobody twice', () =>
  company(async ({ as, server }) => {
    const both = await Promise.all([as('driller', opening), as('driller', opening)])
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2])
    expect(both.find(({ code }) => code === 2)!.stderr).toMatch(/right now|everything of it was sent/)
    expect(twice(everyAddress(server.got))).toEqual([])
    expect(server.got).toHaveLength(6)
  }))

it('Ctrl-C while a server hangs says how to carry on, and that nothing goes twice', () => {
  let hear: () => void = () => undefined
  const hanging = new Promise<void>((resolve) => (hear = resolve))
  let hangs = true
  return company(
    async ({ home, env, keys, as, server }) => {
      const { child, ended } = start(opening, home, {
        env: { ...env, AWS_SESSION_TOKEN: undefined, ...keys('driller') },
      })
      await hanging
      child.kill('SIGINT')
      const stopped = await ended
      expect(stopped.code).toBe(130)
      expect(stopped.stderr).toContain('Carry on: neverroot drill contacts --open')
      hangs = false
      expect((await as('driller', opening)).stdout).toContain('4 of 4 sent.')
      expect(twice(everyAddress(server.got))).toEqual([])
    },
    {
      onRcptTo: ({ address }, _, done) => {
        if (hangs && address === addresses.billing) hear()
        else done()
      },
    },
  )
})

/** Opens a drill that is killed at a moment of the server's choosing. */
async function killed(it: Company, moment: Promise<void>): Promise<void> {
  const { child, ended } = start(opening, it.home, {
    env: { ...it.env, AWS_SESSION_TOKEN: undefined, ...it.keys('driller') },
  })
  await moment
  child.kill('SIGKILL')
  await ended
}

describe.concurrent('a drill that is killed while it is sent', () => {
  it.each([
    ['once the first message was taken, and before that is said', 5],
    ['as the second one is spoken of', 4],
  ] as const)('%s: carried on with, it tells nobody twice', (when, left) => {
    let reached: () => void = () => undefined
    const moment = new Promise<void>((resolve) => (reached = resolve))
    const never = new Promise<void>(() => undefined)
    let [alive, spoken] = [true, 0]
    return company(
      async (it) => {
        await killed(it, moment)
        alive = false
        const { as, server, answer, home } = it
        expect(everyAddress(server.got)).toEqual([addresses.root])
        const again = await as('driller', opening)
        expect(again.code, again.stderr).toBe(0)
        // Of the one that was under way nobody knows whether it went.
        expect(again.stdout).toContain(`${left} of ${left} sent.`)
        expect(twice(everyAddress(server.got))).toEqual([])
        expect(everyAddress(server.got)).toHaveLength(left + 1)
        for (const address of [addresses.root, addresses.security])
          expect((await answer('tomasz', codeTo(server.got, address))).code).toBe(0)
        const ledger = home.files().find(([name]) => name === 'ledger.jsonl')![1]
        expect(ledger.match(/"kind":"contacts-drill"/g)).toHaveLength(1)
        const reminded = await as('driller', reminding)
        expect(reminded.stdout).toContain('4 of 4 sent.')
        expect(new Set(everyAddress(server.got)).size).toBe(6)
      },
      when.startsWith('once')
        ? {
            async taken() {
              if (!alive) return
              reached()
              await never
            },
          }
        : {
            onRcptTo: (_, __, done) => {
              if (alive && ++spoken === 2) reached()
              else done()
            },
          },
    )
  })
})
