/** Password managers whose command lines list the names of entries, and what they print. */
import { UserError } from '../../model/index.ts'
import { ItemNames } from './item-names.ts'

export const managers = ['1password', 'bitwarden', 'pass', 'gopass', 'keepassxc'] as const
export type Manager = (typeof managers)[number]

export interface Listing {
  program: string
  args: readonly string[]
  /** Takes what the program prints, piece by piece, and gives the names once it has ended. */
  reader(): { push(text: string): void; names(): readonly string[] }
}

/** The names whole, once everything has come. */
const whole = (read: (text: string) => string[]) => () => {
  let all = ''
  return { push: (text: string) => void (all += text), names: () => read(all) }
}

const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '')

/** How the names of entries are listed. Throws UserError where a database is needed, or is not. */
export function listingOf(
  manager: Manager,
  entry: string,
  { database, keyFile }: { database?: string; keyFile?: string },
): Listing {
  if ((manager === 'keepassxc') !== (database !== undefined))
    throw new UserError(
      'bad-usage',
      manager === 'keepassxc'
        ? 'KeePassXC keeps entries in a file, and none is named.'
        : `--database is a file of KeePassXC, and ${manager} has none.`,
      manager === 'keepassxc'
        ? 'Name it: --database FILE, with --key-file FILE where one opens it'
        : 'Leave it away.',
    )
  switch (manager) {
    case 'pass':
      // With a name, `pass ls` would decrypt the entry of that name.
      return { program: 'pass', args: ['ls'], reader: whole(namesInTree) }
    case 'gopass':
      return { program: 'gopass', args: ['ls', '--flat'], reader: whole(lines) }
    case 'keepassxc':
      return {
        program: 'keepassxc-cli',
        args: [
          'ls',
          '-q',
          '-R',
          '-f',
          ...(keyFile === undefined ? [] : ['--no-password', '-k', keyFile]),
          database!,
        ],
        // Groups end with a slash.
        reader: whole((text) => lines(text).filter((name) => !name.endsWith('/'))),
      }
    case '1password':
      return { program: 'op', args: ['item', 'list', '--format', 'json'], reader: whole(namesOfOp) }
    case 'bitwarden':
      return {
        program: 'bw',
        args: ['list', 'items', `--search=${entry}`, '--nointeraction'],
        reader: () => {
          const items = new ItemNames()
          return { push: (text) => items.push(text), names: () => items.names }
        },
      }
  }
}

/** `pass ls` draws a tree (tree(1), in UTF-8 or ASCII): four signs for each level. An entry may have the name of a folder. */
function namesInTree(text: string): string[] {
  const path: string[] = []
  const found: { name: string; depth: number }[] = []
  for (const line of lines(text.replace(/\u001b\[[0-9;]*m/g, '').replaceAll('\u00a0', ' '))) {
    const [, before, , last] = /^((?:[│| ] {3})*)(├── |└── |\|-- |`-- )(.+)$/.exec(line) ?? []
    if (before === undefined || last === undefined) continue
    const depth = before.length / 4
    path.length = depth
    path[depth] = last.replace(/ -> .*$/, '')
    found.push({ name: path.join('/'), depth })
  }
  return found.filter(({ depth }, at) => (found[at + 1]?.depth ?? 0) <= depth).map(({ name }) => name)
}

/** `op item list` tells titles and vaults, and no field of an item. */
function namesOfOp(text: string): string[] {
  const items = JSON.parse(text === '' ? '[]' : text) as { title?: unknown; vault?: { name?: unknown } }[]
  return items.flatMap(({ title, vault }) =>
    typeof title !== 'string'
      ? []
      : typeof vault?.name === 'string'
        ? [title, `${vault.name}/${title}`]
        : [title],
  )
}
