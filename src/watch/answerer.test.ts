import { describe, expect, it } from 'vitest'
import { distinctPeople } from '../model/index.ts'
import { answererOf, type Named, wouldKnowOpener } from './answerer.ts'
import { hashOfName } from './drill-code.ts'

const salt = 'salt'
const people = [
  { aws: 'dana', ssh: 'Dana@corp.example', token: 'D1' },
  { ssh: 'tom@corp.example', token: 'T1' },
]
const aws = (name: string): Named => ({ way: 'aws', name })
const ssh = (name: string): Named => ({ way: 'ssh', name })
const token = (name: string): Named => ({ way: 'token', name })

describe('people who answer in several ways', () => {
  it.each<[when: string, answered: Named[], count: number]>([
    ['nobody', [], 0],
    ['two callers of AWS', [aws('mia'), aws('lena')], 2],
    ['one of them twice', [aws('mia'), aws('mia')], 1],
    ['a caller and a key: they may be one', [aws('mia'), ssh('mia@corp.example')], 1],
    ['two callers, and two keys', [aws('mia'), aws('lena'), ssh('a'), ssh('b')], 2],
    ['somebody listed, in two ways', [ssh('tom@corp.example'), token('T1')], 1],
    [
      'somebody listed, and another by a way in which both are known',
      [token('T1'), ssh('mia@corp.example')],
      2,
    ],
    ['somebody listed, and another by a way in which one is not', [token('T1'), aws('mia')], 1],
    ['two who are listed', [aws('dana'), token('T1')], 2],
  ])('%s', (_, answered, count) => {
    expect(distinctPeople(answered.map((one) => answererOf(one, { people }, salt)))).toBe(count)
  })

  it('are told from whoever opened the drill only by a way in which that one is known', () => {
    const dana = { salt, opener: hashOfName('dana', salt) }
    const mia = { salt, opener: hashOfName('mia', salt) }
    expect(answererOf(token('D1'), { people }, salt).person).toBe(dana.opener)
    const knows = (drill: typeof dana | { salt: string }) =>
      (['aws', 'ssh', 'token'] as const).filter((way) => wouldKnowOpener(way, drill, { people }))
    expect(knows(dana)).toEqual(['aws', 'ssh', 'token'])
    expect(knows(mia)).toEqual(['aws'])
    expect(knows({ salt })).toEqual(['aws'])
  })
})
