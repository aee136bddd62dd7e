import { describe, expect, it } from 'vitest'
import type { AlarmAnswer, AlarmDrill } from '../store/alarm-drills.ts'
import { resultOf, stateOfAlarmDrill } from './alarm-drill.ts'
import { hashOfCode, isCode, makeCode, makeSalt, nameOf, readCode } from './drill-code.ts'

const at = (time: string) => `2026-11-23T${time}:00.000Z`
const drill = (over: Partial<AlarmDrill> = {}): AlarmDrill => ({
  entry: 1,
  account: '111111111111',
  at: at('06:30'),
  until: at('08:30'),
  by: 'Mia',
  reason: 'quarterly',
  regions: ['us-east-1'],
  salt: 'salt',
  code: 'hash',
  opener: 'mia',
  answers: [],
  ...over,
})
const answer = (time: string, person?: string, right = true): AlarmAnswer => ({
  at: at(time),
  right,
  ...(person === undefined ? {} : { person }),
})

describe('what the answers of a drill come to', () => {
  it.each<[when: string, answers: AlarmAnswer[], expected: object]>([
    ['nobody answered', [], { people: 0, stated: 0, minutes: [], complete: false }],
    [
      'two people answered',
      [answer('06:34', 'tom'), answer('06:51', 'pat')],
      { people: 2, stated: 0, minutes: [4, 21], complete: true },
    ],
    [
      'one person answered twice',
      [answer('06:34', 'tom'), answer('06:51', 'tom')],
      { people: 1, minutes: [4], complete: false },
    ],
    [
      'a third person answered',
      [answer('06:34', 'tom'), answer('06:35', 'pat'), answer('06:36', 'kim')],
      { people: 3, minutes: [4, 5], complete: true },
    ],
    [
      'one of the two opened it',
      [answer('06:34', 'tom'), answer('06:35', 'mia')],
      { people: 1, stated: 1, complete: false },
    ],
    [
      'two answers are words alone',
      [answer('06:34'), answer('06:35')],
      { people: 0, stated: 2, minutes: [], complete: false },
    ],
    ['one was wrong', [answer('06:34', 'tom'), answer('06:35', 'pat', false)], { people: 1, wrong: 1 }],
    ['one came too late', [answer('06:34', 'tom'), answer('08:31', 'pat')], { people: 1, complete: false }],
  ])('%s', (_when, answers, expected) => {
    expect(resultOf(drill({ answers }))).toMatchObject(expected)
  })

  it.each<[state: string, over: Partial<AlarmDrill>, now: string]>([
    ['open', {}, '08:29'],
    ['over', {}, '08:30'],
    ['open', { answers: Array.from({ length: 4 }, () => answer('06:40', undefined, false)) }, '06:41'],
    ['guessed', { answers: Array.from({ length: 5 }, () => answer('06:40', undefined, false)) }, '06:41'],
    ['closed', { closed: { at: at('07:00'), by: 'Mia', complete: false, people: 0, minutes: [] } }, '06:41'],
  ])('is %s (%#)', (state, over, now) => {
    expect(stateOfAlarmDrill(drill(over), new Date(at(now)))).toBe(state)
  })
})

describe('a code', () => {
  it('is another one each time, and known by its hash alone', () => {
    const codes = Array.from({ length: 50 }, makeCode)
    expect(new Set(codes).size).toBe(50)
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    const [code, other] = codes as [string, string]
    const kept = { salt: makeSalt(), code: '' }
    kept.code = hashOfCode(code, kept.salt)
    expect(isCode(code, kept)).toBe(true)
    expect(isCode(other, kept)).toBe(false)
    expect(hashOfCode(code, makeSalt())).not.toBe(kept.code)
  })

  it.each([
    ['k7qf2-9xmrt', 'K7QF29XMRT'],
    [' K7QF2 9XMRT ', 'K7QF29XMRT'],
    ['kiqfo-9lmrt', 'K1QF091MRT'],
    ['K7QF2-9XMR', undefined],
    ['K7QF2-9XMRTT', undefined],
    ['K7QFU-9XMRT', undefined],
    ['', undefined],
  ])('%j is read as %s', (typed, read) => {
    expect(readCode(typed)).toBe(read)
  })
})

describe('whom AWS knows somebody as', () => {
  it.each([
    ['arn:aws:iam::111111111111:user/Mia', 'mia'],
    ['arn:aws:iam::111111111111:user/people/mia', 'mia'],
    [
      'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_7223a0b1c2d3e4f5/mia@corp.example',
      'mia@corp.example',
    ],
    ['arn:aws:sts::111111111111:assumed-role/Admin/mia', 'mia'],
    ['arn:aws:iam::111111111111:root', undefined],
    ['arn:aws:sts::111111111111:assumed-role/Admin/botocore-session-1700000000', undefined],
    ['arn:aws:sts::111111111111:assumed-role/Web/i-0abc1234def567890', undefined],
    ['arn:aws:sts::111111111111:assumed-role/Ci/1700000000', undefined],
    ['arn:aws:sts::111111111111:federated-user/mia', undefined],
  ])('%s', (arn, name) => {
    expect(nameOf(arn)).toBe(name)
  })
})
