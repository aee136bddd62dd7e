/** Plans that were applied one after the other: the last one is taken back first, and only so many are kept. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Plan } from '../model/index.ts'
import { newOrganizationApply, undoableOrganizationApply } from './organization-apply.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'neverroot-apply-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = new Date('2026-11-23T06:30:00Z')
const subject = '222222222222'
const planOf = (n: number, organization = 'o-aaaaaaaaaa') =>
  ({
    digest: `plan-${n}`,
    organization,
    items: [{ subject: { kind: 'account', id: subject }, steps: [] }],
  }) as unknown as Plan

async function applied(n: number, organization?: string): Promise<void> {
  const state = await newOrganizationApply(folder, planOf(n, organization))
  await state.begin()
  state.began(subject, `run-${n}`, at)
}

/** Takes back what is found, and gives its run; undefined: nothing is left. */
async function takenBack(): Promise<string | undefined> {
  const state = await undoableOrganizationApply(folder)
  const run = state.runOf(subject)
  if (run === undefined || state.isUndone(subject)) return undefined
  state.undone(subject, run, at)
  return run
}

it('goes back plan by plan', async () => {
  for (const n of [1, 2, 3]) await applied(n)
  expect([await takenBack(), await takenBack(), await takenBack(), await takenBack()]).toEqual([
    'run-3',
    'run-2',
    'run-1',
    undefined,
  ])
})

it('passes by what was taken back before, and another organization', async () => {
  await applied(1)
  await applied(2, 'o-bbbbbbbbbb')
  await applied(3)
  expect(await takenBack()).toBe('run-3')
  await applied(4)
  expect([await takenBack(), await takenBack(), await takenBack()]).toEqual(['run-4', 'run-1', undefined])
})

it('a plan that was begun nowhere leaves nothing aside', async () => {
  await applied(1)
  await (await newOrganizationApply(folder, planOf(2))).begin()
  expect(await takenBack()).toBe('run-1')
})

it('keeps the last twenty before it', async () => {
  for (let n = 1; n <= 25; n++) await applied(n)
  expect(readdirSync(join(folder, 'organization', 'earlier'))).toHaveLength(40)
  const back: string[] = []
  for (let run = await takenBack(); run !== undefined; run = await takenBack()) back.push(run)
  expect(back).toEqual(Array.from({ length: 21 }, (_, i) => `run-${25 - i}`))
})
