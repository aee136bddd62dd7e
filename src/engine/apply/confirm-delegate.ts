import { type Configuration, type PlanItem, UserError } from '../../model/index.ts'
import type { Host } from '../../ports.ts'

export interface NamingDelegate {
  /** What is about to be done. */
  items: readonly PlanItem[]
  configuration: Configuration
  /** What was given on the command line instead of being typed: whoever gave it has read the plan. */
  confirmed?: string
  host: Host
}

/**
 * Has the account id typed that is about to act for the management account: whoever is administrator there reaches root of
 * every member. Throws UserError for everything but the right answer.
 */
export async function confirmDelegate({
  items,
  configuration,
  confirmed,
  host,
}: NamingDelegate): Promise<void> {
  const named = items.some(({ steps }) =>
    steps.some(({ action }) => action === 'organizations:RegisterDelegatedAdministrator'),
  )
  if (!named || confirmed !== undefined) return
  const account = configuration.organization?.delegatedAdministrator
  const typed = await host.ask?.({ code: 'confirm-delegate', data: {} })
  if (account !== undefined && typed?.trim() === account) return
  throw new UserError(
    'not-confirmed',
    'The account id that was typed is not organization.delegatedAdministrator of the configuration. Nothing was changed.',
    'Look at it in neverroot.yaml, make a new plan, and type the same account id.',
  )
}
