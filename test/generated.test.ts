import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generated, leftovers } from '../scripts/generate.ts'

const files = await generated()

it.each([...files.keys()])('%s is fresh (npm run generate)', (path) => {
  expect(readFileSync(join(import.meta.dirname, '..', path), 'utf8')).toBe(files.get(path))
})

it('leaves nothing behind of what is gone', () => {
  expect(leftovers(files)).toEqual([])
})
