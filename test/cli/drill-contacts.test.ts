/** A drill of the mailboxes, as people run it: with a mail server, people whom AWS tells apart, and what the audit makes of it. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  account,
  addresses,
  closing,
  codeTo,
  company,
  everyAddress,
  inHours,
  opening,
  phrase,
  reminding,
} from '../support/contacts-drill.ts'
import './run.ts'

const ajv = new Ajv2020({ strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/ledger.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

const mailboxes = 'contact-mailboxes-answer'
const isList = 'root-email-is-a-list'
const spend = 'spend-alert-reaches-two-people'

describe.concurrent('a drill of the mailboxes', () => {
  it('reaches each once, is answered by two people, and witnesses three controls for ninety days', () =>
    company(async ({ as, answer, audit, server, home, changeSecurityContact }) => {
      const before = await audit([mailboxes, isList, spend])
      expect(before[mailboxes]).toMatch(
        /^review: 4 mailboxes: no drill in 90 days was about root, the billing/,
      )
      expect(before[isList]).toMatch(/^review/)
      expect(before[spend]).toMatch(/^review/)

      const opened = await as('driller', opening)
      expect(opened, opened.stderr).toMatchObject({ code: 0 })
      expect(opened.stdout).toContain('6 messages, each with a code of its own')
      expect(opened.stdout).toContain('6 of 6 sent.')
      for (const address of Object.values(addresses)) expect(opened.stdout).not.toContain(address)

      const { got } = server
      expect(got).toHaveLength(6)
      expect(new Set(everyAddress(got)).size).toBe(6)
      const [first] = got as [(typeof got)[number]]
      expect(first.raw.replaceAll('\r\n ', ' ')).toContain(
        `Subject: Drill: does somebody read this mailbox? (${phrase})`,
      )
      for (const part of [
        'THIS IS A DRILL',
        'Dana sends it',
        account,
        'quarterly',
        'ever ask you for a password',
      ])
        expect(first.raw).toContain(part)
      expect(first.raw).not.toMatch(/https?:|amazon|\bAWS\b(?!-)/i)
      const codes = new Map(everyAddress(got).map((address) => [address, codeTo(got, address)]))
      expect(new Set(codes.values()).size).toBe(6)

      const code = codes.get(addresses.root)!
      const one = await answer('tomasz', code.toLowerCase().replace('-', ' '))
      expect(one, one.stderr).toMatchObject({ code: 0 })
      expect(one.stdout).toContain(
        'That is the code for root. You count as one person; you are the first there.',
      )
      expect(one.stdout).toContain('One person alone is no witness of several mailboxes')
      expect((await answer('tomasz', code)).stderr).toMatch(
        /tomasz answered for root at .* which counts once/,
      )
      expect((await answer('driller', code)).stdout).toContain('whoever opened the drill is no witness of it')
      expect((await answer('patrycja', code)).stdout).toContain('2 have answered there')
      const rest = [...codes].filter(([address]) => address !== addresses.root)
      for (const [at, [, other]] of rest.entries()) await answer(at % 2 ? 'tomasz' : 'patrycja', other)
      const everything = await as('driller', opening)
      expect(everything).toMatchObject({ code: 2, stdout: '' })
      expect(everything.stderr).toContain('everything of it was sent')
      expect(await audit([mailboxes])).toMatchObject({
        [mailboxes]: expect.stringMatching(/^review/) as string,
      })

      const closed = await as('driller', closing)
      expect(closed, closed.stderr).toMatchObject({ code: 0 })
      expect(JSON.parse(closed.stdout)).toMatchObject({
        account,
        complete: true,
        people: 2,
        wrong: 0,
        opened: { by: 'Dana', reason: 'quarterly', way: 'mail' },
        roles: expect.arrayContaining([
          { role: 'root', mailboxes: 1, answered: 1, people: 2, minutes: expect.any(Number) as number },
          {
            role: 'spend-alarm',
            mailboxes: 2,
            answered: 2,
            people: 2,
            minutes: expect.any(Number) as number,
          },
        ]) as object,
        left: [],
      })
      const after = await audit([mailboxes, isList, spend])
      expect(after[mailboxes]).toBe('pass witnessed: 4 mailboxes answered a drill today; 2 people read them')
      expect(after[isList]).toBe('pass witnessed: 2 people answered today')
      expect(after[spend]).toBe('pass witnessed: 2 people answered today')
      expect((await audit([mailboxes], ...inHours(91 * 24)))[mailboxes]).toMatch(
        /^review: 4 mailboxes: no drill/,
      )
      expect((await as('driller', ['drill', 'contacts', '--list'])).stdout).toMatch(
        /complete\s+6 of 6 answered, 2 people/,
      )

      // Nothing that the tool keeps says who was asked, what was sent, or who answered.
      const secrets = [
        ...codes.keys(),
        ...codes.values(),
        ...[...codes.values()].map((c) => c.replace('-', '')),
      ]
      const files = home.files()
      expect(files.map(([name]) => name)).toContain('ledger.jsonl')
      for (const [name, text] of files)
        for (const secret of [...secrets, 'tomasz', 'patrycja', 'driller', '@corp.example', ':user/'])
          expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
      const ledger = files.find(([name]) => name === 'ledger.jsonl')![1]
      for (const line of ledger.trim().split('\n')) {
        validate(JSON.parse(line))
        expect(validate.errors ?? [], line).toEqual([])
      }
      expect((await as(undefined, ['evidence', 'verify'])).code).toBe(0)
      const listed = (await as(undefined, ['evidence', 'list'])).stdout
      expect(listed).toMatch(/contacts-drill .* Dana: codes sent for 6 mailboxes: quarterly/)
      expect(listed).toMatch(/contacts-closing .* complete: root 1\/1, billing 1\/1/)

      await changeSecurityContact('sec-office@corp.example')
      expect((await audit([mailboxes]))[mailboxes]).toBe(
        'review: 4 mailboxes: no drill in 90 days was about the security contact as it is now',
      )
      // The same mailbox by another spelling is the one that answered.
      await changeSecurityContact('Security+aws@corp.example')
      expect((await audit([mailboxes]))[mailboxes]).toMatch(/^pass witnessed/)
    }))

  it('fails a contact that stays silent to the end, reminded or not', () =>
    company(async ({ as, answer, audit, server }) => {
      await as('driller', opening)
      const { got } = server
      const first = codeTo(got, addresses.billing)
      await answer('tomasz', codeTo(got, addresses.root))
      const reminded = await as('driller', reminding)
      expect(reminded, reminded.stderr).toMatchObject({ code: 0 })
      expect(reminded.stdout).toContain('5 of 5 sent.')
      expect(got).toHaveLength(11)
      expect(everyAddress(got).filter((one) => one === addresses.root)).toHaveLength(1)
      const second = codeTo(got, addresses.billing)
      expect(second).not.toBe(first)
      expect(got.at(-1)!.raw).toContain('Subject: Reminder of a drill')
      // Each of both counts, and once for each person.
      expect((await answer('patrycja', first)).code).toBe(0)
      expect((await answer('patrycja', second)).stderr).toContain('which counts once')
      expect((await answer('tomasz', second)).code).toBe(0)
      await answer('patrycja', codeTo(got, addresses.operations))

      const closed = await as('driller', [...closing, ...inHours(49)])
      expect(closed.code).toBe(1)
      const { complete, mailboxes: did } = JSON.parse(closed.stdout) as {
        complete: boolean
        mailboxes: { roles: string[]; answer: string }[]
      }
      expect(complete).toBe(false)
      expect(did.find(({ roles }) => roles.includes('security'))!.answer).toBe('silent')
      expect((await audit([mailboxes], ...inHours(50)))[mailboxes]).toMatch(
        /^fail witnessed: Nobody answered as the security contact until the drill ended/,
      )
    }))

  it('says nothing of the silent where it was closed before its time', () =>
    company(async ({ as, answer, audit, server }) => {
      await as('driller', opening)
      await answer('tomasz', codeTo(server.got, addresses.root))
      const closed = await as('driller', closing.slice(0, -2))
      expect(closed.code).toBe(1)
      expect(closed.stdout).toContain('security contact: no answer yet, and closed before its time')
      expect((await audit([mailboxes]))[mailboxes]).toContain('security contact showed nothing')
    }))

  it.each(['tomasz', 'driller'])('that %s alone answers for all is a word', (who) =>
    company(async ({ as, answer, audit, server }) => {
      await as('driller', opening)
      for (const address of new Set(everyAddress(server.got))) {
        const answered = await answer(who, codeTo(server.got, address))
        expect(answered, answered.stderr).toMatchObject({ code: 0 })
      }
      expect((await as('driller', closing)).code).toBe(1)
      const found = await audit([mailboxes, isList])
      expect(found[mailboxes]).toMatch(/^pass stated: 4 mailboxes answered a drill today; who read root, the/)
      expect(found[isList]).toMatch(/^review/)
    }),
  )

  it('printed is a word, and sends nothing', () =>
    company(async ({ as, answer, audit, server }) => {
      const opened = await as('driller', [...opening, '--print', '--format', 'json'])
      expect(opened.code, opened.stderr).toBe(0)
      expect(server.got).toEqual([])
      const { messages } = JSON.parse(opened.stdout) as { messages: { to: string; text: string }[] }
      expect(messages.map(({ to }) => to)).toEqual(expect.arrayContaining(Object.values(addresses)))
      for (const [at, { text }] of messages.entries()) {
        const answered = await answer(at % 2 ? 'tomasz' : 'patrycja', /Your code: (\S+)/.exec(text)![1]!)
        expect(answered.stdout).toContain('recorded as a word, since whoever opened the drill knew it')
      }
      await as('driller', closing)
      expect((await audit([mailboxes]))[mailboxes]).toMatch(/^pass stated: 4 mailboxes/)
    }))
})
