/** Accounts that join an organization between two looks: told, and planned for by themselves. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newWorld, WorldBuilder } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { accountsIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'

const CENTRE = '111111111111'
const OLD = '222222222222'
const MADE = '333333333333'
const INVITED = '444444444444'

const world = (): World =>
  newWorld({ scenario: 'arrivals', began })
    .account(CENTRE, (a) => a.user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).key().isCaller()))
    .account(OLD, (a) => memberRole(a, CENTRE))
    .organization(CENTRE, (o) => o.member(OLD).trust('account.amazonaws.com'))
    .build()

/** An hour later two accounts have joined. */
function join({ world, sandbox, pass }: Company): void {
  pass(1)
  new WorldBuilder(world)
    .account(MADE, (a) => memberRole(a, CENTRE))
    .account(INVITED, (a) => memberRole(a, CENTRE))
  const { members, rootId: parent } = world.organization!
  const joined = sandbox.clock.now().toISOString()
  members[MADE] = { parent, joined, method: 'CREATED' }
  members[INVITED] = { parent, joined, method: 'INVITED' }
}

const arrived = async (company: Company) => (await company.audit()).head.arrived

describe('an audit of an organization', () => {
  it('says nothing of the first time, then whom it did not know', async () => {
    const company = await companyOf(world())
    expect(await arrived(company)).toBeUndefined()
    expect(await arrived(company)).toMatchObject({ accounts: [], invited: 0 })
    const since = company.sandbox.clock.now().toISOString()
    join(company)
    expect(await arrived(company)).toEqual({ since, accounts: [MADE, INVITED], invited: 1 })
    company.pass(1)
    expect(await arrived(company)).toMatchObject({ accounts: [] })
  })

  it('compares with a look at all of them, not at a few', async () => {
    const company = await companyOf(world())
    await company.audit()
    join(company)
    await company.plan({ choice: { accounts: [OLD, MADE] } })
    expect(await arrived(company)).toMatchObject({ accounts: [MADE, INVITED] })
  })
})

describe('a plan for new accounts', () => {
  let company: Company
  beforeAll(async () => void (company = await companyOf(world())))

  it('is none before anything was looked at: what is new cannot be told', async () => {
    await expect(company.plan({ onlyNew: true })).rejects.toMatchObject({ code: 'nothing-to-compare' })
  })

  it('is about those that joined since the plan that was applied last, audits in between or not', async () => {
    const plan = await company.plan()
    await company.apply(plan)
    expect((await company.plan({ onlyNew: true })).items.filter((i) => i.subject.kind === 'account')).toEqual(
      [],
    )
    join(company)
    await company.audit()
    // A plan for one control passes others by: it changes nothing about who is new.
    await company.apply(await company.plan({ only: ['password-policy-is-strong'] }))
    const next = await company.plan({ onlyNew: true })
    expect(
      accountsIn(next)
        .filter((id) => !id.startsWith('o-'))
        .sort(),
    ).toEqual([MADE, INVITED])
    expect(company.notices).toContainEqual({
      code: 'note',
      data: { text: expect.stringContaining('when the plan was made that was applied last') },
    })
    company.pass(1)
    await company.apply(next)
    expect((await company.plan({ onlyNew: true })).items.filter((i) => i.subject.kind === 'account')).toEqual(
      [],
    )
  })

  it('is about those that joined since the last look at all, where none was applied', async () => {
    const other = await companyOf(world())
    await other.audit()
    join(other)
    expect(
      accountsIn(await other.plan({ onlyNew: true }))
        .filter((id) => !id.startsWith('o-'))
        .sort(),
    ).toEqual([MADE, INVITED])
  })
})
