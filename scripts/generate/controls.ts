import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AnyControl, sections, type Severity } from '../../src/model/index.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/** Every control with its file, in the mission's order: section, first row, severity, id. */
export async function readControls(root: string): Promise<{ file: string; control: AnyControl }[]> {
  const folder = join(root, 'src/controls')
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.ts') && !/^index\.ts$|\.test\.ts$/.test(name),
  )
  const all = await Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { default: AnyControl }
      return { file, control: module.default }
    }),
  )
  const rank = ({ control }: { control: AnyControl }): (number | string)[] => [
    sections.indexOf(control.section),
    control.rows[0] ?? 'Z9',
    severities.indexOf(control.severity),
    control.id,
  ]
  return all.sort((a, b) => compare(rank(a), rank(b)))
}

function compare(a: (number | string)[], b: (number | string)[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i]!
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}
