/** What AWS says of a change of a root address, and for how long it means anything. */
import { expect, it } from 'vitest'
import { updateAt } from './root-email-update.ts'

const now = new Date('2026-11-23T06:30:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

it.each<[when: string, Status: string | undefined, hours: number, means: 'codeSent' | 'taken' | undefined]>([
  ['a code is out', 'PENDING', 1, 'codeSent'],
  ['to the hour', 'PENDING', 24, 'codeSent'],
  ['a code of yesterday', 'PENDING', 25, undefined],
  ['taken, and may not show yet', 'ACCEPTED', 3, 'taken'],
  ['done, and may not show yet', 'COMPLETED', 3, 'taken'],
  ['taken long ago', 'ACCEPTED', 5, undefined],
  ['failed', 'FAILED', 1, undefined],
  ['AWS does not say', undefined, 1, undefined],
])('%s', (_when, Status, hours, means) => {
  expect(Object.keys(updateAt({ Status, UpdatedAt: ago(hours) }, now))).toEqual(means ? [means] : [])
})

it('says nothing without a moment', () => expect(updateAt({ Status: 'PENDING' }, now)).toEqual({}))
