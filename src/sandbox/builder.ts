/**
 * A test describes its own AWS in a few lines. Dates are ISO strings or numbers of days before `began`; ids come from
 * the world's sequence, so the same description gives the same world.
 *
 *   const world = newWorld({ scenario: 'test', began: '2026-11-23T06:30:00Z' })
 *     .account('111111111111', a =>
 *       a.named('mia-lab')
 *         .root({ password: { lastUsed: 400 }, mfa: ['virtual'] })
 *         .user('mia', u => u.console({ lastUsed: 1 }).admin().key().isCaller())
 *         .event(rootSignIn({ at: 3 })))
 *     .build()
 */
import { AccountBuilder, bareAccount } from './builder/account.ts'
import { moment } from './builder/ids.ts'
import { OrganizationBuilder } from './builder/organization.ts'
import { SandboxUsageError } from './usage-error.ts'
import type { Behaviour, Iso, PartitionName, World } from './world.ts'

export * from './builder/calls.ts'
export * from './builder/sign-ins.ts'
export { rawEvent, type EventMaker, type EventOptions } from './builder/records.ts'
export { moment, nextId, nextUuid, type When } from './builder/ids.ts'
export { topicPolicy } from './builder/policies.ts'
export { AccountBuilder, OrganizationBuilder }

export class WorldBuilder {
  constructor(private readonly world: World) {}

  /** Adds an account. Without any caller chosen, root of the first account is the caller, in a session. */
  account(id: string, describe?: (account: AccountBuilder) => unknown): this {
    if (Object.hasOwn(this.world.accounts, id))
      throw new SandboxUsageError(`Account ${id} is in this world already.`, 'Choose another id.')
    const account = bareAccount(this.world, id)
    this.world.accounts[id] = account
    describe?.(new AccountBuilder(this.world, account))
    return this
  }

  /** Describes more of an account that was added before. */
  change(id: string, describe: (account: AccountBuilder) => unknown): this {
    const account = this.world.accounts[id]
    if (!account) throw new RangeError(`no account ${id}`)
    describe(new AccountBuilder(this.world, account))
    return this
  }

  /** Makes the organization; members that have no account of their own yet are added bare. */
  organization(managementAccountId: string, describe?: (organization: OrganizationBuilder) => unknown): this {
    const builder = new OrganizationBuilder(this.world, managementAccountId)
    describe?.(builder)
    this.world.organization = builder.organization
    for (const id of Object.keys(builder.organization.members)) if (!this.world.accounts[id]) this.account(id)
    return this
  }

  behaviour(behaviour: Behaviour): this {
    Object.assign(this.world.behaviour, behaviour)
    return this
  }

  build(): World {
    const [first] = Object.values(this.world.accounts)
    if (!this.world.defaultAccessKeyId && first) new AccountBuilder(this.world, first).rootIsCaller()
    return this.world
  }
}

/** Begins a world. `began` is its beginning in UTC; scenario dates are relative to it. */
export function newWorld(given: { scenario: string; began: Iso; partition?: PartitionName }): WorldBuilder {
  return new WorldBuilder({
    schema: 'neverroot/sandbox/1',
    scenario: given.scenario,
    partition: given.partition ?? 'aws',
    began: moment(given.began, given.began),
    sequence: 0,
    accounts: {},
    sessions: [],
    defaultAccessKeyId: '',
    behaviour: {},
  })
}
