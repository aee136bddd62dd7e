import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { account, itemOf, linesOf, now, opened, planOf, stepOf } from '../../test/support/plans.ts'
import { program, start } from '../../test/support/program.ts'
import { allRuns, beginRun, continueRun, type JournalNote, pastOf, readRun, runsOf } from './journal.ts'

let top: string
let folder: string
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'neverroot-journal-'))
})
afterAll(() => rmSync(top, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(top, 'state-'))
})

const plan = planOf([itemOf('a', [stepOf('a/1')])])
const run = '2026-11-23T0630'
const file = (id = run) => join(folder, 'journal', id, 'journal.jsonl')
const begin: JournalNote = { kind: 'begin', step: 'a/1', action: 'iam:CreateGroup' }
const end: JournalNote = { kind: 'end', step: 'a/1', result: 'applied' }

/** A run with these lines. */
async function written(...notes: JournalNote[]): Promise<string> {
  const journal = await beginRun(folder, plan, now)
  for (const note of notes) journal.write(note, now)
  return journal.run
}

describe('a journal', () => {
  it('holds the plan and each line, numbered, for its owner alone', async () => {
    expect(await written(opened, begin, end)).toBe(run)
    const { lines, plan: kept } = await readRun(folder, run)
    expect(kept).toEqual(plan)
    expect(lines).toEqual([opened, begin, end].map((n, i) => ({ ...n, seq: i + 1, at: now.toISOString() })))
    for (const path of [join(folder, 'journal'), join(folder, 'journal', run)])
      expect(statSync(path).mode & 0o777, path).toBe(0o700)
    for (const name of ['plan.json', 'journal.jsonl'])
      expect(statSync(join(folder, 'journal', run, name)).mode & 0o777, name).toBe(0o600)
  })

  it('is named by its minute; several of one minute are numbered and stay in order', async () => {
    const names: string[] = []
    for (let n = 0; n < 12; n++) names.push(await written(opened))
    const later = await beginRun(folder, plan, new Date(now.getTime() + 60_000))
    expect(names.slice(0, 3)).toEqual([run, `${run}-2`, `${run}-3`])
    expect(await runsOf(folder)).toEqual([...names, later.run])
  })

  it('is carried on with where it ended', async () => {
    await written(opened, begin)
    continueRun(folder, await readRun(folder, run)).write({ kind: 'resumed', caller: 'mia' }, now)
    expect((await readRun(folder, run)).lines.map((l) => [l.seq, l.kind])).toEqual([
      [1, 'opened'],
      [2, 'begin'],
      [3, 'resumed'],
    ])
  })

  it.each<[string, string]>([
    ['half a line', '{"kind":"end","ste'],
    ['a whole line without its end', '{"kind":"end","step":"a/1","result":"applied","seq":3}'],
    ['a single byte', '{'],
  ])('that a crash cut short: %s does not count, and is taken off', async (_name, torn) => {
    await written(opened, begin)
    appendFileSync(file(), torn)
    const read = await readRun(folder, run)
    expect(read.lines.map((l) => l.kind)).toEqual(['opened', 'begin'])
    continueRun(folder, read).write(end, now)
    expect((await readRun(folder, run)).lines.map((l) => [l.seq, l.kind])).toEqual([
      [1, 'opened'],
      [2, 'begin'],
      [3, 'end'],
    ])
    expect(readFileSync(file(), 'utf8').split('\n')).toHaveLength(4)
  })

  it('with a broken line in the middle is not believed', async () => {
    await written(opened)
    appendFileSync(file(), '{"kind":"end","ste\n')
    await expect(readRun(folder, run)).rejects.toMatchObject({
      code: 'broken-journal',
      message: expect.stringContaining('line 2'),
    })
    await expect(allRuns(folder, account)).rejects.toMatchObject({ code: 'broken-journal' })
    expect(await allRuns(folder, '222222222222'), 'nor does it keep others from theirs').toEqual([])
  })
})

describe('what a crash leaves before a run began', () => {
  it.each<[string, () => void]>([
    ['nothing but a folder', () => mkdirSync(join(folder, 'journal', `${run}-2`), { recursive: true })],
    [
      'a plan without a journal',
      () => {
        mkdirSync(join(folder, 'journal', `${run}-2`), { recursive: true })
        writeFileSync(join(folder, 'journal', `${run}-2`, 'plan.json'), JSON.stringify(plan))
      },
    ],
    [
      'a journal whose first line is cut short',
      () => {
        mkdirSync(join(folder, 'journal', `${run}-2`), { recursive: true })
        writeFileSync(join(folder, 'journal', `${run}-2`, 'plan.json'), JSON.stringify(plan))
        writeFileSync(file(`${run}-2`), '{"kind":"ope')
      },
    ],
    ['something else', () => writeFileSync(join(folder, 'journal', 'notes.txt'), 'mine')],
  ])("%s is no run, and in nobody's way", async (_name, leave) => {
    await written(opened, begin, end)
    leave()
    expect((await allRuns(folder, account)).map((r) => r.id)).toEqual([run])
  })

  it('a plan that cannot be written leaves nothing at all', async () => {
    mkdirSync(join(folder, 'journal'), { recursive: true })
    const circular = { ...plan, items: [] as unknown[] }
    circular.items.push(circular)
    await expect(beginRun(folder, circular as never, now)).rejects.toThrow()
    expect(readdirSync(join(folder, 'journal'))).toEqual([])
  })
})

