import { setTimeout } from 'node:timers/promises'
import { pages } from '../aws/index.ts'
import type { Assessment } from '../engine/assess.ts'
import { type ListedAccount, UserError } from '../model/index.ts'
import { auditRoot } from './audit-root.ts'
import { enter, type EnterOptions, type Entry } from './enter.ts'
import { configurationFor } from './inherit.ts'
import { describeAccount, notInOrganization } from './list.ts'
import type { Look, OrganizationOptions } from './look.ts'
import {
  type AccountResult,
  isGoing,
  isMendedFromOutside,
  isShut,
  lookAtMember,
  resultOf,
  shutOut,
  subjectOf,
} from './member.ts'
import type { Slot } from './pool.ts'
import { inherited } from './records.ts'

/** Looks at one account and keeps what was found. */
export async function lookAt(look: Look, account: ListedAccount, slot: Slot): Promise<void> {
  const { run, progress } = look
  const [result, owner] = await Promise.all([resultFor(look, account, slot), ownerOf(look, account)])
  run.add(account.id, owner === undefined ? result : { ...result, owner })
  progress.done(result.findings.some(({ status }) => status === 'unknown'))
}

async function resultFor(look: Look, account: ListedAccount, slot: Slot): Promise<AccountResult> {
  const { options } = look
  const { catalogue, all } = options
  if (account.id === options.caller.account) {
    const own = await look.own
    const subject = { ...own.circumstances.subject, name: account.name }
    const findings = own.judged.map(({ finding }) => finding)
    const result = resultOf(subject, 'own credentials', findings, true)
    return options.planOf ? { ...result, plan: await options.planOf(own) } : result
  }
  if (isShut(account)) return shutOut(account, catalogue.controls, all)
  const entering: EnterOptions = {
    door: options.door,
    caller: options.caller,
    terms: account.management ? { ...options.terms, roles: [] } : options.terms,
    learnt: look.learnt,
    rootSessions: options.rootSessions && !account.management,
    as: options.as,
  }
  const entry = await enter(account, entering)
  try {
    if (!entry.gap) return await lookInto(look, account, slot, entry, entering)
    // The centre is asked about it in its turn, and that queue may be minutes long: members with a role need not wait for it.
    slot.leave()
    return await look.central(async () =>
      (await isStillThere(look, account))
        ? lookInto(look, account, slot, entry, entering)
        : {
            ...shutOut({ ...account, state: 'LEFT_THE_ORGANIZATION' }, catalogue.controls, all),
            subject: { ...subjectOf(account), state: 'LEFT' },
          },
    )
  } finally {
    entry.close()
  }
}

async function lookInto(
  { options, units, notes, place }: Look,
  account: ListedAccount,
  slot: Slot,
  entry: Entry,
  entering: EnterOptions,
): Promise<AccountResult> {
  const { source, all } = options
  // Only where something is about to be mended is it looked through root's own eyes.
  const root =
    options.planOf && !account.management
      ? auditRoot(account.id, { ...entering, now: source.now })
      : undefined
  const { records: _, get: _get, into: _into, ...sight } = source
  try {
    return await lookAtMember(
      {
        ...sight,
        pause: (ms) => {
          slot.leave()
          return setTimeout(ms)
        },
        configuration: configurationFor(options.configuration, account, units),
        records: inherited(await options.records(account.id), await options.records(place.organization)),
        centre: {
          account: options.caller.account,
          listed: account,
          at: source.now.toISOString(),
          call: source.call,
          ...(isMendedFromOutside(account, entry, options.caller) ? { outside: true as const } : {}),
          ...(root ? { asRoot: root.call } : {}),
          get: source.get,
        },
      },
      entry,
      {
        catalogue: options.memberCatalogue,
        only: options.only,
        section: options.section,
        all,
        ...(options.planOf && !isGoing(account) ? { planOf: planOrNote(options, notes) } : {}),
      },
    )
  } finally {
    root?.close()
  }
}

/** A member that looks taken over has no plan, which is said; the others have theirs. */
const planOrNote =
  ({ planOf, host }: OrganizationOptions, notes: string[]) =>
  async (seen: Assessment) => {
    try {
      return await planOf?.(seen)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const text = `${error.message} ${error.hint}`
      notes.push(text)
      host.notify({ code: 'note', data: { text } })
      return undefined
    }
  }

/** An account that lets nobody in may have left since it was listed. */
async function isStillThere({ options, place }: Look, { id }: ListedAccount): Promise<boolean> {
  const { account, why } = await describeAccount(options.source, id, place.managementAccount)
  return account !== undefined || why !== notInOrganization
}

/** Who answers for an account, where the configuration says which tag tells; undefined: no tag. */
async function ownerOf({ options }: Look, { id }: ListedAccount): Promise<string | undefined> {
  const key = options.configuration.organization?.ownerTag
  if (key === undefined) return undefined
  const tags = await pages(options.source, 'organizations:ListTagsForResource', { ResourceId: id }, (o) => ({
    items: o.Tags,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  return tags.ok ? tags.items.find((tag) => tag.Key === key)?.Value : 'owner not seen'
}
