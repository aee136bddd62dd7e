import { controls } from '../../index.ts'
import type { AnyCollector, Section } from '../../model/index.ts'
import { say } from '../output.ts'

/** Says before the first call what may be asked; each call is said again as it is made. */
export function listCalls(only: readonly string[] | undefined, section: Section | undefined): void {
  const chosen = controls.filter((c) => (!only || only.includes(c.id)) && (!section || c.section === section))
  const collectors = chosen.flatMap(
    (c) => [...Object.values(c.requires), ...Object.values(c.considers)] as AnyCollector[],
  )
  const reads = [...new Set(collectors.flatMap((c) => c.reads))].sort()
  say(`May use: sts:GetCallerIdentity, ${reads.join(', ')}`)
  say('Calls as they are made:')
}
