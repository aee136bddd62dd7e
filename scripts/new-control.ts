/** Begins a control: `npm run new-control <id>`. The id names the good state. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const id = process.argv[2] ?? ''
if (!/^[a-z]+(-[a-z]+)+$/.test(id)) {
  console.error(`"${id}" is not an id: lower-case words joined by hyphens, such as root-has-mfa.`)
  process.exit(2)
}
const file = join(import.meta.dirname, '../src/controls', `${id}.ts`)
if (existsSync(file)) {
  console.error(`src/controls/${id}.ts exists already.`)
  process.exit(2)
}
const title = `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`
writeFileSync(
  file,
  `import { rootCredentials } from '../facts/root-credentials.ts'
import { defineControl, fail, pass } from '../model/index.ts'

export default defineControl({
  id: '${id}',
  title: '${title}',
  section: 'root-credentials',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['D4'],
  rationale: 'Why it matters, so that a newcomer understands.',
  judged: 'How it is judged.',
  references: [],
  fix: { api: false, hand: false },
  requires: { root: rootCredentials },
  judge({ root }) {
    return root.mfa ? pass('on') : fail('What is so. Why it matters. What to do.')
  },
  examples: [
    { when: 'it is so', facts: { root: { mfa: true } }, then: 'pass' },
    { when: 'it is not', facts: { root: { mfa: false } }, then: 'fail' },
  ],
})
`,
)
console.log(`src/controls/${id}.ts is there. Fill it in, then: npm run generate`)
