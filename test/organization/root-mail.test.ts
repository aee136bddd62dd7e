/** The root addresses of members are changed from the centre, with the code that AWS sends to the new mailbox. */
import { describe, expect, it } from 'vitest'
import {
  applyOrganization,
  type AwsAction,
  centralPolicy,
  type Configuration,
  type Host,
  type Plan,
  planOrganization,
} from '../../src/index.ts'
import { WorldBuilder } from '../../src/sandbox/builder.ts'
import { readCode } from '../../src/sandbox/index.ts'
import { without } from '../support/permitted.ts'
import { asMember, type Central, permit, refusedTo, roleFor } from '../support/permitted-organizations.ts'
import { type OrganizationStage, organizationOf } from '../support/organizations.ts'

const control = 'root-email-is-dedicated'
const dev = '666666666666'
const playground = '777777777777'
const security = '333333333333'
const both = { accounts: [dev, playground] }
const people = { lists: ['aws-root@corp.example', 'root@mail.example'] }
const configuration: Configuration = {
  contacts: { root: { email: 'aws-root+{account}@corp.example' } },
  people,
}
const elsewhere: Configuration = { contacts: { root: { email: 'root+{account}@mail.example' } }, people }
const only = { only: [control] }

const wanted = (account: string, at = 'corp.example', list = 'aws-root') => `${list}+${account}@${at}`
const emails = ({ world }: OrganizationStage) => [
  world.accounts[dev]!.email,
  world.accounts[playground]!.email,
]
const mails = ({ world }: OrganizationStage) => (world.messages ?? []).map(({ to }) => to).sort()
const steps = (plan: Plan) => plan.items.flatMap((item) => item.steps)

/** Somebody who answers by the account, else nothing; remembers what was asked. */
function person(answer: (account: string, attempt: number, code: string) => string | undefined) {
  const asked: string[] = []
  const host: Host = {
    notify: () => undefined,
    ask: async ({ code, data }) => {
      const { account = '', attempt = 1 } = data as { account?: string; attempt?: number }
      asked.push([code, account].filter(Boolean).join(' '))
      return answer(account, attempt, code)
    },
  }
  return { asked, host }
}

describe('two members with another declared address', async () => {
  const stage = await organizationOf('exemplary-organization')
  const before = emails(stage)
  const plan = await stage.plan({ configuration, choice: both, ...only })

  it('are planned: two calls for each, made by the centre, with no address in the plan', () => {
    expect(steps(plan).map(({ action, as, account }) => [action, as, account])).toEqual(
      [dev, playground].flatMap((account) => [
        ['account:StartPrimaryEmailUpdate', 'caller', account],
        ['account:AcceptPrimaryEmailUpdate', 'caller', account],
      ]),
    )
    expect(steps(plan)[0]).toMatchObject({
      does: 'root address: a...@corp.example becomes a...@corp.example, another one; AWS sends a code to the new address',
      mailDomain: { from: 'corp.example', to: 'corp.example' },
    })
    for (const address of [...before, wanted(dev)]) expect(JSON.stringify(plan)).not.toContain(address)
  })

  it('one code is wrong, then right; the other is left for later', async () => {
    const { asked, host } = person((account, attempt) =>
      account !== dev ? undefined : attempt === 1 ? '000000' : readCode(stage.world, wanted(dev)),
    )
    const applied = await stage.apply(plan, { configuration, host })
    expect(applied.complete).toBe(true)
    expect(applied.ends.get(dev)).toMatchObject({ good: true, fixed: 1, waiting: 0 })
    expect(applied.ends.get(playground)).toMatchObject({ good: true, fixed: 0, waiting: 1, codes: 1 })
    expect(asked.sort()).toEqual([`mail-code ${dev}`, `mail-code ${dev}`, `mail-code ${playground}`])
    expect(emails(stage)).toEqual([wanted(dev), before[1]])
    expect(mails(stage)).toEqual([wanted(dev), wanted(playground)])
  })

  it('what waits for a code is not planned again, and no second code is sent', async () => {
    const again = await stage.plan({ configuration, choice: both, ...only })
    expect(steps(again)).toEqual([])
    expect(again.items).toMatchObject([
      {
        subject: { id: playground },
        waiting: [expect.stringMatching(/^for the code .*apply --org --resume/)],
      },
    ])
  })

  it('is typed on resume; the one who is done is asked for nothing', async () => {
    const { asked, host } = person((account) => readCode(stage.world, wanted(account)))
    const applied = await stage.apply('resume', { configuration, host })
    expect(asked).toEqual([`mail-code ${playground}`])
    expect(applied.ends.get(playground)).toMatchObject({ good: true, fixed: 1, waiting: 0 })
    expect(emails(stage)).toEqual([wanted(dev), wanted(playground)])
    expect(mails(stage)).toHaveLength(2)
  })

  it('then nothing is left to plan', async () => {
    expect((await stage.plan({ configuration, choice: both, ...only })).items).toEqual([])
    const { asked, host } = person(() => undefined)
    await expect(stage.apply('resume', { configuration, host })).rejects.toMatchObject({
      code: 'nothing-to-resume',
    })
    expect(asked).toEqual([])
  })

  it('stays where everything else is taken back: no call brings an old address back', async () => {
    const undone = await stage.undo({ configuration })
    expect([undone.complete, ...undone.ends.values()]).toMatchObject([
      true,
      { good: true, takenBack: 0, because: expect.stringContaining('the way back takes a code to') },
      { good: true, takenBack: 0 },
    ])
    expect(emails(stage)).toEqual([wanted(dev), wanted(playground)])
  })

  it('keeps address and code out of every file', async () => {
    const { readdirSync, readFileSync } = await import('node:fs')
    const { join } = await import('node:path')
    const text = readdirSync(stage.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'before-images.json')
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
    for (const secret of [wanted(dev), wanted(playground), readCode(stage.world, wanted(dev))])
      expect(text).not.toContain(secret)
  })
})

