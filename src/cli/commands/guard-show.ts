import { shownPolicies } from '../../index.ts'
import { shownPoliciesText } from '../../report/shown-policies.ts'
import { howToLook } from '../how-to-look.ts'
import type { CommonOptions } from '../options.ts'
import { choiceOf, type OrganizationChoice } from '../organization-options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'

export interface ShowOptions extends CommonOptions, OrganizationChoice {
  format: 'text' | 'json'
  output?: string
}

/** The control policies that are attached in the organization, and what each takes from root. Exit code 0. */
export async function guardShow(options: ShowOptions, signal: AbortSignal): Promise<number> {
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls) say('Calls as they are made:')
    const found = await shownPolicies({ ...howToLook(session, options), choice: choiceOf(options) })
    await emit(
      options.format === 'json'
        ? `${JSON.stringify(found, null, 2)}\n`
        : shownPoliciesText(found, styleFor(options)),
      options.output,
    )
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    return 0
  } finally {
    await session.close()
  }
}
