import { observed, type Source } from '../aws/index.ts'
import type { Json, Observation } from '../model/index.ts'
import type { Addressee, Behind } from './addressee.ts'

/** What is kept of an answer of the directory: kinds and counts, never a name, an address, a number or a title. */
export function seenInDirectory(source: Source, of: string, { directory, ...seen }: Addressee): Observation {
  const { as, by, enabled, title, behind } = seen
  return observed('directory', source.now.toISOString(), {
    directory,
    of,
    as,
    ...(as === 'nobody' ? {} : { by, ...(enabled === undefined ? {} : { enabled }) }),
    ...(title === 'untold' ? {} : { title }),
    ...(behind && as === 'group' ? countsOf(behind) : {}),
  })
}

export const countsOf = ({
  people,
  robots,
  guests,
  disabled,
  doubtful,
  teams,
  hidden,
}: Behind): Record<string, Json> => ({
  people,
  robots,
  guests,
  disabled,
  doubtful,
  complete: hidden.length === 0,
  teams: Object.fromEntries(Object.entries(teams).filter(([, seen]) => seen !== 'undeclared')),
})