describe('a new mail domain', () => {
  const open = async () => {
    const stage = await organizationOf('exemplary-organization')
    return { stage, plan: await stage.plan({ configuration: elsewhere, choice: both, ...only }) }
  }
  const typing = (stage: OrganizationStage, domain: string | undefined) =>
    person((account, _attempt, code) =>
      code === 'confirm-organization'
        ? stage.world.organization!.id
        : code === 'confirm-domain'
          ? domain
          : readCode(stage.world, wanted(account, 'mail.example', 'root')),
    )

  it.each([
    ['another one', 'mail.exampel'],
    ['nothing', ''],
    ['nobody is there', undefined],
  ])('changes nothing where %s is typed', async (_when, domain) => {
    const { stage, plan } = await open()
    const before = structuredClone(stage.world.accounts)
    const { host, asked } = typing(stage, domain)
    const applying = stage.apply(plan, { configuration: elsewhere, host, confirmed: undefined })
    await expect(applying).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(asked).toEqual(['confirm-organization', 'confirm-domain'])
    expect([mails(stage), stage.world.accounts]).toEqual([[], before])
  })

  it('is typed once for all accounts', async () => {
    const { stage, plan } = await open()
    const { host, asked } = typing(stage, 'Mail.example')
    await stage.apply(plan, { configuration: elsewhere, host, confirmed: undefined })
    expect(asked.filter((code) => code === 'confirm-domain')).toHaveLength(1)
    expect(emails(stage)).toEqual([
      wanted(dev, 'mail.example', 'root'),
      wanted(playground, 'mail.example', 'root'),
    ])
    await expect(
      stage.apply('resume', { configuration: elsewhere, host, confirmed: undefined }),
    ).rejects.toMatchObject({ code: 'nothing-to-resume' })
    expect(asked.filter((code) => code === 'confirm-domain')).toHaveLength(1)
  })

  it('that a forged plan does not name is refused before its first call', async () => {
    const { stage, plan } = await open()
    const { digestOfPlan } = await import('../../src/engine/plan/make.ts')
    const { digest: _, ...forged } = structuredClone(plan)
    for (const step of forged.items.flatMap((item) => item.steps)) delete step.mailDomain
    const { host } = typing(stage, undefined)
    const applied = await stage.apply(
      { ...forged, digest: digestOfPlan(forged) },
      { configuration: elsewhere, host, confirmed: undefined },
    )
    expect(applied.complete).toBe(false)
    expect(mails(stage)).toEqual([])
  })
})

