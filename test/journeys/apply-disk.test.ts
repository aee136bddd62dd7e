/** A disk that is full, from one call on: nothing is done that cannot be written down, and what was done is told. */
import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isRead } from '../../src/aws/index.ts'
import { calm, changes, contents, journals, untrue } from '../support/accidents.ts'
import { atThePhone, type Stage } from '../support/applying.ts'
import { type Calm, calmly } from '../support/sweep.ts'

let quiet: Calm
beforeAll(async () => {
  quiet = await calmly('neglected-business', 'business')
}, 60_000)

/** A file that cannot be written any more: a folder stands in its place, until it is given back. */
function full(path: string): () => void {
  renameSync(path, `${path}.aside`)
  mkdirSync(path)
  return () => {
    rmdirSync(path)
    renameSync(`${path}.aside`, path)
  }
}

const journal = ({ folder }: Stage) =>
  join(folder, 'journal', readdirSync(join(folder, 'journal'))[0]!, 'journal.jsonl')
const images = ({ folder }: Stage) => join(folder, 'before-images.json')

/** Applies until this file cannot be written any more, in the middle of the n-th change. */
async function filledUp(nth: number, file: (stage: Stage) => string) {
  const stage = await quiet.open()
  const before = changes(stage.world, stage.account).length
  let writes = 0
  let giveBack: () => void = () => undefined
  stage.sandbox.faults.strike = (operation) => {
    if (!isRead(operation) && ++writes === nth) giveBack = full(file(stage))
    return undefined
  }
  const applied = await stage.apply(quiet.plan, { host: atThePhone(stage) })
  calm(stage)
  const made = changes(stage.world, stage.account).length - before
  return { stage, applied, made, giveBack: () => giveBack() }
}

const everywhere = Array.from({ length: 12 }, (_, i) => 1 + i)

describe('a disk that is full', () => {
  it.each(everywhere)('from the line on that ends change %i: it is the last, and it is told', async (nth) => {
    const { stage, applied, made, giveBack } = await filledUp(nth, journal)
    expect([applied.complete, made]).toEqual([false, nth])
    const results = applied.outcomes.map((o) => o.result)
    const last = results.findLastIndex((result) => result !== 'skipped')
    expect(['applied', 'waiting']).toContain(results[last])
    expect(applied.outcomes[last]!.message).toMatch(/journal\.jsonl cannot be written/)
    expect(new Set(results.slice(last + 1))).toEqual(new Set(last + 1 < results.length ? ['skipped'] : []))
    giveBack()
    expect(await stage.apply('resume', { host: atThePhone(stage) })).toMatchObject({ complete: true })
    expect(contents(stage.world)).toEqual(quiet.after)
    expect(changes(stage.world, stage.account)).toEqual(quiet.changes)
    expect(journals(stage.folder).flatMap((lines) => untrue(lines, 1))).toEqual([])
  })

  it('where what undo needs cannot be kept: the next change that has an undo is not made', async () => {
    const { stage, applied, made, giveBack } = await filledUp(3, images)
    expect(applied.outcomes.map((o) => o.result).slice(0, 5)).toEqual([
      'applied',
      'waiting',
      'applied',
      'skipped',
      'skipped',
    ])
    expect(applied.outcomes[3]!.message).toMatch(/before-images\.json cannot be (read|written)/)
    expect([applied.complete, made]).toEqual([false, 3])
    giveBack()
    expect(await stage.apply('resume', { host: atThePhone(stage) })).toMatchObject({ complete: true })
    expect(await stage.undo()).toMatchObject({ complete: true })
  })

  it('before anything was written is a refusal: nothing is changed', async () => {
    const stage = await quiet.open()
    mkdirSync(images(stage))
    await expect(stage.apply(quiet.plan)).rejects.toMatchObject({
      message: expect.stringMatching(/before-images\.json cannot be (read|written)/),
    })
    expect(contents(stage.world)).toEqual(quiet.before)
    rmdirSync(images(stage))
    expect(await stage.apply('resume', { host: atThePhone(stage) })).toMatchObject({ complete: true })
  })

  it('while it is taken back: what was taken back is told, and the rest is taken back later', async () => {
    const stage = await quiet.open()
    await stage.apply(quiet.plan)
    let writes = 0
    let giveBack: () => void = () => undefined
    stage.sandbox.faults.strike = (operation) => {
      if (!isRead(operation) && ++writes === 2)
        giveBack = full(`${journal(stage).replace(/\/journal\.jsonl$/, '-2')}/journal.jsonl`)
      return undefined
    }
    const undone = await stage.undo()
    calm(stage)
    expect(undone.outcomes.map((o) => o.result).slice(0, 3)).toEqual(['applied', 'applied', 'skipped'])
    expect(undone.complete).toBe(false)
    giveBack()
    expect(await stage.undo()).toMatchObject({ complete: true })
  })
})
