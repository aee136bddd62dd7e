import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../model/index.ts'
import { writeWhole } from '../store/files.ts'
import { fileName, refuseUnsafe } from './find.ts'

/** A setting by its dotted path (`contacts.primary.phone`), with the value that somebody gave. */
export interface Answer {
  setting: string
  value: string | readonly string[]
}

const header = ` Made by neverroot setup. It names who is told and who is called about your account: whoever can write
 this file can redirect them, so keep it like a key. All fields: schema/neverroot.schema.json
`

/**
 * Loads what says whether an answer is what the configuration takes: in a sentence what is wrong, undefined where nothing
 * is. The rules are those of the configuration itself.
 */
export async function answerCheck(): Promise<(answer: Answer) => string | undefined> {
  const { configurationSchema } = await import('./schema.ts')
  return ({ setting, value }) => {
    const result = configurationSchema.safeParse(nested(setting.split('.'), value))
    if (result.success) return undefined
    const { message, path } = result.error.issues[0]!
    const said = typeof value === 'string' ? value : String(value[Number(path.at(-1))] ?? value)
    return `"${said.slice(0, 60)}" ${message}.`
  }
}

function nested(path: readonly string[], value: unknown): unknown {
  return [...path].reverse().reduce((inner, key) => ({ [key]: inner }), value)
}

/**
 * Writes answers into the configuration: the file at hand, or a new neverroot.yaml in `cwd`. Comments and order of what
 * stands there stay. Gives the path. Throws UserError where it cannot be written.
 */
export async function saveAnswers(
  answers: readonly Answer[],
  path: string | undefined,
  cwd = process.cwd(),
): Promise<string> {
  const { Document, parseDocument } = await import('./yaml.ts')
  const file = path ?? join(cwd, fileName)
  const exists = existsSync(file)
  if (exists) refuseUnsafe(file)
  const document = exists ? parseDocument(readFileSync(file, 'utf8')) : new Document({})
  if (document.errors.length > 0)
    throw new UserError('bad-yaml', `${file} is not YAML.`, 'Mend it, or name another with --config FILE.')
  if (!exists) document.commentBefore = header.trimEnd()
  for (const { setting, value } of answers) document.setIn(setting.split('.'), document.createNode(value))
  await writeWhole(file, document.toString({ lineWidth: 0 }), 'Run setup in a folder that you may write to.')
  return file
}
