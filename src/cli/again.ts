import type { CommonOptions } from './options.ts'

/** Options that narrow what is planned: a plan that is made again must be narrowed the same way. */
export interface Choice {
  as?: string
  only?: readonly string[]
  section?: string
}

/** The options with which another command finds the same account and the same state, as they are typed. */
export function placeFlags({
  profile,
  region,
  endpointUrl,
  sandbox,
  state,
}: Pick<CommonOptions, 'profile' | 'region' | 'endpointUrl' | 'sandbox' | 'state'>): string {
  return flags({ profile, region, 'endpoint-url': endpointUrl, sandbox, state })
}

/** Those that choose what is planned, and by which configuration. */
export const choiceFlags = ({ config, as, only, section }: Choice & { config?: string }): string =>
  flags({ config, as, only: only?.join(','), section })

/** Those that choose accounts of an organization. */
export const organizationFlags = ({
  org,
  accounts,
  ou,
  exclude,
  new: onlyNew,
}: {
  org?: boolean
  accounts?: readonly string[]
  ou?: readonly string[]
  exclude?: readonly string[]
  new?: boolean
}): string =>
  `${org || accounts || ou || exclude ? ' --org' : ''}${flags({
    accounts: accounts?.join(','),
    ou: ou?.join(','),
    exclude: exclude?.join(','),
  })}${onlyNew ? ' --new' : ''}`

function flags(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${quoted(value)}`]))
    .join('')
}

/** As a shell takes it for one word. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
