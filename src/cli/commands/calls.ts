import { auditPermissions } from '../../index.ts'
import type { Section } from '../../model/index.ts'
import { say } from '../output.ts'

/** Says before the first call what may be asked; each call is said again as it is made. */
export function listCalls(only: readonly string[] | undefined, section: Section | undefined): void {
  say(`May use: sts:GetCallerIdentity, ${auditPermissions({ only, section }).join(', ')}`)
  say('Calls as they are made:')
}
