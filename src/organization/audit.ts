import type { Credentials, Door, Source } from '../aws/index.ts'
import { assess, type Assessment, type Catalogue } from '../engine/assess.ts'
import { judge } from '../engine/judge.ts'
import {
  type CallCount,
  type Caller,
  type Configuration,
  type Finding,
  type ListedAccount,
  type Profile,
  type Records,
  type Report,
  type Section,
  type Subject,
  UserError,
} from '../model/index.ts'
import type { Host } from '../ports.ts'
import {
  beginOrganizationRun,
  type KeptAccount,
  type OrganizationRun,
  resumeOrganizationRun,
  unfinishedRun,
} from '../store/organization-run.ts'
import { type Choice, chooser } from './choose.ts'
import { enter, type EnterOptions } from './enter.ts'
import { configurationFor, slipsOf } from './inherit.ts'
import { inherited } from './records.ts'
import { describeAccount, listAccounts } from './list.ts'
import { type AccountResult, isShut, lookAtMember, resultOf, shutOut, subjectOf } from './member.ts'
import { type Place, placeOf } from './place.ts'
import { forEach } from './pool.ts'
import { Progress } from './progress.ts'
import { reportOf } from './report.ts'
import type { Learnt, SessionTerms } from './roles.ts'
import { readUnits, type Units } from './units.ts'

export interface OrganizationOptions {
  /** The look of whoever asks: its facts are the organization's. */
  source: Source
  door: Door
  caller: Caller
  /** A door for the credentials of a member. */
  as(credentials: Credentials, account: string): Door
  terms: SessionTerms
  rootSessions: boolean
  catalogue: Catalogue
  /** The same controls, framed for accounts that are looked at with many others. */
  memberCatalogue: Catalogue
  configuration: Configuration
  profile?: Profile
  only?: readonly string[]
  section?: Section
  choice: Choice
  /** True: what passes and what does not apply is kept for members too. */
  all: boolean
  /** What people recorded about a subject. */
  records(subject: string): Promise<Records>
  /** The state folder. */
  folder: string
  resume: boolean
  /** How many members are looked at at the same time. */
  width: number
  tool: { name: string; version: string }
  sandbox?: string
  calls: () => CallCount
  host: Host
}

/**
 * Looks at every account of an organization, or at a choice of them, and reports. What was found is on the disk as soon as
 * it is found. Throws UserError where it cannot begin.
 */
export async function auditOrganization(options: OrganizationOptions): Promise<Report> {
  const { source, folder, host } = options
  const place = await placeOf(options)
  const run = await openRun(options, place)
  try {
    const [units, own] = await Promise.all([
      readUnits(source),
      assess({
        sight: source,
        source,
        catalogue: options.catalogue,
        profile: options.profile,
        only: options.only,
        section: options.section,
        oneOfMany: true,
      }),
    ])
    const notes = [...slipsOf(options.configuration, units)]
    for (const note of notes) host.notify({ code: 'note', data: { text: note } })
    const progress = new Progress(host, () => Date.now())
    const look: Look = { options, place, run, units, own, notes, progress, learnt: new Set() }
    await forEach(chosen(look), options.width, (account) => lookAt(look, account))
    look.progress.end()
    const subject: Subject = { kind: 'organization', id: place.organization, name: place.organization }
    const organization = resultOf(subject, 'from the centre', await ofOrganization(look, subject), true)
    await run.finish()
    return reportOf({
      head: {
        schema: 'neverroot/report/1',
        at: source.now.toISOString(),
        tool: options.tool,
        caller: options.caller,
        profile: own.circumstances.profile,
        profileBecause: own.profileBecause,
        vantage: place.vantage,
        partition: source.partition,
        ...(options.sandbox ? { sandbox: options.sandbox } : {}),
        ...(own.incident ? { incident: own.incident } : {}),
        notes: [...own.notes, ...look.notes],
      },
      organization,
      accounts: accountsOf(run).filter((account) => run.has(account.id)),
      read: (id) => run.read(id) as AccountResult,
      placeOf: (path) => units.pathOf(path),
      controls: options.catalogue.controls,
      calls: options.calls,
      close: () => run.close(),
    })
  } catch (error) {
    run.close()
    throw error
  }

  async function openRun(given: OrganizationOptions, { organization }: Place): Promise<OrganizationRun> {
    const head = {
      organization,
      choice: JSON.stringify([given.choice, given.only, given.section, given.all, given.rootSessions]),
      at: source.now.toISOString(),
    }
    if (given.resume) return resumeOrganizationRun(folder, head)
    const before = await unfinishedRun(folder)
    if (before)
      host.notify({
        code: 'note',
        data: {
          text: `An audit of ${before.at.slice(0, 16).replace('T', ' ')} UTC was not finished; this one begins anew (--resume would have carried on with it).`,
        },
      })
    return beginOrganizationRun(folder, head)
  }
}

interface Look {
  options: OrganizationOptions
  place: Place
  run: OrganizationRun
  units: Units
  own: Assessment
  notes: string[]
  progress: Progress
  learnt: Learnt
}

