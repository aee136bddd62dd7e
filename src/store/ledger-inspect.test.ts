import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Entry, genesis, lineOf, parseLine, seal, sha256 } from './ledger-entry.ts'
import { inspect } from './ledger-inspect.ts'

const at = new Date('2026-11-23T06:30:00Z')
const said = (control: string, note = 'Ünïcode, 日本, � and \\ "quotes"') =>
  ({
    kind: 'attestation',
    subject: '111111111111',
    control,
    by: 'Mia',
    holds: true,
    expires: '2027-11-23T06:30:00.000Z',
    note,
  }) as const

function chainOf(...controls: string[]): Entry[] {
  const entries: Entry[] = []
  for (const control of controls)
    entries.push(seal(said(control), entries.length + 1, at, entries.at(-1)?.hash ?? genesis))
  return entries
}

const five = chainOf('a', 'b', 'c', 'd', 'e')
const bytesOf = (entries: readonly Entry[]) => Buffer.from(entries.map(lineOf).join(''))
const kept = { seq: 5, hash: five[4]!.hash }
const [e1, e2, e3, e4, e5] = five as [Entry, Entry, Entry, Entry, Entry]
const resealed = (entry: Entry, by: string): Entry => {
  const { hash: _hash, ...open } = { ...entry, by } as Entry & { by: string }
  return { ...open, hash: sha256(canonicalJson(open)) } as Entry
}
const edited = (entry: Entry) => ({ ...entry, subject: '222222222222' }) as Entry
const garbage = (text: string) => Buffer.from(`${text}\n`)

