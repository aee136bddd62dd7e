/** Pages that are written by hand keep up with what they are about. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { controls } from '../src/controls/index.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, '../docs', name), 'utf8')

describe('the threat model', () => {
  it('says of every control what a pass is worth, and of nothing else', () => {
    const rows = [...page('threat-model.md').matchAll(/^\| ([a-z]+-[a-z-]+) \| .+ \|$/gm)].map(([, id]) => id)
    expect(rows.sort()).toEqual(controls.map((c) => c.id).sort())
  })
})
