/** A deed, the read that tells whether it is so, and what it makes of each answer. */
import { describe, expect, it } from 'vitest'
import { deedOf, type Given, type IsSo } from '../../src/engine/apply/deeds/index.ts'
import { account, fakeSource, type Given as Answers } from './fake-source.ts'

export type Case = [name: string, given: Given, answer: Answers, so: IsSo['so']]
export type Table = readonly [action: string, read: string, cases: readonly Case[]][]

export async function isSo(action: string, read: string, given: Given, answer: Answers): Promise<IsSo> {
  const { source } = fakeSource({ [read]: answer })
  const sight = {
    call: source.call,
    account,
    partition: 'aws',
    region: 'us-east-1',
    now: new Date('2026-11-23T06:30:00Z'),
  }
  return deedOf(action)!.isSo(given, sight)
}

export const check = (table: Table): void =>
  describe.each([...table])('%s', (action, read, cases) => {
    it.each([...cases])('%s', async (_name, given, answer, so) => {
      expect((await isSo(action, read, given, answer)).so).toBe(so)
    })
  })

/** Something that is there or is not: for what makes it, and for what takes it away. */
export const thereOrNot = (
  makes: string,
  removes: string,
  read: string,
  given: Given,
  there: Answers,
  none: Answers,
): Table => [
  [
    makes,
    read,
    [
      ['is there', given, there, 'yes'],
      ['is not there', given, none, 'no'],
    ],
  ],
  [
    removes,
    read,
    [
      ['is there', given, there, 'no'],
      ['is not there', given, none, 'yes'],
    ],
  ],
]
