/** The neglected organization, whose root is heard at last: a sign-in anywhere is told to people, and our own work is not. */
import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge'
import { beforeAll, describe, expect, it } from 'vitest'
import { rootPattern } from '../../src/controls/remedies/root-alarm-pieces.ts'
import { inboxOf, makeScenario, setRootPassword, signInAsRoot, type World } from '../../src/sandbox/index.ts'
import { settings } from '../../src/sandbox/testing.ts'
import { badIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'
import { drilled } from '../support/drilling.ts'
import { said } from '../support/root-credentials.ts'

const alarm = 'root-use-raises-an-alarm'
const roots = 'member-roots-have-no-credentials'
const CENTRE = '111111111111'
const PROD = '333333333333'
const DEV = '555555555555'
const emails = ['mia@corp.example', 'pat@corp.example']
const configuration = { alerts: { emails }, organization: { alarmAccount: CENTRE } }

/** What people got, the mails about their subscriptions aside. */
const mails = (world: World) =>
  emails.map((address) =>
    inboxOf(world, address)
      .filter(({ code }) => code === undefined)
      .map(({ body }) => body),
  )
const lastOf = (world: World, account: string, name: string) =>
  world.accounts[account]!.events.findLast((event) => event.name === name)

describe('the neglected organization', () => {
  let world: World
  let company: Company

  beforeAll(async () => {
    world = await makeScenario('neglected-organization', began)
    // Two things that people do by hand first: the trail takes in the organization, and the keys of one root are gone.
    world.accounts[CENTRE]!.trails.find(({ name }) => name === 'payer')!.organization = true
    world.accounts[DEV]!.root.accessKeys = []
    company = await companyOf(world, { only: [alarm], configuration })
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
    for (const { subscriptions } of world.accounts[CENTRE]!.topics)
      for (const one of subscriptions) one.confirmed = one.authenticatedUnsubscribe = true
    // The centre's use of root is heard now, and members' once they are planned for.
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
  })

  it('hears nothing of root credentials that are removed centrally, nor of looking at them', async () => {
    const taking = await companyOf(world, { only: [roots], configuration, records: said(roots, 1) })
    const plan = await taking.plan()
    const { steps } = plan.items.find(({ subject }) => subject.id === DEV)!
    expect(steps.map(({ action }) => action)).toContain('iam:DeleteLoginProfile')
    expect(badIn(await taking.apply(plan))).toEqual({})
    expect(world.accounts[DEV]!.root.password).toBeUndefined()
    // They are of type Root in the member's own history, with the mark that tells them apart.
    expect(lastOf(world, DEV, 'DeleteLoginProfile')!.record.userIdentity).toMatchObject({
      type: 'Root',
      sessionContext: { assumedRoot: 'true' },
    })
    expect(mails(world)).toEqual([[], []])
  })

  it('hears of a sign-in in a member, in words that a person can act on', () => {
    signInAsRoot(world, PROD, new Date(began))
    const [mias, pats] = mails(world)
    expect(mias).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Root of AWS account ${PROD} was used: ConsoleLogin \\(signin\\.amazonaws\\.com\\) in us-east-1`,
        ),
      ),
    ])
    expect(pats).toEqual(mias)
  })

  it('hears of a sign-in at the centre, and of what root does then, through the rule that was there before', () => {
    const before = mails(world)[0]!.length
    setRootPassword(world, CENTRE, new Date(began))
    const raw = mails(world)[0]!
      .slice(before)
      .map((body) => JSON.parse(body) as { detail: { eventName: string } })
    expect(raw.map(({ detail }) => detail.eventName)).toEqual([
      'ConsoleLogin',
      'PasswordUpdated',
      'ChangePassword',
    ])
  })

  it('is drilled at the centre once the rule that was there before hears drills', async () => {
    const drills = () => mails(world)[0]!.filter((body) => body.includes('K7QF2-9XMRT'))
    await drilled(company, async ({ routes }) =>
      expect(routes).toMatchObject([{ can: 'no', because: 'hears-no-drill', rules: ['root-use'] }]),
    )
    const { sandbox } = company
    const events = new EventBridgeClient({ ...settings(sandbox), requestHandler: sandbox.requestHandler })
    const rule = { Name: 'root-use', State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' } as const
    await events.send(new PutRuleCommand({ ...rule, EventPattern: rootPattern }))
    await drilled(company, async ({ routes, send }) => {
      expect(routes).toMatchObject([{ can: 'yes', rules: ['root-use'], unheard: [] }])
      expect(await send('K7QF2-9XMRT')).toEqual([])
    })
    expect(JSON.parse(drills()[0]!)).toMatchObject({
      source: 'neverroot.drill',
      detail: { code: 'K7QF2-9XMRT' },
    })
  })
})
