import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Configuration, UserError } from '../model/index.ts'
import { findConfiguration, refuseUnsafe } from './find.ts'

/** A configuration and where it came from; the hash is shown in every plan. */
export interface LoadedConfiguration {
  configuration: Configuration
  path?: string
  sha256?: string
}

/**
 * Reads the named file, or the one found from `cwd`; without any, everything is left to questions. Errors name the
 * file, the line and the field.
 */
export async function loadConfiguration(
  named: string | undefined,
  cwd = process.cwd(),
): Promise<LoadedConfiguration> {
  const path = named ?? findConfiguration(cwd)
  if (path === undefined) return { configuration: {} }
  const text = read(path)
  refuseUnsafe(path)
  const configuration = beside(path, await parseConfiguration(text, path))
  return { configuration, path: resolve(path), sha256: createHash('sha256').update(text).digest('hex') }
}

/** Files that it names are looked for where the configuration is, wherever the command runs. */
function beside(path: string, configuration: Configuration): Configuration {
  const { people, drills } = configuration
  const at = (file: string) => resolve(dirname(path), file)
  const file = people?.directory?.file
  const signers = drills?.answers?.signers
  return {
    ...configuration,
    ...(file === undefined ? {} : { people: { ...people, directory: { file: at(file) } } }),
    ...(signers === undefined
      ? {}
      : { drills: { ...drills, answers: { ...drills?.answers, signers: at(signers) } } }),
  }
}

/** Parses and checks; `path` is for messages. */
export async function parseConfiguration(text: string, path: string): Promise<Configuration> {
  const [{ LineCounter, parseDocument }, { configurationSchema }] = await Promise.all([
    import('./yaml.ts'),
    import('./schema.ts'),
  ])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line
    throw new UserError(
      'bad-yaml',
      `${path}, line ${line}: ${broken.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')}.`,
      'Mend that line; YAML wants consistent indentation and a space after each colon.',
    )
  }
  const result = configurationSchema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data as Configuration
  const issue = result.error.issues[0]!
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : []
  const field = [...issue.path, ...keys.slice(0, 1)]
  const node = [...Array(field.length + 1).keys()]
    .map(
      (cut) =>
        document.getIn(field.slice(0, field.length - cut), true) as
          { range?: [number, number, number] } | undefined,
    )
    .find((n) => n?.range)
  const line = node?.range ? lines.linePos(node.range[0]).line : 1
  const name = field.join('.') || 'the file'
  const value = keys.length > 0 || isPersonal(field) ? '' : shown(valueAt(document.toJS(), field))
  const what = keys.length > 0 ? 'is not a field that neverroot knows' : inWords(issue.message)
  throw new UserError(
    'bad-configuration',
    `${path}, line ${line}: ${name}${value} ${what}.`,
    'The fields are listed in schema/neverroot.schema.json; everything is optional.',
  )
}

/** Addresses and phone numbers stay out of logs, and what may be a secret in the wrong place: line and field say where the slip is. */
const isPersonal = (path: readonly PropertyKey[]): boolean =>
  path.some((key) =>
    ['contacts', 'alerts', 'people', 'answers', 'url', 'urlEnv', 'secretEnv', 'tokenEnv', 'keyEnv'].includes(
      String(key),
    ),
  )

/** The checker's own sentences in ours: "Invalid input: expected number, received string". */
const inWords = (message: string): string =>
  message
    .replace(/^Invalid input: expected int, received number$/, 'must be a whole number')
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be of type $1, not $2')
    .replace(/^Too small: expected (?:number|int) to be >=(.+)$/, 'must be at least $1')
    .replace(/^Too small: expected (?:number|int) to be >(.+)$/, 'must be more than $1')
    .replace(/^Too big: expected (?:number|int) to be <=?(.+)$/, 'must be at most $1')
    .replace(/^Too small: expected string to have >=1 characters$/, 'must not be empty')
    .replace(/^Too big: expected string to have <=(\d+) characters$/, 'has more than $1 characters')

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? ` "${String(value).slice(0, 60)}"` : ''
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new UserError(
      'no-configuration',
      `${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code)}.`,
      'Name another with --config FILE, or leave the option away.',
    )
  }
}
