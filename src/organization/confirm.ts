/** What a person types before anything is done to an organization. */
import { mailMoves, UserError } from '../model/index.ts'
import type { Host } from '../ports.ts'
import type { OrganizationApply } from '../store/organization-apply.ts'
import { subjectsOf } from './plan.ts'

export interface Confirmation {
  state: OrganizationApply
  /** The organization's id, where it was given on the command line. */
  confirmed?: string
  host: Host
}

/** Has the organization's id typed, unless it was given. Throws UserError for everything but the right answer. */
export async function confirmOrganization({ state: { plan }, confirmed, host }: Confirmation): Promise<void> {
  const organization = plan.organization!
  const calls = plan.items.reduce((sum, item) => sum + item.steps.length, 0)
  const accounts = subjectsOf(plan).length
  const typed =
    confirmed ?? (await host.ask?.({ code: 'confirm-organization', data: { organization, calls, accounts } }))
  if (typed?.trim() === organization) return
  throw new UserError(
    'not-confirmed',
    typed === undefined
      ? 'Nobody is here to confirm. Nothing was changed.'
      : typed.trim() === ''
        ? 'Not confirmed. Nothing was changed.'
        : `"${typed.trim().slice(0, 40)}" is not ${organization}. Nothing was changed.`,
    `To apply it, type ${organization} or give --confirm ${organization}.`,
  )
}

/**
 * Has each mail domain typed that root addresses move to: whoever reads mail there becomes root of those accounts. Who gave
 * the id on the command line has read the plan. What an earlier run has begun was agreed to then.
 */
export async function confirmDomains({ state, confirmed, host }: Confirmation): Promise<void> {
  if (confirmed !== undefined) return
  const open = state.plan.items.filter(({ subject }) => state.runOf(subject.id) === undefined)
  const moves = mailMoves({ items: open }).filter(({ from, to }) => from !== to)
  for (const domain of new Set(moves.map(({ to }) => to))) {
    const accounts = moves.filter(({ to }) => to === domain).flatMap((move) => move.accounts).length
    const typed = await host.ask?.({ code: 'confirm-domain', data: { domain, accounts } })
    if (typed?.trim().toLowerCase() !== domain)
      throw new UserError(
        'not-confirmed',
        'The domain that was typed is not the one that root addresses would move to. Nothing was changed.',
        'Look at contacts.root.email in neverroot.yaml and at the top of the plan, and type the new domain.',
      )
  }
}

/** Accounts are applied side by side, and a person answers one question after the other. */
export function oneAtATime(ask: Host['ask']): Host['ask'] {
  if (!ask) return undefined
  let before: Promise<unknown> = Promise.resolve()
  return (question) => {
    const answer = before.then(() => ask(question))
    before = answer.catch(() => undefined)
    return answer
  }
}
