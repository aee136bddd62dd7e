import { type Configuration, type mailMoves, UserError } from '../model/index.ts'
import type { Host } from '../ports.ts'

export interface OrganizationConfirmation {
  organization: string
  /** What is about to be done. */
  calls: number
  accounts: number
  /** Whether it takes back what was applied. */
  takesBack: boolean
  /** The new numbers with which root is recovered. */
  phones: readonly string[]
  /** It makes accounts less safe than they are. */
  weakens: boolean
  /** The id that was given instead of being typed. */
  confirmed?: string
  host: Host
}

const unchanged = 'Nothing was changed.'

/**
 * Has the organization's id typed, unless it was given, and then each new phone number: whoever holds it can get past
 * root's MFA. What makes accounts less safe takes a word of its own. Throws UserError for everything but the right answers.
 */
export async function confirmOrganization(what: OrganizationConfirmation): Promise<void> {
  const { organization, calls, accounts, takesBack, phones, weakens, confirmed, host } = what
  const hint = `To ${takesBack ? 'take it back' : 'apply it'}, type ${organization} or give --confirm ${organization}.`
  const given =
    confirmed ?? (await host.ask?.({ code: code(takesBack), data: { organization, calls, accounts } }))
  const typed = given?.trim()
  if (typed !== organization)
    throw new UserError(
      'not-confirmed',
      typed === undefined
        ? `Nobody is here to confirm. ${unchanged}`
        : typed === ''
          ? `Not confirmed. ${unchanged}`
          : `"${typed.slice(0, 40)}" is not ${organization}. ${unchanged}`,
      typed === undefined ? `Without a terminal: --confirm ${organization}` : hint,
    )
  if (confirmed !== undefined) return
  for (const phone of phones) {
    const again = await host.ask?.({ code: 'confirm-phone', data: { organization } })
    if (digits(again ?? '') !== digits(phone))
      throw new UserError(
        'not-confirmed',
        `The number that was typed is not the contacts.primary.phone of the configuration. ${unchanged}`,
        'Look at the number in neverroot.yaml, make a new plan, and type the same number.',
      )
  }
  if (!weakens) return
  const word = `weaken ${organization}`
  const last = await host.ask?.({ code: 'confirm-weakening', data: { run: word } })
  if (last?.trim() !== word)
    throw new UserError('not-confirmed', `Not confirmed. ${unchanged}`, `Type this: ${word}`)
}

/**
 * Has each mail domain typed that root addresses move to: whoever reads mail there becomes root of those accounts. Who gave
 * the id on the command line has read the plan.
 */
export async function confirmDomains({
  moves,
  confirmed,
  host,
}: {
  moves: ReturnType<typeof mailMoves>
  confirmed?: string
  host: Host
}): Promise<void> {
  if (confirmed !== undefined) return
  const away = moves.filter(({ from, to }) => from !== to)
  for (const domain of new Set(away.map(({ to }) => to))) {
    const accounts = away.filter(({ to }) => to === domain).flatMap((move) => move.accounts).length
    const typed = await host.ask?.({ code: 'confirm-domain', data: { domain, accounts } })
    if (typed?.trim().toLowerCase() !== domain)
      throw new UserError(
        'not-confirmed',
        `The domain that was typed is not the one that root addresses would move to. ${unchanged}`,
        'Look at contacts.root.email in neverroot.yaml and at the top of the plan, and type the new domain.',
      )
  }
}

const code = (takesBack: boolean) => (takesBack ? 'confirm-undo-organization' : 'confirm-organization')

const digits = (text: string): string => text.replace(/\D/g, '')

/** Every number that a configuration declares for root's recovery: at its top, for a unit, for an account. */
export const phonesOf = ({ contacts, organization }: Configuration): string[] => [
  ...new Set(
    [{ contacts }, ...(organization?.overrides ?? [])].flatMap(
      ({ contacts: own }) => own?.primary?.phone ?? [],
    ),
  ),
]