describe('a run that is asked for', () => {
  it.each([
    ['there is none', run, 'There is no run "2026-11-23T0630".'],
    ['it is no name of a run', '../../etc/passwd', 'There is no run "../../etc/passwd".'],
    ['it has no name', '', 'There is no run "".'],
  ])('%s', async (_name, id, message) => {
    await expect(readRun(folder, id)).rejects.toMatchObject({
      code: 'no-such-run',
      message,
      hint: 'Nothing was applied from this state folder.',
    })
  })

  it('whose plan is broken is not half understood', async () => {
    await written(opened, begin)
    writeFileSync(join(folder, 'journal', run, 'plan.json'), '{')
    await expect(readRun(folder, run)).rejects.toThrow(`The plan of run ${run} cannot be read.`)
    await expect(allRuns(folder, account)).rejects.toThrow(`The plan of run ${run} cannot be read.`)
  })
})

describe('a full disk', () => {
  it('takes back what it wrote of a line, and says so', async () => {
    const built = await program(
      top,
      `import { beginRun } from './store/journal.ts'
       const [folder, plan] = process.argv.slice(2)
       const journal = await beginRun(folder, JSON.parse(plan), new Date('${now.toISOString()}'))
       let lines = 0
       try { for (;;) { journal.write({ kind: 'resumed', caller: 'x'.repeat(200) }, new Date()); lines++ } }
       catch (error) { process.stdout.write(JSON.stringify({ lines, code: error.code, message: error.message })) }`,
    )
    const { stdout, stderr } = await start(built, [folder, JSON.stringify(plan)], { blocks: 4 }).ended
    expect(stderr).toBe('')
    const said = JSON.parse(stdout) as { lines: number; code: string; message: string }
    expect(said).toMatchObject({
      code: 'cannot-write',
      message: expect.stringContaining('may not grow any more'),
    })
    expect(said.lines).toBeGreaterThan(3)
    expect(readFileSync(file(), 'utf8').endsWith('\n')).toBe(true)
    expect((await readRun(folder, run)).lines).toHaveLength(said.lines)
  })

  it('before the first line leaves no run', async () => {
    const journal = await beginRun(folder, plan, now)
    mkdirSync(file())
    expect(() => journal.write(opened, now)).toThrow(expect.objectContaining({ code: 'cannot-write' }))
    rmSync(file(), { recursive: true })
    expect(existsSync(file())).toBe(false)
    expect(await allRuns(folder, account)).toEqual([])
  })
})

describe('what was written of one step', () => {
  const resumed: JournalNote = { kind: 'resumed', caller: 'mia' }
  const refused: JournalNote = { ...end, result: 'refused' }
  const other: JournalNote = { kind: 'begin', step: 'a/2', action: 'iam:CreateGroup' }
  const delivered: JournalNote = { kind: 'delivered', step: 'a/1' }

  it.each<[string, JournalNote[], { begun: boolean; delivered?: true; ended?: string }]>([
    ['nothing', [opened, other], { begun: false }],
    ['it was cut off', [opened, begin, resumed], { begun: true }],
    ['it was done', [opened, begin, end], { begun: false, ended: 'applied' }],
    ['it was refused: not begun any more', [begin, refused], { begun: false, ended: 'refused' }],
    [
      'nobody knows how it ended',
      [begin, { ...refused, unclear: true } as JournalNote],
      { begun: true, ended: 'refused' },
    ],
    ['it was cut off, and not called since', [begin, resumed, refused], { begun: true, ended: 'refused' }],
    [
      'it was cut off, called again, and refused',
      [begin, resumed, begin, refused],
      { begun: false, ended: 'refused' },
    ],
    [
      'it was refused, called again, and cut off',
      [begin, refused, resumed, begin],
      { begun: true, ended: 'refused' },
    ],
    ['the password was handed over', [begin, delivered], { begun: true, delivered: true }],
  ])('%s', (_name, notes, { begun, delivered: handed = false, ended }) => {
    const past = pastOf('a/1', linesOf(...notes))
    expect([past.begun, past.delivered, past.end?.result]).toEqual([begun, handed, ended])
  })
})
