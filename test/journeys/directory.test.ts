/** The controls about people, judged by a staff directory: in one account, and in an organization that asks it once. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Configuration } from '../../src/index.ts'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { auditWorld, began } from '../support/audit.ts'
import { organizationOf } from '../support/organizations.ts'

const management = '111111111111'
const folder = mkdtempSync(join(tmpdir(), 'neverroot-people-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'people.csv')
const group = 'aws-root@corp.example'
writeFileSync(
  file,
  `email;kind;enabled;name;title;phone;memberOf
${group};group;yes;;;;
mia.one@corp.example;person;yes;Mia One;Service desk analyst;;${group}
rae.two@corp.example;person;yes;Rae Two;Accountant;;${group}
kim.three@corp.example;person;yes;Kim Three;CISO;;${group}
eng.four@corp.example;person;yes;Eng Four;Platform engineer;+61 400 000 001;${group}
cto.five@corp.example;person;yes;Cto Five;CTO;+61 400 000 005;${group}
ci@corp.example;robot;yes;;;;${group}
sam.gone@corp.example;person;no;Sam Gone;;;
`,
)
chmodSync(file, 0o600)

const people: Configuration['people'] = {
  directory: { file },
  executives: ['cto.five@corp.example'],
  teams: {
    serviceDesk: { titles: ['service desk'] },
    accounts: { titles: ['accountant'] },
    security: { titles: ['CISO'] },
    engineering: { addresses: ['eng.four@corp.example'] },
    ciso: { titles: ['CISO'] },
    cto: { titles: ['CTO'] },
  },
}

function worldOf(email: string, phone: string, members: string[] = [], more?: (a: AccountBuilder) => void) {
  const alternate = (name: string) => ({ Name: name, Title: 'x', EmailAddress: email, PhoneNumber: phone })
  const world = newWorld({ scenario: 'made', began }).account(management, (a) => {
    a.named('payer')
      .email(email)
      .root({ password: false })
      .contact({ FullName: 'Corp Ltd', CompanyName: 'Corp Ltd', PhoneNumber: phone })
      .alternate('BILLING', alternate('Rae Two'))
      .alternate('OPERATIONS', alternate('Mia One'))
      .alternate('SECURITY', alternate('Kim Three'))
      .user('casey', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa('casey').key().isCaller())
      .dailySpend({ days: 60, usd: 30 })
      .budget('daily', { period: 'DAILY', limit: 60, recipients: [email] })
    more?.(a)
  })
  for (const id of members)
    world.account(id, (a) =>
      memberRole(a.named(`m-${id[0]}`).root({ password: false }), management)
        .dailySpend({ days: 60, usd: 3 })
        .budget('daily', { period: 'DAILY', limit: 6, recipients: [email] }),
    )
  return world
    .organization(management, (o) => {
      o.trust('account.amazonaws.com').unit('Workloads')
      for (const id of members) o.member(id, { in: 'Workloads' })
    })
    .build()
}

const judged = [
  'contacts-are-not-leavers',
  'root-email-is-not-a-staff-member',
  'root-email-is-not-an-executive',
  'root-email-is-a-list',
  'root-email-list-covers-teams',
  'contact-phone-is-not-tech-staff',
  'spend-alert-reaches-teams',
  'spend-alert-reaches-two-people',
]
const look = (email: string, phone: string, declared = people) =>
  auditWorld(worldOf(email, phone), { as: 'business', only: judged, configuration: { people: declared } })

describe('one account', () => {
  it('goes from review to proven, by the directory alone', async () => {
    const { directory: _, ...without } = people!
    const before = await look(group, '+61400000005', without)
    expect(
      before.findings
        .filter((f) => f.status === 'review')
        .map((f) => f.control)
        .sort(),
    ).toEqual(judged.filter((id) => id !== 'root-email-is-not-an-executive').sort())
    const after = await look(group, '+61400000005')
    expect(Object.fromEntries(after.findings.map((f) => [f.control, `${f.status} ${f.grade}`]))).toEqual(
      Object.fromEntries(judged.map((id) => [id, 'pass proven'])),
    )
    expect(JSON.stringify(after.findings)).not.toMatch(/\w@corp|Mia|Rae|Kim|Eng Four|Cto|400000005|400 000/)
    // The file is on this machine: nothing more is asked of AWS.
    expect(after.tail.calls.byAction).toEqual(before.tail.calls.byAction)
  })

  it('fails where root is an engineer’s mailbox, and the phone their own', async () => {
    const found = await look('eng.four@corp.example', '+61400000001')
    const failed = [
      'root-email-is-not-a-staff-member',
      'root-email-is-a-list',
      'contact-phone-is-not-tech-staff',
    ]
    for (const id of failed) expect(found.of(id)).toMatchObject({ status: 'fail' })
    expect(found.of('spend-alert-reaches-two-people')).toMatchObject({ status: 'fail' })
    expect(found.of('root-email-is-not-an-executive')).toMatchObject({ status: 'pass' })
  })

  it('fails where the contacts are somebody who has left', async () => {
    const found = await look('sam.gone@corp.example', '+61299999999')
    expect(found.of('contacts-are-not-leavers')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('the root user (s...@corp.example) is a disabled user'),
    })
  })
})

describe('an organization', () => {
  const store = {
    users: ['mia.one', 'rae.two'].map((name) => ({
      id: name,
      userName: `${name}@corp.example`,
      emails: [`${name}@corp.example`],
      status: 'ENABLED' as const,
    })),
    groups: [{ id: 'root', name: group, members: ['mia.one', 'rae.two'] }],
  }
  const inOrganization = async (members: string[], directory?: object) => {
    const stage = await organizationOf(
      worldOf(group, '+61299999999', members, (a) => a.identityCenter(store)),
    )
    const looked = await stage.look({
      only: ['spend-alert-reaches-two-people'],
      configuration: { people: directory ? { directory } : {} },
    })
    return { looked, calls: looked.tail.calls.byAction }
  }
  const [two, five] = [
    ['222222222222', '333333333333'],
    ['222222222222', '333333333333', '444444444444', '555555555555', '666666666666'],
  ]

  it('asks the directory once for all its accounts', async () => {
    const without = await inOrganization(five!)
    const few = await inOrganization(two!, { identityCenter: {} })
    const many = await inOrganization(five!, { identityCenter: {} })
    for (const id of [management, ...five!])
      expect(many.looked.of('spend-alert-reaches-two-people', id)).toMatchObject({
        status: 'pass',
        grade: 'proven',
      })
    const ofDirectory = (calls: Readonly<Record<string, number>>) =>
      Object.entries(calls).filter(([action]) => action.startsWith('identitystore:'))
    expect(ofDirectory(many.calls)).toEqual(ofDirectory(few.calls))
    expect(ofDirectory(many.calls).every(([, n]) => n <= 2)).toBe(true)
    // Members cost what they did before.
    const others = (calls: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(calls).filter(([action]) => !/^(identitystore|sso):/.test(action)))
    expect(others(many.calls)).toEqual(others(without.calls))
  })
})
