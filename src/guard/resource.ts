import type { SomeResource } from '../policy/index.ts'
import { type ActionTable, anyForm, type ArnForm } from './actions/read.ts'

/** Stands for what nobody knows: no pattern can name it, only a wildcard reaches it. */
const UNKNOWN = '\u{e000}'.repeat(24)

/**
 * A made-up resource for an action, somewhere in the account: as the ARNs that what the action works on may have. `*`
 * matches it, and a pattern that covers every resource of the service (`arn:aws:iam::*:*`), and nothing narrower.
 */
export function madeUpResource(action: string, account: string, table: ActionTable): SomeResource {
  const service = action.slice(0, action.indexOf(':')).toLowerCase()
  const forms =
    table.byName.get(action.toLowerCase())?.forms ?? table.formsOf.get(service) ?? anyForm(service)
  return { anyOf: forms.map((form) => arnOf(form, account)) }
}

/** An ARN of that form whose unknown parts nothing but a wildcard matches. */
export function arnOf(form: ArnForm, account: string): string {
  const part = (text: string) => text.replace('*', UNKNOWN)
  const owner = form.account === '@' ? account : part(form.account)
  return `arn:aws:${part(form.service)}:${part(form.region)}:${owner}:${UNKNOWN}`
}
