import {
  actionTable,
  Footprints,
  organizationFootprint,
  type OrganizationFootprint,
  readPolicyPath,
  UserError,
} from '../../index.ts'
import { footprintText } from '../../report/footprint.ts'
import { organizationFootprintText } from '../../report/organization-footprint.ts'
import { howToLook } from '../how-to-look.ts'
import { readJson } from '../json-file.ts'
import type { CommonOptions } from '../options.ts'
import { choiceOf, onlyWithOrg, type OrganizationChoice } from '../organization-options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'

export interface FootprintOptions extends CommonOptions, OrganizationChoice {
  policies?: string
  format: 'text' | 'json'
  output?: string
}

/** What control policies leave to root: of a file, or what is attached in the organization. Exit code 0. */
export async function guardFootprint(options: FootprintOptions, signal: AbortSignal): Promise<number> {
  const { policies, org } = options
  onlyWithOrg('guard footprint', options, ['accounts', 'ou', 'exclude'])
  if ((policies === undefined) === (org === undefined))
    throw new UserError(
      'usage',
      policies === undefined
        ? 'Nothing says which policies: neither --policies nor --org is given.'
        : '--policies is about a file, and --org about what is attached.',
      'Give one of them: neverroot guard footprint --policies FILE',
    )
  await checkOutput(options.output)
  const text =
    policies === undefined ? await ofOrganization(options, signal) : await ofFile(policies, options)
  await emit(text, options.output)
  if (options.output && !options.quiet) say(`Written to ${options.output}.`)
  return 0
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

async function ofFile(policies: string, options: FootprintOptions): Promise<string> {
  const path = readPolicyPath(await readJson(policies, '--policies'), policies)
  const footprint = new Footprints(await actionTable()).of(path)
  return options.format === 'json'
    ? json(footprint)
    : footprintText(footprint, options.verbose ?? false, styleFor(options))
}

async function ofOrganization(options: FootprintOptions, signal: AbortSignal): Promise<string> {
  const session = await openSession(options, signal)
  try {
    if (options.calls) say('Calls as they are made:')
    const found = await organizationFootprint({ ...howToLook(session, options), choice: choiceOf(options) })
    return options.format === 'json'
      ? json(forJson(found, options.verbose ?? false))
      : organizationFootprintText(found, styleFor(options))
  } finally {
    await session.close()
  }
}

/** Twenty thousand names for each of hundreds of groups: only for whoever asks. */
function forJson({ groups, ...rest }: OrganizationFootprint, verbose: boolean) {
  return {
    ...rest,
    groups: groups.map(({ footprint, ...group }) => {
      if (verbose) return { ...group, ...footprint }
      const { total, allowed, conditional, denied, cannotTell, byAccessLevel } = footprint
      return { ...group, total, allowed, conditional, denied, cannotTell, byAccessLevel }
    }),
  }
}
