import { controls } from '../controls/index.ts'
import { frame } from '../facts/frame.ts'
import type { Section } from '../model/index.ts'

/**
 * Every IAM action that an audit of one account may need, sorted: for the whole catalogue, or for a choice of controls
 * (and what is always looked at, such as whether there is an organization).
 */
export function auditPermissions(choice: { only?: readonly string[]; section?: Section } = {}): string[] {
  const chosen = controls.filter(
    (c) => (!choice.only || choice.only.includes(c.id)) && (!choice.section || c.section === choice.section),
  )
  const collectors = [
    ...chosen.flatMap(
      (c) => [...Object.values(c.requires), ...Object.values(c.considers)] as { reads: readonly string[] }[],
    ),
    ...Object.values(frame),
  ]
  return [...new Set(collectors.flatMap((c) => c.reads))].sort()
}
