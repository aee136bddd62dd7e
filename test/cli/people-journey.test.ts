/** A business account from questions to evidence on everything about people, by the commands alone; and what is left of it on the disk. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  addresses,
  closing,
  codeTo,
  company,
  configurationFor,
  everyAddress,
  opening,
} from '../support/contacts-drill.ts'
import { googleWorkspace, type Staff } from '../support/google-workspace.ts'
import './run.ts'

/** Judged by who people are, or by whether they answer. The domain of the mailbox, and what only a word tells, are other things. */
const aboutPeople = [
  'contact-mailboxes-answer',
  'contact-phone-is-not-tech-staff',
  'contacts-are-not-leavers',
  'root-email-is-a-list',
  'root-email-is-not-a-staff-member',
  'root-email-is-not-an-executive',
  'root-email-list-accepts-aws-mail',
  'root-email-list-covers-teams',
  'spend-alert-reaches-teams',
  'spend-alert-reaches-two-people',
]
const alerts = ['aws-alerts@corp.example', 'aws-oncall@corp.example']
const staff: Staff[] = [
  { name: 'Quinn Thistlewood', title: 'Service desk analyst', phone: '+61 400 000 011' },
  { name: 'Rasha Vandermeer', title: 'Accountant', phone: '+61 400 000 012' },
  { name: 'Noor Pemberton', title: 'CISO', phone: '+61 400 000 013' },
  { name: 'Ilya Kowalczyk', title: 'Platform engineer', phone: '+61 400 000 014' },
  { name: 'Zuri Abernathy', title: 'CTO', phone: '+61 400 000 015' },
]
const teams = `serviceDesk: { titles: [service desk] }, accounts: { titles: [accountant] }, security: { titles: [CISO] }, engineering: { addresses: [ilya.kowalczyk@corp.example] }, ciso: { titles: [CISO] }, cto: { titles: [CTO] }`

/** The names of the contacts are those of teams: the configuration says that they are meant. */
const contacts = ['billing', 'operations', 'security']
  .map((of) => {
    const list = of === 'billing' ? 'accounts' : of
    const name = `${list[0]!.toUpperCase()}${list.slice(1)} team`
    return `  ${of}: { name: ${name}, title: Team, email: ${list}@corp.example, phone: "+61 2 9374 4000" }\n`
  })
  .join('')

describe('people, from questions to evidence', () => {
  it('is proven by a directory or witnessed in a drill, and nobody is in what is kept', async () => {
    const workspace = await googleWorkspace([...Object.values(addresses), ...alerts], staff)
    try {
      await company(async ({ as, answer, audit, home, server }) => {
        const before = await audit(aboutPeople)
        expect(Object.keys(before).sort()).toEqual(aboutPeople)
        for (const [control, found] of Object.entries(before)) expect(found, control).toMatch(/^review/)

        home.file(
          'work/neverroot.yaml',
          `${configurationFor(server.port)}people:
  executives: [zuri.abernathy@corp.example]
  companyPhones: ["+61 2 9374 4000"]
  teams: { ${teams} }
  directory: ${workspace.yaml}
contacts:
  primary: { fullName: Corp Cloud Team, phone: "+61 2 9374 4000" }
${contacts}`,
        )
        Object.assign(home.env, workspace.env)
        expect((await as('driller', opening)).code).toBe(0)
        const codes = new Map(
          everyAddress(server.got).map((address) => [address, codeTo(server.got, address)]),
        )
        const answered = await Promise.all(
          [...codes.values()].map((code, at) => answer(at % 2 ? 'tomasz' : 'patrycja', code)),
        )
        expect(answered.map(({ code }) => code)).toEqual(answered.map(() => 0))
        expect((await as('driller', closing)).code).toBe(0)

        const after = await audit(aboutPeople)
        expect(Object.keys(after).sort()).toEqual(aboutPeople)
        for (const [control, found] of Object.entries(after))
          expect(found, control).toMatch(/^pass (proven|witnessed): /)
        expect(after['contact-mailboxes-answer']).toMatch(/^pass witnessed/)

        // The rest of what writes files about it.
        const plans = 'root-use-raises-an-alarm,alternate-contacts-are-set'
        const written = await Promise.all(
          [
            ['watch', '--once', '--as', 'business', '--only', aboutPeople.join(',')],
            ['audit', '--as', 'business', '--quiet'],
            ['plan', '--as', 'business', '--only', plans, '--out', `${home.state}/plan.json`, '--quiet'],
            ['evidence', 'export', `${home.state}/export`, '--no-cost-explorer'],
          ].map((args) => as(undefined, args)),
        )
        for (const { code, stderr } of written) expect(code, stderr).toBeLessThan(2)

        const files = home.files()
        const names = files.map(([name]) => name).join('\n')
        for (const part of [
          'ledger.jsonl',
          'ledger.head',
          'history/',
          'watch/',
          'plan.json',
          'export/report.json',
        ])
          expect(names).toContain(part)
        const everybody = staff.flatMap(({ name, phone }) => [name, ...name.split(' '), phone])
        const personal = [
          ...everybody,
          ...everybody.map((text) => text.replaceAll(' ', '')),
          ...[...codes.keys()].flatMap((address) => [address, address.toUpperCase()]),
          ...[...codes.values()].flatMap((code) => [code, code.replace('-', '')]),
          ...['tomasz', 'patrycja', '9374 4000', '93744000', 'PRIVATE KEY'],
        ]
        // The page names each file that lies there.
        const told = readFileSync(join(import.meta.dirname, '../../docs/privacy.md'), 'utf8')
        for (const [name] of files.filter(([name]) => !/^(plan\.json$|export\/)/.test(name)))
          expect(told, name).toContain(`| \`${name.replace(/\/.*$/, '/')}\` |`)

        // Masked addresses end in dots before the sign. An export names whoever made it, as AWS does.
        const clear = files.flatMap(([name, text]) =>
          [...new Set(text.match(/[\w.+-]*[\w+-]@corp\.example/g))].map((address) => `${name}: ${address}`),
        )
        expect(clear.sort()).toEqual([
          'export/index.html: casey.admin@corp.example',
          'export/report.json: casey.admin@corp.example',
        ])
        for (const [name, text] of files)
          for (const secret of new Set(personal))
            expect(text.toLowerCase().includes(secret.toLowerCase()), `${secret} in ${name}`).toBe(false)
        expect(
          files
            .filter(([, text]) => text.includes('Dana'))
            .map(([name]) => name)
            .sort(),
        ).toEqual(['export/index.html', 'export/ledger.jsonl', 'ledger.jsonl'])
        expect((await as(undefined, ['forget', '--people', '--confirm', 'forget'])).code).toBe(0)
        const left = home.files().filter(([name]) => !name.startsWith('export/'))
        for (const [name, text] of left) expect(text.includes('Dana'), name).toBe(false)
        expect(text(left, 'ledger.jsonl')).not.toMatch(/"(salt|mailbox|person|opener)"/)
        expect((await audit(['contact-mailboxes-answer']))['contact-mailboxes-answer']).toMatch(/^review/)
      })
    } finally {
      await workspace.close()
    }
  })
})

const text = (files: readonly [string, string][], name: string) => files.find(([path]) => path === name)![1]
