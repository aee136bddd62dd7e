import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { Home, run } from '../cli/run.ts'
import { atEnd } from './tidy.ts'

const audits = [
  ['personal', 'neglected-personal', []],
  ['organization', 'neglected-organization', ['--org']],
] as const

/** The report of a neglected person and of a neglected organization as single files: their addresses, and where they lie. */
export async function writtenFiles(): Promise<{ folder: string; files: Record<string, string> }> {
  const home = new Home()
  atEnd(() => home.remove())
  const written = audits.map(async ([name, scenario, more]) => {
    const path = join(home.folder, `${name}.html`)
    const own = new Home()
    atEnd(() => own.remove())
    const args = ['audit', ...more, '--sandbox', scenario, '--format', 'html', '--output', path, '--quiet']
    // Twice, so that there is a trend.
    await run(args, { home: own })
    const { code, stderr } = await run(args, { home: own })
    expect([code, stderr]).toEqual([1, ''])
    return [name, pathToFileURL(path).href] as const
  })
  return { folder: home.folder, files: Object.fromEntries(await Promise.all(written)) }
}
