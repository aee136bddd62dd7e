/** Who can become root: of the connected account, or of a member from the centre of its organization. */
import type { Source } from '../aws/index.ts'
import { accountService, iamService } from '../controls/support/central-services.ts'
import { recoveryCollectors, recoveryFacts } from '../controls/support/recovery.ts'
import control from '../controls/root-recovery-takes-more-than-one.ts'
import { sourceOf } from '../engine/collect.ts'
import { accountInformation } from '../facts/account-information.ts'
import { delegatedAdministrators } from '../facts/delegated-administrators.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { primaryContact } from '../facts/primary-contact.ts'
import { rootPowers } from '../facts/root-powers.ts'
import { type Fact, type Facts, type Recovery, type Subject, UserError, valueOf } from '../model/index.ts'
import { eachAccount } from '../organization/each.ts'
import { findings, type RecoveryFacts, recoveryGraph } from '../recovery/index.ts'
import { tool } from '../version.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'
import { atTheCentre, type LookAtOrganizationOptions } from './organization.ts'

export interface RecoveryOptions extends LookOptions {
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
}

/** What a person calls what could not be seen; the facts that only people tell are no gap. */
const told: Partial<Record<string, string>> = {
  place: 'whether it is in an organization',
  root: 'which credentials root has',
  recovery: 'whether recovery is blocked',
  powers: 'what users and roles may do',
  contact: 'the phone number on file',
}

/** What must not all be unseen. */
const looked = ['root', 'powers', 'contact'].map((name) => told[name]!)

type Drawn = Pick<Recovery, 'at' | 'vantage' | 'graph' | 'couldNotLook' | keyof ReturnType<typeof findings>>

/** The recovery graph of the connected account. Reads only. Throws UserError where it cannot begin. */
export async function recoveryOf(options: RecoveryOptions): Promise<Recovery> {
  const connected = await connect(options, options.host)
  const { door, caller, partition } = connected
  try {
    checkPartition(partition)
    const { sight } = await assessOptions(options, connected)
    const source = sourceOf(sight)
    const [drawn, named] = await Promise.all([draw(source), source.get(accountInformation)])
    // A drawing of nothing but question marks would look like an answer.
    if (looked.every((what) => drawn.couldNotLook.some((gap) => gap.what === what)))
      throw new UserError(
        'nothing-known',
        `Who can become root of account ${caller.account} could not be looked at as ${caller.arn}: ${drawn.couldNotLook[0]!.message}.`,
        'Give this caller the policy that this prints: neverroot permissions recovery',
      )
    const subject: Subject = {
      kind: 'account',
      id: caller.account,
      name: valueOf(named)?.name ?? caller.account,
      ...(drawn.vantage === 'management' ? { management: true } : {}),
    }
    return { ...headOf(options, caller), subject, ...drawn, calls: door.meter.count() }
  } finally {
    door.close()
  }
}

/**
 * The same of one account of the organization, from its management account or a delegated administrator: there it shows what
 * the centre can do. Reads only: in a member through a role whose session may do no more. Throws UserError where it cannot
 * begin, and where the account cannot be entered.
 */
export const recoveryOfMember = (account: string, options: LookAtOrganizationOptions): Promise<Recovery> =>
  atTheCentre(
    { ...options, choice: { accounts: [account] } },
    async (how, { partition }) => {
      checkPartition(partition)
      const { visits } = await eachAccount(how, draw, () => false).catch(unknownAccount(account))
      const visit = visits[0]!
      if ('gap' in visit)
        throw new UserError(
          'not-entered',
          `Account ${account} cannot be looked into: ${visit.gap.message}.`,
          'Run it with credentials of that account: neverroot recovery --profile NAME',
        )
      return { ...headOf(options, how.caller), subject: visit.subject, ...visit.value, calls: how.calls() }
    },
    { alone: false },
  )

/** Whoever names one account has not chosen among many. */
const unknownAccount =
  (account: string) =>
  (error: unknown): never => {
    if (!(error instanceof UserError) || error.code !== 'no-such-account') throw error
    throw new UserError(
      'no-such-account',
      `${account} is no account of this organization.`,
      'Give the id of one of its accounts: aws organizations list-accounts',
    )
  }

const headOf = ({ sandbox }: RecoveryOptions, caller: Recovery['caller']) => ({
  schema: 'neverroot/recovery/1' as const,
  tool,
  caller,
  ...(sandbox ? { sandbox } : {}),
})

/** Root of GovCloud cannot sign in to the console, and China has none: another graph than this one. */
function checkPartition(partition: string): void {
  if (partition !== 'aws-cn' && partition !== 'aws-us-gov') return
  throw new UserError(
    'no-such-recovery',
    `The recovery graph is not drawn for accounts of the partition ${partition}: ${partition === 'aws-cn' ? 'they have no root user' : 'their root user cannot sign in to the console'}.`,
    'Look at the account of the aws partition that it was made from, where there is one.',
  )
}

async function draw(source: Source): Promise<Drawn> {
  const collectors = { ...recoveryCollectors, powers: rootPowers, contact: primaryContact }
  const said = await source.get(control.considers.said)
  const seen = Object.fromEntries(
    await Promise.all(
      Object.entries(collectors).map(async ([name, collector]) => [
        name,
        await source.get<unknown>(collector),
      ]),
    ),
  ) as Facts<typeof collectors>
  const facts = recoveryFacts(seen, source.configuration, valueOf(said)?.holds)
  const contact = valueOf(seen.contact)
  const graph = recoveryGraph({
    ...facts,
    ...(contact ? { phone: contact.fields.PhoneNumber !== undefined } : {}),
    ...(facts.vantage === 'member' ? { centre: await centreOf(source) } : {}),
  })
  return {
    at: source.now.toISOString(),
    vantage: valueOf(seen.place)?.vantage ?? 'member',
    graph,
    ...findings(graph),
    couldNotLook: Object.entries(seen).flatMap(([name, fact]: [string, Fact<unknown>]) => {
      const what = told[name]
      return what !== undefined && fact.state === 'unknown'
        ? [{ what, message: fact.message, needs: fact.needs }]
        : []
    }),
  }
}

/** What stands above a member: from itself nothing of it can be seen. */
async function centreOf({ centre, get }: Source): Promise<RecoveryFacts['centre']> {
  const [powers, features, delegates] = await Promise.all([
    centre?.get(rootPowers),
    get(organizationsFeatures),
    get(delegatedAdministrators),
  ])
  const rootSessions = valueOf(features)?.rootSessions
  const deputies = (service: string) =>
    valueOf(delegates)?.filter(({ services }) => services.includes(service)).length ?? 0
  return {
    ...(powers?.state === 'known' ? { powers: powers.value } : {}),
    ...(rootSessions === undefined ? {} : { rootSessions }),
    ...(delegates.state === 'known'
      ? { delegates: { iam: deputies(iamService), account: deputies(accountService) } }
      : {}),
  }
}
