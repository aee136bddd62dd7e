import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UserError } from '../model/index.ts'
import { directoryOver } from './directory.ts'
import { fileProvider } from './file.ts'

const folder = mkdtempSync(join(tmpdir(), 'neverroot-directory-'))
afterAll(() => rmSync(folder, { recursive: true }))

let written = 0
function file(content: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, `people-${written++}`)
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

async function listIn(content: string | Uint8Array, address = 'aws-root@corp.example') {
  const directory = directoryOver(await fileProvider(file(content)))
  const hit = await directory.find(address)
  if (hit.state !== 'known' || !hit.value) return undefined
  const roster = await directory.members(hit.value.entry)
  if (roster.state !== 'known') return undefined
  const { people, robots, guests, disabled, doubtful, hidden } = roster.value
  return {
    people: people.map((p) => p.title ?? '').sort(),
    robots,
    guests,
    disabled,
    doubtful,
    hidden: hidden.length,
  }
}

const rows = [
  ['email', 'kind', 'enabled', 'title', 'memberOf'],
  ['aws-root@corp.example', 'group', 'yes', '', ''],
  ['mia@corp.example', 'person', 'yes', 'Head of "Platform", Cloud', 'aws-root@corp.example'],
  ['sam@corp.example', 'person', 'no', 'Engineer', 'aws-root@corp.example'],
  ['ci@corp.example', 'robot', 'yes', '', 'aws-root@corp.example'],
] // prettier-ignore
const csv = (delimiter: string, end = '\n') =>
  rows
    .map((row) =>
      row.map((c) => (/["\n]|[,;|\t]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(delimiter),
    )
    .join(end)
const seen = {
  people: ['Head of "Platform", Cloud'],
  robots: 1,
  guests: 0,
  disabled: 1,
  doubtful: 0,
  hidden: 0,
}

describe('an export', () => {
  it.each<[string, string | Uint8Array]>([
    ['with commas', csv(',')],
    ['with semicolons', csv(';')],
    ['with tabs', csv('\t')],
    ['with bars and the line ends of Windows', csv('|', '\r\n')],
    ['with a byte order mark', `\uFEFF${csv(';')}`],
    ['in UTF-16', new Uint8Array([0xff, 0xfe, ...Buffer.from(csv('\t'), 'utf16le')])],
    [
      'with the columns named as other products do, in another order',
      csv(',').replace(
        'email,kind,enabled,title,memberOf',
        'Primary Email,User Type,Account Enabled,Job Title,Groups',
      ),
    ],
    [
      'with a row for each list that somebody is on',
      `${csv(',')}\nmia@corp.example,person,yes,,other@corp.example\nMia@corp.example,person,yes,,aws-root@corp.example`,
    ],
    [
      'in JSON, the members at the list',
      JSON.stringify([
        {
          email: 'aws-root@corp.example',
          kind: 'group',
          enabled: true,
          members: ['mia@corp.example', 'sam@corp.example', 'CI@corp.example'],
        },
        { email: 'mia@corp.example', kind: 'person', enabled: true, title: 'Head of "Platform", Cloud' },
        { email: 'sam@corp.example', kind: 'person', enabled: false },
        { email: 'ci@corp.example', kind: 'robot', enabled: true },
      ]),
    ],
  ])('%s', async (_, content) => expect(await listIn(content)).toEqual(seen))

  it('never takes a list without members for an empty one', async () => {
    expect(await listIn('email,kind,enabled,members\naws-root@corp.example,group,yes,')).toMatchObject({
      hidden: 1,
    })
    expect(await listIn('email,kind,enabled\naws-root@corp.example,group,yes')).toMatchObject({ hidden: 1 })
  })

  it('takes empty cells, and members that are nowhere else, for not told', async () => {
    const content = `email,kind,enabled,members\naws-root@corp.example,group,yes,a@corp.example;b@corp.example;c@else.example
a@corp.example,,yes,\nb@corp.example,person,,`
    expect(await listIn(content)).toMatchObject({ people: [], doubtful: 3 })
  })

  it('finds people by alias and name', async () => {
    const content =
      'email,kind,enabled,name,aliases\nmia@corp.example,person,yes,Mía Example,SMTP:m.example@bücher.example; mia@old.example'
    const directory = directoryOver(await fileProvider(file(content)))
    expect(await directory.find('m.example@XN--bcher-kva.example')).toMatchObject({ value: { by: 'own' } })
    expect(await directory.named('mía example')).toMatchObject({ value: [{ kind: 'person' }] })
    expect(await directory.named('Sam Old')).toMatchObject({ value: [] })
  })
})

describe('an export that will not do', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /there is no column "email" \(the address\); it is empty/],
    [
      'a missing column',
      'mail;kind\nmia@corp.example;person',
      /line 1: there is no column "enabled" .*there are "mail", "kind"/,
    ],
    [
      'a row that is too short',
      'email,kind,enabled\nmia@corp.example,person',
      /line 2: there are more or fewer cells/,
    ],
    ['a quote that never ends', 'email,kind,enabled\n"mia@corp.example,person,yes', /line 2.*quoted cell/],
    [
      'a word that means nothing',
      'email,kind,enabled\nmia@corp.example,person,perhaps',
      /line 2, column "enabled": "perhaps" is none of yes, no\./,
    ],
    [
      'something that is no address',
      'email,kind,enabled\nMia Example,person,yes',
      /line 2, column "email": there is something that is no address/,
    ],
    [
      'a line after a cell of two lines',
      'email,kind,enabled,title\nmia@corp.example,person,yes,"Head\nof all"\nsam@corp.example,robt,yes,',
      /line 4, column "kind": "robt"/,
    ],
    [
      'one address, once there and once not',
      'email,kind,enabled\nmia@corp.example,person,yes\nMIA@corp.example,person,no',
      /line 3: the address of line 2 again/,
    ],
    ['letters of another encoding', new Uint8Array([0x6d, 0xe9, 0x2c]), /not text in UTF-8/],
    ['broken JSON', '[{"email": "a@b.example",}]', /this is no JSON/],
    ['JSON of something else', '{"users": 1}', /not a list of people/],
  ])('%s', async (_, content, message) => {
    const trouble = await fileProvider(file(content)).catch((error: unknown) => error)
    expect(trouble).toBeInstanceOf(UserError)
    expect((trouble as UserError).message).toMatch(message)
    expect((trouble as UserError).message).not.toMatch(/mia@|Mia Example/i)
  })

  it('is one that others may write', async () => {
    await expect(fileProvider(file(csv(','), 0o664))).rejects.toThrow(
      /can be written by others \(mode 0664\), who could say that a leaver/,
    )
  })

  it('is one that is not there', async () => {
    await expect(fileProvider(join(folder, 'none.csv'))).rejects.toThrow(
      /people.directory.file names, cannot be read: there is no such file/,
    )
  })
})
