import { actionTable, readCases, readPolicyPath, testCases, unknownActions } from '../../index.ts'
import { guardTestText } from '../../report/guard-test.ts'
import { readJson } from '../json-file.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { nearest } from '../suggest.ts'

export interface GuardOptions {
  policies: string
  format: 'text' | 'json'
  output?: string
  verbose?: boolean
  quiet?: boolean
  plain?: boolean
  color?: boolean
}

/** Decides the cases of a file. Exit code 0: as expected (also where nothing is); 1: an `expect` differs. */
export async function guardTest(options: GuardOptions & { cases: string }): Promise<number> {
  await checkOutput(options.output)
  const path = readPolicyPath(await readJson(options.policies, '--policies'), options.policies)
  const cases = readCases(await readJson(options.cases, '--cases'), options.cases, nearest)
  const table = await actionTable()
  const results = testCases(cases, path, table)
  const unknown = unknownActions(cases, table)
  if (unknown.length > 0 && !options.quiet)
    say(
      `AWS has no action of that name (list of ${table.day}): ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`,
    )
  await emit(
    options.format === 'json'
      ? `${JSON.stringify(results, null, 2)}\n`
      : guardTestText(results, options.verbose ?? false, styleFor(options)),
    options.output,
  )
  return results.some(({ asExpected }) => asExpected === false) ? 1 : 0
}
