import { setTimeout } from 'node:timers/promises'
import type { Source } from '../aws/index.ts'
import { sourceOf } from '../engine/collect.ts'
import { type ListedAccount, type Subject, type Unknown, unknown, UserError } from '../model/index.ts'
import { ahead } from './ahead.ts'
import { chooser } from './choose.ts'
import { enter } from './enter.ts'
import { configurationFor } from './inherit.ts'
import { listAccounts } from './list.ts'
import type { OrganizationOptions, Place } from './look.ts'
import { isShut, shutBecause, subjectOf } from './member.ts'
import { placeOf } from './place.ts'
import { forEach } from './pool.ts'
import { Progress } from './progress.ts'
import { inherited } from './records.ts'
import { readUnits, type Units } from './units.ts'

/** One account of many, and what was made of it; `gap`: why nobody could look into it. */
export type Visit<T> = { subject: Subject; how: string } & ({ value: T } | { gap: Unknown })

export type VisitOptions = Omit<
  OrganizationOptions,
  'catalogue' | 'memberCatalogue' | 'all' | 'folder' | 'resume' | 'planOf' | 'tool' | 'calls' | 'sandbox'
> &
  Pick<OrganizationOptions, 'catalogue'>

/** Sessions that wait for CloudTrail's two requests a second, for each member that is being asked. */
const mostWaiting = 4

/**
 * Looks into each account that is chosen, through the role that lets us in, and hands over what it sees of it. An account that
 * cannot be entered is told with the reason. Throws UserError where it cannot begin, and where no account is chosen.
 */
export async function eachAccount<T>(
  options: VisitOptions,
  work: (source: Source, account: ListedAccount) => Promise<T>,
  unknownIn: (value: T) => boolean,
): Promise<{ place: Place; visits: Visit<T>[] }> {
  const place = await placeOf(options)
  const units = await readUnits(options.source)
  const progress = new Progress(options.host, () => Date.now())
  const visits: Visit<T>[] = []
  const learnt = new Set<string>()
  const { width } = options
  await forEach(
    ahead(chosenOf(options, place, units, progress)),
    { width, most: mostWaiting * width },
    async (account, slot) => {
      const visit = await visitOne(options, place, units, learnt, account, work, slot.leave)
      visits.push(visit)
      progress.done('gap' in visit || unknownIn(visit.value))
    },
  )
  progress.end()
  return { place, visits: visits.sort((a, b) => a.subject.id.localeCompare(b.subject.id)) }
}

async function* chosenOf(
  { source, choice }: VisitOptions,
  { managementAccount }: Place,
  units: Units,
  progress: Progress,
): AsyncGenerator<ListedAccount> {
  const wanted = chooser(choice, units)
  const seen = new Set<string>()
  for await (const { accounts } of listAccounts(source, managementAccount))
    for (const account of accounts) {
      if (seen.has(account.id) || !wanted(account)) continue
      seen.add(account.id)
      progress.expect(false)
      yield account
    }
  const missing = choice.accounts?.filter((id) => !seen.has(id)) ?? []
  if (missing.length > 0)
    throw new UserError(
      'no-such-account',
      `${missing.join(', ')} ${missing.length === 1 ? 'is no account' : 'are no accounts'} of the organization that --ou and --exclude leave.`,
      'Give ids of its accounts, or leave these options away.',
    )
  if (seen.size === 0)
    throw new UserError(
      'no-account-chosen',
      'No account of the organization is chosen by --accounts, --ou and --exclude.',
      'Give ids of its accounts, or leave these options away.',
    )
  progress.listed()
}

async function visitOne<T>(
  options: VisitOptions,
  { organization }: Place,
  units: Units,
  learnt: Set<string>,
  account: ListedAccount,
  work: (source: Source, account: ListedAccount) => Promise<T>,
  leave: () => void,
): Promise<Visit<T>> {
  const { source, caller, door, as, terms } = options
  const subject = subjectOf(account)
  if (account.id === caller.account)
    return { subject, how: 'own credentials', value: await work(source, account) }
  if (isShut(account)) {
    const gap = unknown('elsewhere', `${shutBecause(account)}: AWS lets nobody in to look`)
    return { subject, how: 'not entered', gap }
  }
  const own = account.management ? { ...terms, roles: [] } : terms
  const entry = await enter(account, { door, caller, terms: own, learnt, rootSessions: false, as })
  try {
    if (entry.gap) return { subject, how: 'not entered', gap: entry.gap }
    // What is left to do is mostly waiting for the member's own turn at CloudTrail.
    leave()
    const { get, ...sight } = source
    const member = sourceOf({
      ...sight,
      caller: entry.caller,
      ...(entry.signedWith ? { signedWith: entry.signedWith } : {}),
      call: entry.call,
      pause: (ms) => setTimeout(ms),
      configuration: configurationFor(options.configuration, account, units),
      records: inherited(await options.records(account.id), await options.records(organization)),
      centre: {
        account: caller.account,
        listed: account,
        at: source.now.toISOString(),
        call: source.call,
        get,
      },
    })
    return { subject, how: entry.how, value: await work(member, account) }
  } finally {
    entry.close()
  }
}
