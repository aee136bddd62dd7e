import { pages } from '../aws/index.ts'
import type { ListedAccount } from '../model/index.ts'
import { enter, type EnterOptions } from './enter.ts'
import { configurationFor } from './inherit.ts'
import { describeAccount } from './list.ts'
import type { Look } from './look.ts'
import { type AccountResult, isShut, lookAtMember, resultOf, shutOut, subjectOf } from './member.ts'
import { inherited } from './records.ts'

/** Looks at one account and keeps what was found. */
export async function lookAt(look: Look, account: ListedAccount): Promise<void> {
  const { run, progress } = look
  const [result, owner] = await Promise.all([resultFor(look, account), ownerOf(look, account)])
  run.add(account.id, owner === undefined ? result : { ...result, owner })
  progress.done(result.findings.some(({ status }) => status === 'unknown'))
}

async function resultFor(look: Look, account: ListedAccount): Promise<AccountResult> {
  const { options, own, units } = look
  const { source, catalogue, all } = options
  if (account.id === options.caller.account) {
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
          call: source.call,
          get: source.get,
        },
      },
      entry,
      {
        catalogue: options.memberCatalogue,
        only: options.only,
        section: options.section,
        all,
        ...(options.planOf ? { planOf: options.planOf } : {}),
      },
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

/** Who answers for an account, where the configuration says which tag tells; undefined: no tag, or it cannot be seen. */
async function ownerOf({ options }: Look, { id }: ListedAccount): Promise<string | undefined> {
  const key = options.configuration.organization?.ownerTag
  if (key === undefined) return undefined
  const tags = await pages(options.source, 'organizations:ListTagsForResource', { ResourceId: id }, (o) => ({
    items: o.Tags,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  return tags.ok ? tags.items.find((tag) => tag.Key === key)?.Value : undefined
}
