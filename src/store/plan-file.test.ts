import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itemOf, planOf, stepOf } from '../../test/support/plans.ts'
import { readPlan } from './plan-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neverroot-plan-file-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const undo = { action: 'iam:DeleteGroup', input: { GroupName: { $config: 'x' } }, weakens: true } as const
const plan = planOf([itemOf('a', [stepOf('a/1', { undo, permission: 'iam:CreateGroup' })])], {
  config: { path: '/work/neverroot.yaml', sha256: 'a'.repeat(64) },
})

let n = 0
function written(content: unknown): string {
  const path = join(folder, `plan-${++n}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('a plan in a file', () => {
  it.each<[string, () => string]>([
    ['as it was written', () => written(plan)],
    ['spelled otherwise', () => written(JSON.stringify(plan, null, 8))],
    [
      'behind a link',
      () => {
        symlinkSync(written(plan), join(folder, 'link.json'))
        return join(folder, 'link.json')
      },
    ],
  ])('is read %s', async (_name, path) => {
    expect(await readPlan(path())).toEqual(plan)
  })

  const item = plan.items[0]!
  const step = item.steps[0]!
  const withStep = (over: object) => ({ ...plan, items: [{ ...item, steps: [{ ...step, ...over }] }] })

  it.each<[string, () => string, code: string, told: RegExp]>([
    ['is not there', () => join(folder, 'nothing.json'), 'no-plan', /there is no such file/],
    [
      'is a folder',
      () => {
        mkdirSync(join(folder, 'dir'))
        return join(folder, 'dir')
      },
      'no-plan',
      /it is a folder/,
    ],
    ['is empty', () => written(''), 'no-plan', /is not JSON/],
    ['was cut short', () => written(JSON.stringify(plan).slice(0, -20)), 'no-plan', /is not JSON/],
    ['is null', () => written(null), 'other-schema', /is no plan of neverroot/],
    ['is a list', () => written([plan]), 'other-schema', /is no plan of neverroot/],
    ['is a report', () => written({ schema: 'neverroot/report/1' }), 'other-schema', /is no plan/],
    [
      'is of another version',
      () => written({ ...plan, schema: 'neverroot/plan/2' }),
      'other-schema',
      /another version \(neverroot\/plan\/2/,
    ],
    ['lacks a field', () => written({ ...plan, digest: undefined }), 'bad-plan', /digest/],
    ['has a field more', () => written({ ...plan, force: true }), 'bad-plan', /force/],
    [
      'has a step with a field more',
      () => written(withStep({ sudo: true })),
      'bad-plan',
      /items\.0\.steps\.0 .*sudo/,
    ],
    [
      'has a step without an account',
      () => written(withStep({ account: 'mine' })),
      'bad-plan',
      /items\.0\.steps\.0\.account/,
    ],
    [
      'has an action that is none',
      () => written(withStep({ action: 'rm -rf' })),
      'bad-plan',
      /items\.0\.steps\.0\.action/,
    ],
    [
      'has an undo with a field more',
      () => written(withStep({ undo: { ...undo, x: 1 } })),
      'bad-plan',
      /undo/,
    ],
    ['has a risk that is none', () => written(withStep({ risk: 'none' })), 'bad-plan', /risk/],
    ['expires at no time', () => written({ ...plan, expires: 'tomorrow' }), 'bad-plan', /expires/],
  ])('that %s is none', async (_name, path, code, told) => {
    await expect(readPlan(path())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(told),
      hint: 'Make a new one: neverroot plan --out FILE',
    })
  })
})
