/** A directory in a file: an export, CSV or JSON, that whoever keeps the directory made. */
import { readFile, stat } from 'node:fs/promises'
import { refuseUnsafe } from '../config/find.ts'
import { type DirectoryEntry, known, UserError } from '../model/index.ts'
import { addressKey, hasPhone } from './address.ts'
import { type Column, columnsOf, enabledOf, kindOf, one, several } from './columns.ts'
import type { Members, Provider } from './provider.ts'
import { type Row, type Table, tableOf, textOf } from './table.ts'

const mostBytes = 64 * 1024 * 1024

/**
 * Reads the file. Throws UserError, of one sentence, where it cannot be read, may be written by others (who could then
 * say who is whom), or is no table.
 */
export async function fileProvider(path: string): Promise<Provider> {
  return providerOf(await tableOf(textOf(await bytesOf(path), path), path), path)
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > mostBytes)
      throw new UserError(
        'bad-directory',
        `${path} has more than ${mostBytes / 1024 / 1024} MB.`,
        'Export fewer columns.',
      )
    const bytes = await readFile(path)
    refuseUnsafe(path, 'who could say that a leaver is still there')
    return bytes
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof UserError || code === undefined) throw error
    throw new UserError(
      'no-directory',
      `${path}, which people.directory.file names, cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code}.`,
      'A path that does not begin with / is looked for beside neverroot.yaml.',
    )
  }
}

interface Kept {
  entry: DirectoryEntry
  name: string | undefined
  at: string
  members: Set<string>
  memberOf: Set<string>
}

/** The directory that a table is; `path` is for messages. */
export function providerOf(table: Table, path: string): Provider {
  const columns = columnsOf(table, path)
  const all = keep(table, columns, path)
  const byAddress = new Map<string, Kept>()
  for (const kept of all)
    for (const address of kept.entry.addresses) if (!byAddress.has(address)) byAddress.set(address, kept)
  // Somebody is on a list by the list's row or by their own.
  for (const kept of all)
    for (const group of kept.memberOf) byAddress.get(group)?.members.add(kept.entry.addresses[0]!)
  const toldMembers = columns.members !== undefined || columns.memberOf !== undefined
  const name = 'the export'

  const membersOf = (group: Kept): Members => {
    const entries = [...group.members].map(
      (address): DirectoryEntry =>
        byAddress.get(address)?.entry ?? {
          id: address,
          kind: 'unknown',
          enabled: undefined,
          phones: [],
          addresses: [address],
        },
    )
    if (entries.length > 0) return { entries }
    // An export that leaves dynamic lists empty looks just the same as a list with nobody on it.
    const because = toldMembers
      ? `${group.at} names no members of the group`
      : 'there is no column "members" or "memberOf"'
    return { entries, hidden: { message: `${name} does not tell who is on the list: ${because}`, needs: [] } }
  }

  return {
    name,
    tags: 'not-said',
    find: async (address) => known(byAddress.get(addressKey(address))?.entry),
    membersOf: async (group) => known(membersOf(byAddress.get(group.addresses[0]!)!)),
    named: async (wanted) =>
      known(all.filter((k) => k.name !== undefined && sameName(k.name, wanted)).map((k) => k.entry)),
    withPhone: async (number) => known(all.map((k) => k.entry).filter((entry) => hasPhone(entry, number))),
  }
}

const sameName = (a: string, b: string) =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()

/** One entry for each address; rows about the same one are one (an export may have a row for each list somebody is on). */
function keep(table: Table, columns: Partial<Record<Column, string>>, path: string): Kept[] {
  const kept = new Map<string, Kept>()
  for (const row of table.rows) {
    const read = readRow(row, columns, path)
    const key = read.entry.addresses[0]!
    const before = kept.get(key)
    if (!before) {
      kept.set(key, read)
      continue
    }
    if (before.entry.kind !== read.entry.kind || before.entry.enabled !== read.entry.enabled)
      throw new UserError(
        'bad-directory',
        `${path}, ${row.at}: the address of ${before.at} again, of another kind or state.`,
        'Leave one of the two lines away.',
      )
    for (const member of read.members) before.members.add(member)
    for (const group of read.memberOf) before.memberOf.add(group)
    before.entry = {
      ...before.entry,
      phones: [...new Set([...before.entry.phones, ...read.entry.phones])],
      addresses: [...new Set([...before.entry.addresses, ...read.entry.addresses])],
    }
  }
  return [...kept.values()]
}

function readRow(row: Row, columns: Partial<Record<Column, string>>, path: string): Kept {
  const email = one(row, columns.email)
  if (email === undefined || !email.includes('@'))
    throw new UserError(
      'bad-directory',
      `${path}, ${row.at}, column "${columns.email}": there is ${email === undefined ? 'no address' : 'something that is no address'}.`,
      'Each line is about one address.',
    )
  const person = one(row, columns.person)
  const title = one(row, columns.title)
  const aliases = several(row, columns.aliases).map((alias) => alias.replace(/^smtp:/i, ''))
  const addresses = [...new Set([email, ...aliases].map(addressKey))]
  return {
    entry: {
      id: addresses[0]!,
      kind: kindOf(row, columns.kind!, path),
      enabled: enabledOf(row, columns.enabled!, path),
      ...(person === undefined ? {} : { person }),
      ...(title === undefined ? {} : { title }),
      phones: [...several(row, columns.phone), ...several(row, columns.mobile)],
      addresses,
    },
    name: one(row, columns.name),
    at: row.at,
    members: new Set(several(row, columns.members).map(addressKey)),
    memberOf: new Set(several(row, columns.memberOf).map(addressKey)),
  }
}
