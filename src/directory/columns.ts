/** What the columns of an export are called by the products that write them, and what their cells mean. */
import type { EntryKind } from '../model/index.ts'
import { UserError } from '../model/index.ts'
import type { Row, Table } from './table.ts'

/** The first name of each is the one that messages tell. */
const spellings = {
  email: ['email', 'mail', 'address', 'emailaddress', 'primaryemail', 'userprincipalname'],
  kind: ['kind', 'type', 'usertype', 'recipienttype'],
  enabled: ['enabled', 'active', 'status', 'accountenabled', 'state'],
  aliases: ['aliases', 'alias', 'proxyaddresses', 'otheremails', 'userprincipalname'],
  name: ['name', 'displayname', 'fullname'],
  title: ['title', 'jobtitle'],
  phone: ['phone', 'phones', 'phonenumber', 'telephone', 'telephonenumber', 'businessphones'],
  mobile: ['mobile', 'mobilephone'],
  person: ['person', 'employeeid', 'staffnumber', 'employeenumber'],
  members: ['members', 'member'],
  memberOf: ['memberof', 'groups'],
} as const
export type Column = keyof typeof spellings

/** Without these nothing can be judged: a disabled user or a robot would pass for a person. */
const needed = {
  email: 'the address',
  kind: 'person, robot, guest or group',
  enabled: 'yes, or no for who has left',
} as const

/** Which column of the file is which. Throws UserError where a needed one is missing. */
export function columnsOf({ columns, rows }: Table, path: string): Partial<Record<Column, string>> {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  const found = Object.fromEntries(
    Object.entries(spellings).flatMap(([column, names]) => {
      const match = names.map((name) => columns.find((c) => plain(c) === name)).find((c) => c !== undefined)
      return match === undefined ? [] : [[column, match]]
    }),
  ) as Partial<Record<Column, string>>
  for (const [column, what] of Object.entries(needed) as [keyof typeof needed, string][]) {
    if (found[column] !== undefined) continue
    const there =
      columns.length > 0
        ? `there are ${columns
            .map((c) => `"${c.slice(0, 40)}"`)
            .slice(0, 20)
            .join(', ')}`
        : 'it is empty'
    throw new UserError(
      'bad-directory',
      `${path}${rows.length > 0 || columns.length > 0 ? ', line 1' : ''}: there is no column "${column}" (${what}); ${there}.`,
      'Name the columns in the first line; docs/directories.md lists them.',
    )
  }
  return found
}

const kinds: Readonly<Record<string, EntryKind>> = {
  person: 'person', user: 'person', member: 'person', employee: 'person', usermailbox: 'person',
  robot: 'robot', bot: 'robot', service: 'robot', serviceaccount: 'robot', application: 'robot', device: 'robot',
  guest: 'guest', external: 'guest', contractor: 'person',
  group: 'group', list: 'group', distributionlist: 'group', distributiongroup: 'group', team: 'group',
  unknown: 'unknown', sharedmailbox: 'unknown', shared: 'unknown', room: 'robot', equipment: 'robot',
} // prettier-ignore

const states: Readonly<Record<string, boolean>> = {
  yes: true, y: true, true: true, 1: true, enabled: true, active: true, current: true, employed: true,
  no: false, n: false, false: false, 0: false, disabled: false, inactive: false, suspended: false, blocked: false,
  deleted: false, left: false, terminated: false, former: false,
} // prettier-ignore

/** What a cell says, or undefined where it is empty. Throws UserError, with line and column, for a word that means nothing. */
function meaning<T>(
  words: Readonly<Record<string, T>>,
  usual: readonly string[],
  row: Row,
  column: string,
  path: string,
): T | undefined {
  const cell = row.cells[column]?.[0]
  if (cell === undefined || cell === '') return undefined
  const word = cell.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (Object.hasOwn(words, word)) return words[word]
  // A cell that slipped into another column may be somebody's address.
  const shown = cell.includes('@') ? 'what stands there' : `"${cell.slice(0, 40)}"`
  throw new UserError(
    'bad-directory',
    `${path}, ${row.at}, column "${column}": ${shown} is none of ${usual.join(', ')}.`,
    'Mend that cell, or leave it empty where nobody knows; docs/directories.md lists the words of other products.',
  )
}

export const kindOf = (row: Row, column: string, path: string): EntryKind =>
  meaning(kinds, ['person', 'robot', 'guest', 'group'], row, column, path) ?? 'unknown'

export const enabledOf = (row: Row, column: string, path: string): boolean | undefined =>
  meaning(states, ['yes', 'no'], row, column, path)

/** Everything in a cell that holds several: divided by semicolons, commas, bars or line breaks. */
export const several = (row: Row, column: string | undefined): string[] =>
  (column === undefined ? [] : (row.cells[column] ?? []))
    .flatMap((cell) => cell.split(/[;,|\n]/))
    .map((part) => part.trim())
    .filter((part) => part !== '')

export const one = (row: Row, column: string | undefined): string | undefined =>
  column === undefined ? undefined : row.cells[column]?.[0] || undefined
