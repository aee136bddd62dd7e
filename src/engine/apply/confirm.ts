import { type Configuration, type Json, type Plan, UserError } from '../../model/index.ts'
import type { Host } from '../../ports.ts'
import { at } from '../plan/references.ts'

export interface Confirmation {
  host: Host
  configuration: Configuration
  /** The account id that was given on the command line instead of being typed. */
  confirmed?: string
  /** The number that stands on the account page, where it could be seen. */
  phoneNow?: Json
}

const unchanged = 'Nothing was changed.'

/**
 * Has the account id typed, unless it was given. A new phone number is typed as well: whoever holds it can get past root's
 * MFA. Throws UserError for everything but the right answers; there is no other way around.
 */
export async function confirm(
  plan: Plan,
  { host, configuration, confirmed, phoneNow }: Confirmation,
): Promise<void> {
  if (confirmed !== undefined) return same(confirmed, plan.account)
  const calls = plan.items.reduce((sum, item) => sum + item.steps.length, 0)
  if (!host.ask) throw nobody(plan.account)
  const typed = await host.ask({ code: 'confirm-account', data: { account: plan.account, calls } })
  if (typed === undefined) throw nobody(plan.account)
  same(typed, plan.account)
  const phone = newPhone(plan, configuration, phoneNow)
  if (phone === undefined) return
  const again = await host.ask({ code: 'confirm-phone', data: { account: plan.account } })
  if (digits(again ?? '') !== digits(phone))
    throw new UserError(
      'not-confirmed',
      `The number that was typed is not contacts.primary.phone of the configuration. ${unchanged}`,
      'Look at the number in neverroot.yaml, make a new plan, and type the same number.',
    )
}

/** For taking back what made the account safer: a word of its own, after the account id. */
export async function confirmWeakening(run: string, { host, confirmed }: Confirmation): Promise<void> {
  if (confirmed !== undefined) return
  const typed = await host.ask?.({ code: 'confirm-weakening', data: { run } })
  if (typed?.trim() === run) return
  throw new UserError('not-confirmed', `Not confirmed. ${unchanged}`, `Type the name of the run: ${run}`)
}

function same(typed: string, account: string): void {
  if (typed.trim() === account) return
  throw new UserError(
    'not-confirmed',
    typed.trim() === ''
      ? `Not confirmed. ${unchanged}`
      : `"${typed.trim().slice(0, 40)}" is not ${account}. ${unchanged}`,
    `To apply it, type ${account} or give --confirm ${account}.`,
  )
}

const nobody = (account: string) =>
  new UserError(
    'not-confirmed',
    `Nobody is here to confirm. ${unchanged}`,
    `Without a terminal: --confirm ${account}`,
  )

/** The number that the plan would write on the account page, where it is another one than stands there. */
function newPhone(plan: Plan, configuration: Configuration, now: Json | undefined): string | undefined {
  const changes = plan.items
    .flatMap((item) => item.steps)
    .some(
      (step) =>
        step.action === 'account:PutContactInformation' &&
        JSON.stringify(step.input).includes('{"$config":"contacts.primary.phone"}'),
    )
  const phone = changes ? at(configuration, 'contacts.primary.phone') : undefined
  return typeof phone === 'string' && digits(phone) !== digits(String(now ?? '')) ? phone : undefined
}

const digits = (text: string): string => text.replace(/\D/g, '')
