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

describe('the privacy page', () => {
  it('says of every kind of entry what of people is in it', () => {
    const schema = JSON.parse(page('../schema/ledger.schema.json')) as {
      oneOf?: { properties: { kind: { const: string } } }[]
      anyOf?: { properties: { kind: { const: string } } }[]
    }
    const kinds = (schema.oneOf ?? schema.anyOf ?? []).map(({ properties }) => properties.kind.const)
    expect(kinds).toContain('attestation')
    const [, table = ''] = page('privacy.md').split('### In the ledger')
    const told = table
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => line.startsWith('| `') && !line.startsWith('| `kind`'))
      .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind))
    expect(told.sort()).toEqual(kinds.sort())
  })
})
