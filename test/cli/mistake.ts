/** How a mistake must end: exit code 2, two lines on stderr (what is wrong, what to do), and nothing else. */
import { describe, expect, it } from 'vitest'
import { Home, type Ran, run, type RunOptions } from './run.ts'

export interface Case extends Omit<RunOptions, 'home'> {
  case: string
  args: string[] | (() => string[])
  /** Puts into the home what the case needs. */
  with?: (home: Home) => unknown
  what: string | RegExp
  todo: string | RegExp
}

/** Runs a case and holds it to the two lines; gives the run for more. */
export async function mistaken({
  case: _name,
  args,
  with: prepare,
  what,
  todo,
  ...options
}: Case): Promise<Ran> {
  const home = new Home()
  try {
    await prepare?.(home)
    const before = home.files(home.work)
    const ran = await run(typeof args === 'function' ? args() : args, { ...options, home })
    expect(ran.stderr.replace(/\n$/, '').split('\n'), ran.stderr).toHaveLength(2)
    const [first, second] = ran.stderr.split('\n')
    expect(first).toMatch(/^neverroot: /)
    expect(first).toMatch(what)
    expect(second).toMatch(todo)
    expect(ran.stderr).not.toMatch(/\n\s+at |undefined|\[object|TypeError/)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(home.files(home.work), 'nothing half-written').toEqual(before)
    return ran
  } finally {
    home.remove()
  }
}

/** A table of named mistakes, all made at once. */
export const table = (name: string, cases: Case[]) =>
  describe.concurrent(name, () => {
    it.each(cases)('$case', async (given) => void (await mistaken(given)))
  })