describe('inspect', () => {
  it('finds nothing wrong with what was written', () => {
    expect(inspect(bytesOf(five), kept)).toEqual({ entries: five, problems: [], head: e5.hash })
    expect(inspect(Buffer.alloc(0))).toEqual({ entries: [], problems: [], head: genesis })
  })

  it('keeps the fields in an order that anybody can make again', () => {
    expect(lineOf(e1)).toMatch(
      /^\{"at":"2026-11-23T06:30:00.000Z","by":"Mia","control":"a","expires":"[^"]+","hash":"[0-9a-f]{64}","holds":true,"kind":"attestation","note":".+","prev":"0{64}","seq":1,"subject":"111111111111"\}\n$/,
    )
  })

  const cases: [when: string, bytes: Buffer, says: [line: number, what: string, RegExp][]][] = [
    ['an entry was changed', bytesOf([e1, edited(e2), e3, e4, e5]), [[2, 'changed', /entry 2/]]],
    ['the first one was changed', bytesOf([edited(e1), e2, e3, e4, e5]), [[1, 'changed', /entry 1/]]],
    ['the last one was changed', bytesOf([e1, e2, e3, e4, edited(e5)]), [[5, 'changed', /entry 5/]]],
    [
      'an entry was changed and its hash with it',
      bytesOf([e1, e2, resealed(e3, 'Eve'), e4, e5]),
      [[4, 'replaced', /entry 4 does not follow/]],
    ],
    ['an entry was removed', bytesOf([e1, e3, e4, e5]), [[2, 'removed', /^entry 2 was removed/]]],
    ['several were removed', bytesOf([e1, e5]), [[2, 'removed', /^entries 2 to 4 were removed/]]],
    ['the first one was removed', bytesOf([e2, e3, e4, e5]), [[1, 'removed', /^entry 1 was/]]],
    [
      'the last one was removed',
      bytesOf([e1, e2, e3, e4]),
      [[0, 'cut', /^entry 5 was removed from the end/]],
    ],
    ['all were removed', Buffer.alloc(0), [[0, 'cut', /^entries 1 to 5 were removed/]]],
    [
      'two neighbours changed places',
      bytesOf([e1, e3, e2, e4, e5]),
      [
        [2, 'reordered', /entry 3 stands where entry 2/],
        [3, 'reordered', /entry 2/],
      ],
    ],
    ['an entry was written twice', bytesOf([e1, e2, e2, e3, e4, e5]), [[3, 'inserted', /repeats line 2/]]],
    [
      'a line of another ledger was put in',
      Buffer.concat([bytesOf([e1]), bytesOf(chainOf('x', 'y').slice(1)), bytesOf([e2, e3, e4, e5])]),
      [
        [2, 'replaced', /entry 2 does not follow/],
        [3, 'reordered', /./],
        [4, 'replaced', /./],
      ],
    ],
    [
      'a line of nonsense was put in',
      Buffer.concat([bytesOf([e1, e2]), garbage('{"seq":3}'), bytesOf([e3, e4, e5])]),
      [[3, 'inserted', /no entry/]],
    ],
    [
      'an empty line was put in',
      Buffer.concat([bytesOf([e1, e2]), garbage(''), bytesOf([e3, e4, e5])]),
      [[3, 'inserted', /no entry/]],
    ],
    [
      'a line was cut short',
      Buffer.concat([bytesOf([e1]), garbage(lineOf(e2).slice(0, 40)), bytesOf([e3, e4, e5])]),
      [[2, 'changed', /entry 2/]],
    ],
    [
      'another ledger stands in its place',
      bytesOf(chainOf('v', 'w', 'x', 'y', 'z')),
      [[0, 'replaced', /entry 5 is not the one/]],
    ],
    ['the whole file is nonsense', garbage('hello'), [[1, 'changed', /entry 1/]]],
  ]
  it.each(cases)('%s', (_, bytes, says) => {
    const { problems } = inspect(bytes, kept)
    expect(problems.map((p) => [p.line, p.what])).toEqual(says.map(([line, what]) => [line, what]))
    says.forEach(([, , message], i) => expect(problems[i]!.message).toMatch(message))
  })

  it.each([
    ['in its middle', lineOf(e5).slice(0, 50), undefined],
    ['before its very end', lineOf(e5).slice(0, -1), e5],
  ])('tells a last line that ends %s from a change', (_, rest, entry) => {
    const ledger = inspect(Buffer.concat([bytesOf([e1, e2, e3, e4]), Buffer.from(rest)]))
    expect(ledger).toMatchObject({ problems: [], entries: [e1, e2, e3, e4] })
    expect(ledger.torn).toMatchObject({ line: 5 })
    expect(ledger.torn?.entry).toEqual(entry)
  })

  it('takes an unfinished line that had been finished for a cut', () => {
    const bytes = bytesOf(five).subarray(0, -20)
    expect(inspect(bytes, kept).problems).toMatchObject([{ what: 'cut' }])
  })

  it('takes its time with nothing, however wrong a ledger is', () => {
    const far = seal(said('far'), Number.MAX_SAFE_INTEGER, at, e2.hash)
    const bytes = Buffer.concat([
      bytesOf([e1, e2, far]),
      Buffer.from('nonsense\n'.repeat(20_000)),
      bytesOf([e3, e4, e5]),
    ])
    const began = performance.now()
    const { problems } = inspect(bytes)
    expect(performance.now() - began).toBeLessThan(2000)
    expect(problems[0]).toMatchObject({ line: 3, what: 'removed' })
    expect(problems).toHaveLength(20_004)
  })

  it('finds the change of any single byte', () => {
    const whole = bytesOf(five)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const bytes = Buffer.from(whole)
        bytes[index]! ^= change
        const { problems, torn } = inspect(bytes)
        // The end of the last line is the one byte whose change looks like a crash.
        return problems.length > 0 || (index >= whole.length - 1 && torn !== undefined)
      }),
      { numRuns: 3000 },
    )
  })

  it('finds any byte taken out, put in, and any lines left out or moved', () => {
    const whole = bytesOf(five)
    const wrong = (bytes: Buffer) => {
      const { problems, torn } = inspect(bytes, kept)
      return problems.length > 0 || torn !== undefined
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (index, byte) => {
        const without = Buffer.concat([whole.subarray(0, index), whole.subarray(index + 1)])
        const more = Buffer.concat([whole.subarray(0, index), Buffer.from([byte]), whole.subarray(index)])
        return wrong(without) && wrong(more)
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.shuffledSubarray(five), (some) => {
        return canonicalJson(some) === canonicalJson(five) || wrong(bytesOf(some))
      }),
    )
  })
})

describe('parseLine', () => {
  const open = { ...said('a'), seq: 1, at: at.toISOString(), prev: genesis }
  const signed = (fields: object) => canonicalJson({ ...fields, hash: sha256(canonicalJson(fields)) })
  it.each([
    ['a whole entry', signed(open), true],
    [
      'a kind that a later version knows',
      signed({ seq: 1, at: at.toISOString(), prev: genesis, kind: 'later', subject: 'x' }),
      true,
    ],
    ['no person', signed({ ...open, by: '' }), false],
    ['a number for a name', signed({ ...open, by: 7 }), false],
    ['"yes" for true', signed({ ...open, holds: 'yes' }), false],
    ['a day that is none', signed({ ...open, expires: '2026-02-30T00:00:00.000Z' }), false],
    ['a line number of a half', signed({ ...open, seq: 1.5 }), false],
    ['spaces that mean nothing', signed(open).replace(',', ', '), false],
    ['a list', '[]', false],
    ['null', 'null', false],
    ['a byte order mark', `﻿${signed(open)}`, false],
  ])('%s', (_, line, whole) => {
    expect(parseLine(Buffer.from(line)) !== undefined).toBe(whole)
  })
})
