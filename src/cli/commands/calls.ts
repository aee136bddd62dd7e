import { ofRootAlone, permissionPolicy, type Permitted } from '../../index.ts'
import type { Section } from '../../model/index.ts'
import { say } from '../output.ts'

/** Says before the first call what may be asked; each call is said again as it is made. */
export function listCalls(what: Permitted, choice: { only?: readonly string[]; section?: Section }): void {
  const actions = permissionPolicy(what, choice).Statement.flatMap((statement) => statement.Action)
  const ofRoot = ofRootAlone.filter((action) => !actions.includes(action))
  say(`May use: sts:GetCallerIdentity, ${[...actions, ...ofRoot].join(', ')}`)
  say('Calls as they are made:')
}
