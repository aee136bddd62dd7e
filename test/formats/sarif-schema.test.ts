/** What is written as SARIF keeps to the format's own schema: whole reports of made worlds, and findings made to hurt. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { controls, type Report } from '../../src/index.ts'
import { sarifReport } from '../../src/report/formats/sarif.ts'
import { makeScenario } from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'

const file = join(import.meta.dirname, '../schemas/sarif-2.1.0-rtm.5.json')
type Log = {
  runs: { results: { message: { text: string }; kind?: string }[]; tool: { driver: { rules: object[] } } }[]
}

describe('SARIF 2.1.0', () => {
  let valid: (log: unknown) => string[]
  beforeAll(() => {
    // The schema is of draft 4: but for the name of its id it says nothing that later drafts read in another way.
    const {
      id: _,
      $schema: _draft,
      ...schema
    } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false }))
    const check = ajv.compile(schema)
    valid = (log) =>
      check(log)
        ? []
        : (check.errors ?? []).map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`)
  })

  const logOf = async (scenario: string) => {
    const { head, findings, tail } = await auditWorld(await makeScenario(scenario, began))
    const report: Report = {
      head,
      findings: (async function* () {
        yield* findings
      })(),
      tail: async () => tail,
    }
    let text = ''
    for await (const piece of sarifReport(report, { rules: controls, region: 'us-east-1' })) text += piece
    return JSON.parse(text) as Log
  }

  it.each(['fresh-personal', 'neglected-personal', 'neglected-business', 'exemplary-personal', 'new-signup'])(
    'is kept to by the report of %s',
    async (scenario) => {
      const log = await logOf(scenario)
      expect(log.runs[0]!.results.length).toBeGreaterThan(20)
      expect(valid(log)).toEqual([])
    },
  )

  it('is not kept to by anything: a wrong kind, a missing message and an unknown field are found', async () => {
    const log = await logOf('neglected-personal')
    const [first, second, third] = log.runs[0]!.results
    first!.kind = 'wrong'
    delete (second as Partial<typeof first>)!.message
    Object.assign(third!, { unheardOf: true })
    expect(valid(log).join('\n')).toMatch(
      /results\/0\/kind .*[^]*results\/1 must have required property 'message'[^]*results\/2 must NOT have additional/,
    )
  })
})
