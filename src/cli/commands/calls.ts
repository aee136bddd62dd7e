import {
  directoryHosts,
  directoryName,
  identityStoreReads,
  lookupHosts,
  ofRootAlone,
  permissionPolicy,
  type Permitted,
} from '../../index.ts'
import type { Configuration, Section } from '../../model/index.ts'
import { say } from '../output.ts'

/** Says before the first call what may be asked; each call is said again as it is made. */
export function listCalls(
  what: Permitted,
  choice: { only?: readonly string[]; section?: Section },
  configuration: Configuration = {},
): void {
  const actions = permissionPolicy(what, choice).Statement.flatMap((statement) => statement.Action)
  const ofRoot = ofRootAlone.filter((action) => !actions.includes(action))
  say(`May use: sts:GetCallerIdentity, ${[...actions, ...ofRoot].join(', ')}`)
  const elsewhere = outsideAws(configuration)
  for (const who of elsewhere) say(`May ask besides: ${who}`)
  say('Calls as they are made:')
}

/** What is asked outside AWS, or of AWS only because the configuration names it. */
function outsideAws({ people, lookups }: Configuration): string[] {
  const directory = staffDirectory(people)
  return [...(directory === undefined ? [] : [directory]), ...(lookups ? lookupHosts(lookups) : [])]
}

function staffDirectory(people: Configuration['people']): string | undefined {
  const declared = people?.directory
  if (!declared) return undefined
  if (declared.file !== undefined) return `the staff directory in ${declared.file}`
  if (declared.identityCenter) return `the staff directory: ${identityStoreReads.join(', ')}`
  return `the staff directory: ${directoryName(declared)}, ${directoryHosts(declared).join(', ')}`
}