/** The accounts that are still to be looked at, while the list is still arriving. */
async function* chosen(look: Look): AsyncGenerator<ListedAccount> {
  const { options, run, units, progress } = look
  const wanted = chooser(options.choice, units)
  const seen = new Set<string>()
  const fresh = (accounts: readonly ListedAccount[]) =>
    accounts.filter(({ id }) => !seen.has(id) && seen.add(id))
  const take = function* (accounts: readonly ListedAccount[]) {
    for (const account of fresh(accounts)) {
      if (!wanted(account)) continue
      progress.expect(run.has(account.id))
      if (!run.has(account.id)) yield account
    }
  }
  for await (const accounts of pagesOf(look)) yield* take(accounts)
  if (progress.expected === 0)
    throw new UserError(
      'no-account-chosen',
      'No account of the organization is chosen by --accounts, --ou and --exclude.',
      'Give ids of its accounts, or leave these options away.',
    )
  progress.listed()
}

/** Accounts as they are listed; a few that are named are asked for one by one. */
async function* pagesOf({ options, place, run, notes }: Look): AsyncGenerator<readonly ListedAccount[]> {
  const { source, choice, host } = options
  const { managementAccount } = place
  if (choice.accounts && choice.accounts.length <= 20 && run.pages.length === 0) {
    for (const id of choice.accounts) {
      const { account, at, why } = await describeAccount(source, id, managementAccount)
      if (account) {
        run.addPage({ at, accounts: [account] })
        yield [account]
      } else {
        const text = `Account ${id} is left out: ${why}.`
        notes.push(text)
        host.notify({ code: 'note', data: { text } })
      }
    }
    return
  }
  // What an earlier run has listed is asked for again only where something is left to do: addresses are not kept.
  for (const page of run.pages) {
    if (page.accounts.every(({ id }) => run.has(id))) {
      yield page.accounts
      continue
    }
    if (page.from === undefined && page.next === undefined) {
      for (const { id } of page.accounts) {
        const { account } = await describeAccount(source, id, managementAccount)
        if (account) yield [account]
      }
      continue
    }
    for await (const { accounts } of listAccounts(source, managementAccount, page.from)) {
      yield accounts
      break
    }
  }
  const last = run.pages.at(-1)
  if (last && last.next === undefined) return
  let from = last?.next
  for await (const page of listAccounts(source, managementAccount, from)) {
    run.addPage({ ...(from === undefined ? {} : { from }), ...page })
    from = page.next
    yield page.accounts
  }
}

/** Every account of the run once, as it was listed. */
function accountsOf(run: OrganizationRun): KeptAccount[] {
  return [...new Map(run.pages.flatMap(({ accounts }) => accounts).map((one) => [one.id, one])).values()]
}

async function lookAt(look: Look, account: ListedAccount): Promise<void> {
  const { run, progress } = look
  const result = await resultFor(look, account)
  run.add(account.id, result)
  progress.done(result.findings.some(({ status }) => status === 'unknown'))
}

async function resultFor(look: Look, account: ListedAccount): Promise<AccountResult> {
  const { options, own, units } = look
  const { source, catalogue, all } = options
  if (account.id === options.caller.account)
    return resultOf(
      { ...own.circumstances.subject, name: account.name },
      'own credentials',
      own.judged.map(({ finding }) => finding),
      true,
    )
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
    if (entry.gap && !(await isStillThere(look, account))) {
      const result = shutOut({ ...account, state: 'LEFT_THE_ORGANIZATION' }, catalogue.controls, all)
      return { ...result, subject: { ...subjectOf(account), state: 'LEFT' } }
    }
    const { records: _, get: _get, ...sight } = source
    return await lookAtMember(
      {
        ...sight,
        configuration: configurationFor(options.configuration, account, units),
        records: inherited(await options.records(account.id), await options.records(look.place.organization)),
        centre: {
          account: options.caller.account,
          listed: account,
          at: source.now.toISOString(),
          get: source.get,
        },
      },
      entry,
      { catalogue: options.memberCatalogue, only: options.only, section: options.section, all },
    )
  } finally {
    entry.close()
  }
}

/** An account that lets nobody in may have left since it was listed. */
async function isStillThere({ options, place }: Look, { id }: ListedAccount): Promise<boolean> {
  const { account, why } = await describeAccount(options.source, id, place.managementAccount)
  return account !== undefined || why !== 'it is not in the organization'
}

/** What is judged once for the whole organization. */
async function ofOrganization({ options, own }: Look, subject: Subject): Promise<Finding[]> {
  const records = await options.records(subject.id)
  const circumstances = { ...own.circumstances, subject }
  const controls = options.catalogue.controls.filter(
    (control) =>
      control.scope === 'organization' &&
      (!options.only || options.only.includes(control.id)) &&
      (!options.section || control.section === options.section),
  )
  return Promise.all(
    controls.map(async (control) => {
      const collectors = Object.entries({ ...control.requires, ...control.considers })
      const facts = await Promise.all(
        collectors.map(
          async ([name, collector]) => [name, await options.source.get(collector as never)] as const,
        ),
      )
      return judge(control, Object.fromEntries(facts), circumstances, records)
    }),
  )
}