describe('mailbox and phone', () => {
  const everything: Configuration = {
    ...configuration,
    contacts: {
      ...configuration.contacts,
      primary: { phone: '+61 2 9374 4999', fullName: 'Corp Root Team' },
    },
  }
  const calls = (plan: Plan) => steps(plan).map(({ action }) => action)

  it('of one account never change together: the phone first, the address in a plan of its own', async () => {
    const stage = await organizationOf('exemplary-organization')
    stage.world.accounts[dev]!.contact!.PhoneNumber = '+12065550100'
    const choice = { accounts: [dev] }
    const controls = { only: [control, 'contact-phone-is-valid', 'alternate-contacts-are-set'] }
    const plan = await stage.plan({ configuration: everything, choice, ...controls })
    expect(calls(plan)).toEqual(['account:PutContactInformation'])
    expect(plan.items.find((item) => item.control === control)).toMatchObject({
      steps: [],
      waiting: [expect.stringContaining('after the phone number, in a plan of its own')],
    })
    const applied = await stage.apply(plan, { configuration: everything })
    expect(applied.complete).toBe(true)
    expect(mails(stage)).toEqual([])
    expect(calls(await stage.plan({ configuration: everything, choice, ...controls }))).toEqual([
      'account:StartPrimaryEmailUpdate',
      'account:AcceptPrimaryEmailUpdate',
    ])
  })

  it('in a plan that somebody put together are refused before the first call', async () => {
    const stage = await organizationOf('exemplary-organization')
    stage.world.accounts[dev]!.contact!.PhoneNumber = '+12065550100'
    const choice = { accounts: [dev] }
    const phone = await stage.plan({ configuration: everything, choice, only: ['contact-phone-is-valid'] })
    const mail = await stage.plan({ configuration: everything, choice, ...only })
    const { digestOfPlan } = await import('../../src/engine/plan/make.ts')
    const { digest: _, ...joined } = { ...phone, items: [...phone.items, ...mail.items] }
    const applying = stage.apply({ ...joined, digest: digestOfPlan(joined) }, { configuration: everything })
    await expect(applying).rejects.toMatchObject({ code: 'mailbox-and-phone' })
    expect(mails(stage)).toEqual([])
  })
})

describe('a code', () => {
  it('is worth nothing after a day: nobody is asked for it, and the next plan has another one sent', async () => {
    const stage = await organizationOf('exemplary-organization')
    const choice = { accounts: [dev] }
    await stage.apply(await stage.plan({ configuration, choice, ...only }), { configuration })
    stage.sandbox.clock.advance(25 * 3_600_000)
    const { asked, host } = person((account) => readCode(stage.world, wanted(account)))
    const resumed = await stage.apply('resume', { configuration, host })
    expect([asked, resumed.ends.get(dev)?.codes, resumed.complete]).toEqual([[], 1, true])
    const next = await stage.plan({ configuration, choice, ...only })
    expect(steps(next)).toHaveLength(2)
    await stage.apply(next, { configuration, host })
    expect(stage.world.accounts[dev]!.email).toBe(wanted(dev))
    expect(mails(stage)).toEqual([wanted(dev), wanted(dev)])
  })

  it('is sent to nobody where another account has the address', async () => {
    const stage = await organizationOf('exemplary-organization')
    stage.world.accounts['555555555555']!.email = wanted(dev)
    const choice = { accounts: [dev] }
    const applied = await stage.apply(await stage.plan({ configuration, choice, ...only }), { configuration })
    expect(applied.ends.get(dev)).toMatchObject({ good: false, because: expect.stringContaining('in use') })
    expect(applied.ends.get(dev)!.because).not.toContain(wanted(dev))
  })
})

