import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { append, type Said } from './ledger.ts'
import { records } from './records.ts'

const subject = '111111111111'
const control = 'root-password-is-managed'
const expires = '2027-11-23T06:30:00.000Z'
const says = (by: string, holds = true): Said => ({
  kind: 'attestation',
  subject,
  control,
  by,
  holds,
  expires,
})
const answers = (owner: string): Said => ({
  kind: 'exception',
  subject,
  control,
  owner,
  reason: 'until the move',
  expires,
})
const takesBack: Said = { kind: 'withdrawal', subject, control, owner: 'tom' }
const drilled = (people: number): Said => ({ kind: 'acknowledgement', subject, control, people, expires })

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'neverroot-records-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const keep = async (...all: Said[]) => {
  for (const [i, said] of all.entries()) await append(folder, said, new Date(Date.UTC(2026, 10, 23, 6, i)))
}

describe('records', () => {
  const cases: [when: string, said: Said[], by: string | undefined, owner: string | undefined][] = [
    ['nobody has said anything', [], undefined, undefined],
    ['somebody has', [says('mia')], 'mia', undefined],
    ['somebody said otherwise later', [says('mia'), says('tom', false)], 'tom', undefined],
    ['somebody said so again', [says('mia', false), says('ann')], 'ann', undefined],
    [
      'it is about another account',
      [{ ...says('mia'), subject: '222222222222' } as Said],
      undefined,
      undefined,
    ],
    ['it is about another control', [{ ...says('mia'), control: 'x' } as Said], undefined, undefined],
    ['somebody answers for it', [answers('mia')], undefined, 'mia'],
    ['another one does so now', [answers('mia'), answers('tom')], undefined, 'tom'],
    ['it was taken back', [answers('mia'), takesBack], undefined, undefined],
    ['it was taken back and given anew', [answers('mia'), takesBack, answers('ann')], undefined, 'ann'],
    ['a statement is not taken back with it', [says('mia'), answers('mia'), takesBack], 'mia', undefined],
  ]
  it.each(cases)('%s', async (_, said, by, owner) => {
    await keep(...said)
    const found = await records(folder, subject)
    expect(found.attestation(control)?.by).toBe(by)
    expect(found.exception(control)?.owner).toBe(owner)
  })

  it('points from the evidence to the entry', async () => {
    await keep(drilled(1), { ...says('mia', false), note: 'looked' } as Said, drilled(3))
    const found = await records(folder, subject)
    expect(found.attestation(control)).toEqual({
      kind: 'attestation',
      source: 'ledger',
      at: '2026-11-23T06:01:00.000Z',
      saw: { entry: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      control,
      by: 'mia',
      holds: false,
      expires,
      note: 'looked',
    })
    expect(found.acknowledgement(control)).toMatchObject({ kind: 'acknowledgement', people: 3, expires })
  })

  it.each([
    ['before it was recorded', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['later than it was recorded, which nobody can', '2027-01-01T00:00:00.000Z', '2026-11-23T06:00:00.000Z'],
  ])('lets a word count from when it was said: %s', async (_when, said, at) => {
    await keep({ ...says('mia'), said } as Said)
    expect((await records(folder, subject)).attestation(control)?.at).toBe(at)
  })

  describe('a key in custody', () => {
    const key = (label: string, seal = '1'): Said => ({
      kind: 'custody',
      subject,
      label,
      last4: '7F2K',
      place: 'safe',
      custodians: ['mia', 'tom'],
      seal,
      expires,
    })
    const retired = (label: string): Said => ({ kind: 'retirement', subject, label })

    it.each<[what: string, said: Said[], kept: string[]]>([
      ['is one record for each label', [key('A'), key('B')], ['A 1', 'B 1']],
      ['is renewed by another entry of its label', [key('A'), key('B'), key('A', '2')], ['A 2', 'B 1']],
      ['is gone when it was retired', [key('A'), key('B'), retired('A')], ['B 1']],
      ['is there again when it was recorded anew', [key('A'), retired('A'), key('A', '3')], ['A 3']],
      ['is not retired by what names another', [key('A'), retired('B')], ['A 1']],
      ['of another account is not this one’s', [{ ...key('A'), subject: '222222222222' } as Said], []],
    ])('%s', async (_what, said, kept) => {
      await keep(...said)
      const found = (await records(folder, subject)).custody()
      expect(found.map(({ label, seal }) => `${label} ${seal}`)).toEqual(kept)
    })

    it('says when, until when and where it stands', async () => {
      await keep(key('A'), key('A', '2'))
      expect((await records(folder, subject)).custody()).toEqual([
        {
          label: 'A',
          last4: '7F2K',
          place: 'safe',
          custodians: ['mia', 'tom'],
          seal: '2',
          at: '2026-11-23T06:01:00.000Z',
          expires,
          entry: 2,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
      ])
    })
  })

  describe('a drill', () => {
    const opened: Said = {
      kind: 'window',
      subject,
      by: 'mia',
      reason: 'drill',
      from: '2026-11-23T06:00:00.000Z',
      until: '2026-11-23T08:00:00.000Z',
      drill: true,
    }
    const closing = (window: number): Said => ({
      kind: 'closing',
      subject,
      window,
      by: 'tom',
      seen: true,
      people: 2,
      minutes: 11,
    })

    it('ends when it was closed: what comes after was not planned', async () => {
      await keep(opened, closing(1))
      expect((await records(folder, subject)).windows()).toEqual([
        {
          entry: 1,
          from: '2026-11-23T06:00:00.000Z',
          until: '2026-11-23T06:01:00.000Z',
          by: 'mia',
          reason: 'drill',
          drill: true,
          closed: { at: '2026-11-23T06:01:00.000Z', by: 'tom', seen: true, people: 2, minutes: 11 },
        },
      ])
    })

    it.each<[what: string, said: Said[], closed: (string | undefined)[]]>([
      ['is closed once', [opened, closing(1), { ...closing(1), by: 'ann' } as Said], ['tom']],
      ['is not closed by what names another entry', [opened, closing(7)], [undefined]],
      ['is closed beside another one', [opened, opened, closing(2)], [undefined, 'tom']],
    ])('%s', async (_what, said, closed) => {
      await keep(...said)
      expect((await records(folder, subject)).windows().map((w) => w.closed?.by)).toEqual(closed)
    })
  })

  it('reads what stands before an unfinished line, and says so', async () => {
    await keep(says('mia'))
    appendFileSync(join(folder, 'ledger.jsonl'), '{"at":')
    const told: string[] = []
    const found = await records(folder, subject, (text) => told.push(text))
    expect(found.attestation(control)?.by).toBe('mia')
    expect(told).toEqual([expect.stringMatching(/^The last line of the ledger is unfinished/)])
  })

  it('believes nothing in a ledger that was changed', async () => {
    await keep(says('mia', false), says('tom'))
    writeFileSync(join(folder, 'ledger.jsonl'), '{}\n')
    await expect(records(folder, subject)).rejects.toMatchObject({ code: 'broken-ledger' })
  })
})
