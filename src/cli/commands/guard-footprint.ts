import { actionTable, Footprints, readPolicyPath } from '../../index.ts'
import { footprintText } from '../../report/footprint.ts'
import { readJson } from '../json-file.ts'
import { checkOutput, emit, styleFor } from '../output.ts'
import type { GuardOptions } from './guard-test.ts'

/** What the policies of a file leave to root. Exit code 0. */
export async function guardFootprint(options: GuardOptions): Promise<number> {
  await checkOutput(options.output)
  const path = readPolicyPath(await readJson(options.policies, '--policies'), options.policies)
  const footprint = new Footprints(await actionTable()).of(path)
  await emit(
    options.format === 'json'
      ? `${JSON.stringify(footprint, null, 2)}\n`
      : footprintText(footprint, options.verbose ?? false, styleFor(options)),
    options.output,
  )
  return 0
}
