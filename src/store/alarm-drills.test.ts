import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alarmDrillsOf } from './alarm-drills.ts'
import { lineOf, parseLine, seal, genesis } from './ledger-entry.ts'
import { append, entriesOf, readLedger, type Said } from './ledger.ts'
import { records } from './records.ts'

const subject = '111111111111'
const control = 'root-use-raises-an-alarm'
const until = '2026-11-23T08:30:00.000Z'
const hash = createHash('sha256').update('code').digest('hex')
const opened: Said = {
  kind: 'alarm-drill',
  subject,
  by: 'Dana',
  reason: 'quarterly',
  until,
  regions: ['us-east-1'],
  mailboxes: 2,
  salt: 'salt',
  code: hash,
}
const answer = (drill: number, right: boolean, more: object = {}): Said => ({
  kind: 'alarm-answer',
  subject,
  drill,
  right,
  ...more,
})
const closing = (drill: number, complete = true): Said => ({
  kind: 'alarm-closing',
  subject,
  drill,
  by: 'Dana',
  complete,
  people: 2,
  minutes: [4, 21],
})

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'neverroot-alarm-drills-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const told = async (...all: Said[]) => {
  for (const [i, said] of all.entries())
    await append(folder, said, new Date(Date.UTC(2026, 10, 23, 6, 30 + i)))
  return alarmDrillsOf(entriesOf(await readLedger(folder)))
}

describe('drills of the alarm in the ledger', () => {
  it('are told with their answers and their end', async () => {
    const [drill, ...more] = await told(
      opened,
      answer(1, true, { person: hash }),
      answer(1, false, { by: 'Zoe' }),
      closing(1),
    )
    expect(more).toEqual([])
    expect(drill).toEqual({
      entry: 1,
      account: subject,
      at: '2026-11-23T06:30:00.000Z',
      by: 'Dana',
      reason: 'quarterly',
      until,
      regions: ['us-east-1'],
      mailboxes: 2,
      salt: 'salt',
      code: hash,
      answers: [
        { at: '2026-11-23T06:31:00.000Z', right: true, person: hash },
        { at: '2026-11-23T06:32:00.000Z', right: false, by: 'Zoe' },
      ],
      closed: { at: '2026-11-23T06:33:00.000Z', by: 'Dana', complete: true, people: 2, minutes: [4, 21] },
    })
  })

  it.each<[what: string, said: Said[], answers: number]>([
    ['after its end', [closing(1), answer(1, true)], 0],
    ['of another account', [{ ...answer(1, true), subject: '222222222222' } as Said], 0],
    ['of what is no drill', [answer(7, true)], 0],
    ['in its time', [answer(1, true)], 1],
  ])('an answer %s counts for %#', async (_what, said, answers) => {
    const [drill] = await told(opened, ...said)
    expect(drill!.answers).toHaveLength(answers)
  })

  it('are acknowledged with the Regions that they went through', async () => {
    await told({
      kind: 'acknowledgement',
      subject,
      control,
      people: 2,
      expires: until,
      regions: ['us-east-1', 'eu-west-1'],
      everywhere: true,
    })
    expect((await records(folder, subject)).acknowledgement(control)).toMatchObject({
      people: 2,
      regions: ['us-east-1', 'eu-west-1'],
      everywhere: true,
    })
  })

  it.each<[field: string, said: object]>([
    ['no Regions', { ...opened, regions: 'us-east-1' }],
    ['no hash of a code', { ...opened, code: 'K7QF2-9XMRT' }],
    ['no time', { ...opened, until: 'tomorrow' }],
    ['no drill', answer('one' as never, true)],
    ['no minutes', { ...closing(1), minutes: [1.5] }],
  ])('a line with %s is none of ours', (_field, said) => {
    const line = (one: Said) => Buffer.from(lineOf(seal(one, 1, new Date(until), genesis)).trimEnd())
    expect(parseLine(line(opened))).toBeDefined()
    expect(parseLine(line(said as Said))).toBeUndefined()
  })
})