describe('who may', () => {
  it('the delegated administrator for accounts, as the management account', async () => {
    const stage = await organizationOf('exemplary-organization')
    const { world } = stage
    new WorldBuilder(world).change(security, (a) => a.user('auditor', (u) => u.admin().isCaller()))
    for (const id of [dev, playground]) {
      const role = world.accounts[id]!.iam.roles.find(({ name }) => name === 'OrganizationAccountAccessRole')!
      role.trust = JSON.parse(JSON.stringify(role.trust).replaceAll('111111111111', security)) as never
    }
    const choice = { accounts: [dev] }
    const plan = await stage.plan({ configuration, choice, ...only })
    const { host } = person((account) => readCode(world, wanted(account)))
    const applied = await stage.apply(plan, { configuration, host })
    expect(applied.ends.get(dev)).toMatchObject({ good: true, fixed: 1 })
    expect(world.accounts[dev]!.email).toBe(wanted(dev))
  })

  it('the centre alone: a member that lets nobody in is changed too', async () => {
    const stage = await organizationOf('exemplary-organization')
    stage.world.accounts[dev]!.iam.roles = []
    const choice = { accounts: [dev] }
    const plan = await stage.plan({ configuration, choice })
    expect(new Set(steps(plan).map(({ action }) => action))).toEqual(
      new Set(['account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate']),
    )
    const { host } = person((account) => readCode(stage.world, wanted(account)))
    const applied = await stage.apply(plan, { configuration, host })
    expect(applied.ends.get(dev)).toMatchObject({ good: true, fixed: 1 })
    expect(stage.world.accounts[dev]!.email).toBe(wanted(dev))
  })

  it('where it cannot be seen whether a change is under way, nothing is planned', async () => {
    const stage = await organizationOf('exemplary-organization')
    const { organization } = stage.world
    organization!.trustedServices = organization!.trustedServices.filter((s) => !s.startsWith('account.'))
    const plan = await stage.plan({ configuration, choice: { accounts: [dev] }, ...only })
    expect(plan.items).toMatchObject([
      { steps: [], waiting: [expect.stringMatching(/^until it can be seen whether a change is under way/)] },
    ])
  })

  describe('under exactly the central policy and the read role', () => {
    const member = '111111111111'
    const change = async (policy: (central: Central) => Central = (all) => all) => {
      const world = await asMember('exemplary-personal')
      const organization = world.organization!.id
      permit(world, policy(centralPolicy({ organization, rootAddresses: true })), roleFor(world))
      const { host } = person((account) => readCode(world, wanted(account)))
      const { refused } = await refusedTo(world, async (how) => {
        const mine = { ...how, configuration: { ...how.configuration, ...configuration }, host }
        const plan = await planOrganization({ ...mine, choice: { accounts: [member] }, ...only })
        await applyOrganization({ ...mine, plan, confirmed: organization, settleMs: 0 })
      })
      return { refused: refused.map(({ operation }) => operation), moved: world.accounts[member]!.email }
    }

    it('nothing is refused', async () => {
      expect(await change()).toEqual({ refused: [], moved: wanted(member) })
    })

    it.each<AwsAction>([
      'account:GetPrimaryEmail',
      'account:GetPrimaryEmailUpdateStatus',
      'account:StartPrimaryEmailUpdate',
      'account:AcceptPrimaryEmailUpdate',
    ])('something is without %s', async (action) => {
      expect((await change((all) => without(all, action))).refused).toContain(action)
    })
  })

  it('in a member the session gets none of it', async () => {
    const stage = await organizationOf('exemplary-organization')
    const plan = await stage.plan({ configuration, choice: { accounts: [dev] }, ...only })
    await stage.apply(plan, { configuration })
    expect(stage.world.sessions.length).toBeGreaterThan(0)
    expect(JSON.stringify(stage.world.sessions)).not.toContain('PrimaryEmail')
  })
})

describe('what is declared', () => {
  it.each<[when: string, configuration: Configuration, status: string]>([
    ['for all, with the id', configuration, 'fail'],
    [
      "for all, without the id: it is the management account's",
      { contacts: { root: { email: 'aws-root@corp.example' } } },
      'pass',
    ],
    [
      'for a unit, without the id: it does nothing',
      {
        organization: {
          overrides: [{ ou: 'Root/Workloads', contacts: { root: { email: 'dev@corp.example' } } }],
        },
      },
      'pass',
    ],
    [
      'for the account alone',
      { organization: { overrides: [{ account: dev, contacts: { root: { email: 'dev@corp.example' } } }] } },
      'fail',
    ],
  ])('%s', async (_when, given, status) => {
    const stage = await organizationOf('exemplary-organization')
    const looked = await stage.look({ configuration: given, choice: { accounts: [dev] }, ...only })
    expect(looked.of(control, dev)).toMatchObject({ status })
    expect(looked.head.notes.join().includes('put {account} into it')).toBe(/unit/.test(_when))
  })
})
