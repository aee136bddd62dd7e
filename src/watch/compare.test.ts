/** What drift there is between passes: first looks, accounts that join and leave, what lapses, clocks that jump. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../model/index.ts'
import { emptyWatch, type WatchState } from '../store/watch-state.ts'
import { compare } from './compare.ts'
import { account, finding, inDays, now, streamOf } from './testing.ts'

/** Passes one after the other; what is told in each, as `kind control`. */
async function passes(all: readonly { at?: Date; whole?: boolean; see: readonly Finding[] }[]) {
  let state: WatchState = emptyWatch()
  const told: string[][] = []
  const gone: number[] = []
  for (const { at = now, whole = true, see } of all) {
    const ids = new Set([account, ...see.map(({ subject }) => subject.id)])
    const subjects = [...ids].map((id) => ({ kind: 'account' as const, id, name: id }))
    const compared = await compare(state, { now: at, subjects, findings: streamOf(see), whole })
    // As it comes back from the disk.
    state = JSON.parse(JSON.stringify(compared.state)) as WatchState
    told.push(
      compared.drift.map(
        ({ kind, control, subject: { id } }) => `${kind} ${control}${id === account ? '' : ` ${id}`}`,
      ),
    )
    gone.push(compared.gone)
  }
  return { told, gone, state }
}

const other = '222222222222'

describe('drift', () => {
  it('a first look is remembered, and only then what changed is told, once', async () => {
    const { told } = await passes([
      { see: [finding('a', 'fail'), finding('b', 'pass'), finding('c', 'pass')] },
      { see: [finding('a', 'pass'), finding('b', 'fail'), finding('c', 'unknown')] },
      { see: [finding('a', 'pass'), finding('b', 'fail'), finding('c', 'unknown')] },
    ])
    expect(told).toEqual([[], ['fixed a', 'fail b', 'unknown c'], []])
  })

  it('what a pass leaves out stays as it was', async () => {
    const { told } = await passes([
      { see: [finding('a', 'fail'), finding('b', 'pass')] },
      { whole: false, see: [finding('b', 'pass')] },
      { see: [finding('a', 'fail'), finding('b', 'pass')] },
      { whole: false, see: [finding('a', 'pass')] },
    ])
    expect(told).toEqual([[], [], [], ['fixed a']])
  })

  it('a control that is new to the watch is no drift', async () => {
    const { told } = await passes([
      { see: [finding('a', 'pass')] },
      { see: [finding('a', 'pass'), finding('b', 'fail')] },
      { see: [finding('b', 'pass')] },
    ])
    expect(told).toEqual([[], [], ['fixed b']])
  })

  it('an account that joined is news, one that left is forgotten, and news again when it comes back', async () => {
    const joins = [finding('a', 'pass'), finding('a', 'fail', { subject: other })]
    const { told, gone } = await passes([
      { see: [finding('a', 'pass')] },
      { see: joins },
      { see: [finding('a', 'pass')] },
      { see: joins },
    ])
    expect(told).toEqual([[], [`fail a ${other}`], [], [`fail a ${other}`]])
    expect(gone).toEqual([0, 0, 1, 0])
  })

  it('accounts that were not chosen before are a first look, not news', async () => {
    const { told } = await passes([
      { whole: false, see: [finding('a', 'pass')] },
      { see: [finding('a', 'pass'), finding('a', 'fail', { subject: other })] },
    ])
    expect(told).toEqual([[], []])
  })
})

describe('what lapses', () => {
  const until = inDays(30)
  const said = finding('a', 'pass', { until })
  const excepted = finding('a', 'excepted', { until })

  it.each([
    [15.01, []],
    [14, ['lapsing a']],
    [1, ['lapsing a']],
    [0, []],
    [-1, []],
  ])('%d days before its end, at a first look too: %j', async (days, then) => {
    const { told } = await passes([{ see: [finding('a', 'pass', { until: inDays(days) })] }])
    expect(told).toEqual([then])
  })

  it('is told once before its end and once after it', async () => {
    const { told } = await passes([
      { see: [said] },
      { at: inDays(17), see: [said] },
      { at: inDays(18), see: [said] },
      { at: inDays(31), see: [finding('a', 'review')] },
      { at: inDays(32), see: [finding('a', 'review')] },
    ])
    expect(told).toEqual([[], ['lapsing a'], [], ['review a'], []])
  })

  it('an exception too: then it fails', async () => {
    const { told } = await passes([
      { at: inDays(20), see: [excepted] },
      { at: inDays(31), see: [finding('a', 'fail')] },
    ])
    expect(told).toEqual([['lapsing a'], ['fail a']])
  })

  it('an exception that was taken back, made again and taken back again fails each time', async () => {
    const { told } = await passes([
      { see: [excepted] },
      { at: inDays(1), see: [finding('a', 'fail')] },
      { at: inDays(2), see: [excepted] },
      { at: inDays(3), see: [finding('a', 'fail')] },
    ])
    expect(told).toEqual([[], ['fail a'], [], ['fail a']])
  })

  it('a statement that was renewed lapses anew', async () => {
    const renewed = finding('a', 'pass', { until: inDays(120) })
    const { told } = await passes([
      { at: inDays(20), see: [said] },
      { at: inDays(21), see: [renewed] },
      { at: inDays(110), see: [renewed] },
    ])
    expect(told).toEqual([['lapsing a'], [], ['lapsing a']])
  })

  it('a clock that jumps ahead and back tells nothing twice and drops nothing', async () => {
    const { told } = await passes([
      { see: [said, finding('b', 'pass')] },
      { at: inDays(400), see: [finding('a', 'review'), finding('b', 'pass')] },
      { at: inDays(-400), see: [said, finding('b', 'fail')] },
      { at: inDays(20), see: [said, finding('b', 'fail')] },
      { at: inDays(31), see: [finding('a', 'review'), finding('b', 'pass')] },
    ])
    expect(told).toEqual([[], ['review a'], ['fail b'], [], ['fixed b']])
  })

  it('the same with an exception', async () => {
    const { told } = await passes([
      { see: [excepted] },
      { at: inDays(31), see: [finding('a', 'fail')] },
      { at: inDays(1), see: [excepted] },
      { at: inDays(32), see: [finding('a', 'fail')] },
      { at: inDays(33), see: [finding('a', 'pass')] },
    ])
    expect(told).toEqual([[], ['fail a'], [], [], ['fixed a']])
  })
})

it('keeps ten thousand accounts small', async () => {
  const see = Array.from({ length: 10_000 }, (_, i) =>
    ['a', 'b', 'c'].map((control) => finding(control, 'fail', { subject: String(100_000_000_000 + i) })),
  ).flat()
  const { state } = await passes([{ see }])
  expect(JSON.stringify(state).length).toBeLessThan(300_000)
})
