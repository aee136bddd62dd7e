/** Members of an organization that are mended from its centre: looked at through their roles, and planned for as one. */
import type { Credentials, Door, Source } from '../aws/index.ts'
import { controls } from '../controls/index.ts'
import type { Looked } from '../engine/apply/apply.ts'
import { type Assessment, assess, type Catalogue } from '../engine/assess.ts'
import { sourceOf } from '../engine/collect.ts'
import { makePlan } from '../engine/plan/make.ts'
import { together } from '../engine/plan/many.ts'
import { memberFrame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import {
  type Json,
  type ListedAccount,
  noRecords,
  type Plan,
  unknown,
  UserError,
  valueOf,
} from '../model/index.ts'
import { auditRoot } from '../organization/audit-root.ts'
import { enter } from '../organization/enter.ts'
import { describeAccount } from '../organization/list.ts'
import { sourceIdentityOf, usualRoles } from '../organization/roles.ts'
import { silent } from '../ports.ts'
import { tool } from '../version.ts'
import { assessOptions, type Connected, connect, type LookOptions } from './connect.ts'
import { memberPolicy } from './organization.ts'
import type { ConfigFile } from './plan.ts'

export interface MembersOptions extends LookOptions {
  config?: ConfigFile
  /** Which members: ids of accounts. */
  members: readonly string[]
}

/**
 * Looks at members one by one and plans what would be done about what fails there, to be performed from here. Nothing is
 * changed; where root of a member must be known, a session that may only read its credentials is opened. Throws UserError
 * where it cannot begin.
 */
export async function planMembers(options: MembersOptions): Promise<Plan> {
  const connected = await connect(options, options.host ?? silent)
  try {
    return await withMembers(options, connected, (looked) => looked.plan())
  } finally {
    connected.door.close()
  }
}

const memberCatalogue: Catalogue = { controls, frame: memberFrame, observables }

interface Member {
  listed: ListedAccount
  assessment: Assessment
}

/** Looks at members and does `work` with what was seen, while the ways to them are open. */
export async function withMembers<T>(
  options: MembersOptions,
  connected: Connected,
  work: (looked: Looked) => Promise<T>,
): Promise<T> {
  const closing: (() => void)[] = []
  try {
    return await work(await lookAtMembers(options, connected, closing))
  } finally {
    for (const close of closing) close()
  }
}

/** Looks at members; what must be closed when nothing is asked any more is added to `closing`. */
export async function lookAtMembers(
  options: MembersOptions,
  connected: Connected,
  closing: (() => void)[],
): Promise<Looked> {
  const { caller, door } = connected
  const source = sourceOf((await assessOptions(options, connected)).sight)
  const place = await source.get(organizationPlace)
  const organization = place.state === 'known' ? place.value.organization : undefined
  if (!organization || (place.state === 'known' && place.value.vantage === 'member'))
    throw new UserError(
      'not-the-centre',
      `Account ${caller.account} cannot mend the members of an organization.`,
      'Use credentials of the management account.',
    )
  const members = new Map<string, Member>()
  for (const id of options.members) {
    const { account, why } = await describeAccount({ call: door.call }, id, organization.managementAccount)
    if (!account || account.management || id === caller.account)
      throw new UserError(
        'no-such-member',
        `Account ${id} is no member that is mended from ${caller.account}${why ? `: ${why}` : ''}.`,
        'Name members of the organization by their ids.',
      )
    const assessment = await lookAt(account, { options, connected, source, closing })
    members.set(id, { listed: account, assessment })
  }
  const all = [...members.values()]
  const of = (account: string) => members.get(account)?.assessment
  return {
    assessment: { judged: all.flatMap(({ assessment }) => assessment.judged) },
    wayIn: async (account) =>
      of(account)?.get(memberFrame.wayIn) ?? unknown('elsewhere', 'it was not looked at'),
    observed: async (name, account): Promise<Json | undefined> => {
      const fetcher = Object.hasOwn(observables, name)
        ? observables[name as keyof typeof observables]
        : undefined
      const assessment = of(account)
      return fetcher && assessment && valueOf(await assessment.get(fetcher))
    },
    async plan() {
      const plans: Plan[] = []
      for (const { assessment } of all)
        plans.push(
          await makePlan({
            assessment,
            wayIn: () => assessment.get(memberFrame.wayIn),
            tool,
            from: { account: caller.account, organization: organization.id },
            ...(options.config ? { config: options.config } : {}),
          }),
        )
      const [first, ...rest] = plans
      if (!first) throw new UserError('no-such-member', 'No member is named.', 'Name members by their ids.')
      return together([first, ...rest])
    },
  }
}

interface Looking {
  options: MembersOptions
  connected: Connected
  /** The look of whoever mends: its facts are the centre's. */
  source: Source
  closing: (() => void)[]
}

async function lookAt(listed: ListedAccount, { options, connected, source, closing }: Looking) {
  const { door, caller } = connected
  const as = (credentials: Credentials): Door => {
    const { read, write } = connected.session(credentials)
    write.close()
    return read
  }
  const entry = await enter(listed, {
    door,
    caller,
    terms: {
      roles: options.configuration?.organization?.memberRoles ?? usualRoles,
      policy: memberPolicy(),
      sessionName: 'neverroot-audit',
      sourceIdentity: sourceIdentityOf(caller),
    },
    learnt: new Set(),
    rootSessions: false,
    as,
  })
  const root = auditRoot(listed.id, { door, caller, as, now: source.now })
  closing.push(
    () => entry.close(),
    () => root.close(),
  )
  const { records: _, get: _get, ...sight } = source
  return assess({
    sight: {
      ...sight,
      caller: entry.caller,
      ...(entry.signedWith ? { signedWith: entry.signedWith } : {}),
      call: entry.call,
      records: typeof options.records === 'function' ? await options.records(listed.id) : noRecords,
      centre: {
        account: caller.account,
        listed,
        at: source.now.toISOString(),
        asRoot: root.call,
        call: door.call,
        get: source.get,
      },
    },
    catalogue: memberCatalogue,
    profile: options.as,
    only: options.only,
    section: options.section,
    oneOfMany: true,
    toMend: true,
  })
}

/** The members that a plan is about: none where it is about the account that it was made in. */
export const membersOf = (plan: Plan): string[] =>
  plan.organization === undefined
    ? []
    : [...new Set(plan.items.map((item) => item.subject.id))].filter((id) => id !== plan.account)
