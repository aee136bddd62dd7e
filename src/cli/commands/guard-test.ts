import {
  actionTable,
  type GuardCase,
  readCases,
  readPolicyPath,
  testCases,
  testDraft,
  testOrganization,
  unknownActions,
  UserError,
} from '../../index.ts'
import type { ControlPolicyType } from '../../model/index.ts'
import { draftTestText } from '../../report/draft-test.ts'
import { guardTestText } from '../../report/guard-test.ts'
import { organizationTestText } from '../../report/organization-test.ts'
import { howToLook } from '../how-to-look.ts'
import { readJson, readText } from '../json-file.ts'
import type { CommonOptions } from '../options.ts'
import { choiceOf, onlyWithOrg, type OrganizationChoice } from '../organization-options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { nearest } from '../suggest.ts'

export interface GuardTestOptions extends CommonOptions, OrganizationChoice {
  policies?: string
  cases?: string
  draft?: string
  at?: string
  type?: ControlPolicyType
  format: 'text' | 'json'
  output?: string
}

/**
 * Decides named cases: against policies of a file, against what is attached in the organization, or against a draft that
 * would be attached to a place. Exit code 0: as expected (also where nothing is); 1: an `expect` differs, or the draft
 * would lock somebody out, or nobody can tell.
 */
export async function guardTest(options: GuardTestOptions, signal: AbortSignal): Promise<number> {
  checkUsage(options)
  await checkOutput(options.output)
  const { policies } = options
  const { text, good } =
    policies === undefined ? await inOrganization(options, signal) : await ofFile(policies, options)
  await emit(text, options.output)
  return good ? 0 : 1
}

interface Told {
  text: string
  good: boolean
}

function checkUsage(options: GuardTestOptions): void {
  const { policies, cases, draft, at, type, org } = options
  if (draft === undefined) onlyWithOrg('guard test', options, ['accounts', 'ou', 'exclude'])
  const bad = (what: string, todo: string) => new UserError('usage', what, todo)
  const how = 'neverroot guard test --draft FILE --at root'
  if (policies !== undefined && (org || draft !== undefined))
    throw bad(
      `--policies is about a file, and ${org ? '--org' : '--draft'} about what is attached.`,
      'Give one of them: neverroot guard test --policies FILE --cases FILE',
    )
  if (policies === undefined && !org && draft === undefined)
    throw bad(
      'Nothing says which policies: --policies is missing, and --org or --draft.',
      'Give one of them: neverroot guard test --policies FILE --cases FILE',
    )
  if (draft !== undefined && at === undefined)
    throw bad('Nothing says where the draft would be attached: --at is missing.', `Write: ${how}`)
  const alone = draft === undefined ? (at !== undefined ? '--at' : type && '--type') : undefined
  if (alone) throw bad(`${alone} is about a draft.`, `Write it with --draft: ${how}`)
  if (policies !== undefined && cases === undefined)
    throw bad('--cases is missing.', 'Write: neverroot guard test --policies FILE --cases FILE')
}

async function ofFile(policies: string, options: GuardTestOptions): Promise<Told> {
  const path = readPolicyPath(await readJson(policies, '--policies'), policies)
  const cases = await casesFrom(options)
  const results = testCases(cases, path, await actionTable())
  return {
    text:
      options.format === 'json'
        ? json(results)
        : guardTestText(results, options.verbose ?? false, styleFor(options)),
    good: results.every(({ asExpected }) => asExpected !== false),
  }
}

async function inOrganization(options: GuardTestOptions, signal: AbortSignal): Promise<Told> {
  const cases = await casesFrom(options)
  const draft =
    options.draft === undefined
      ? undefined
      : {
          text: await readText(options.draft, '--draft'),
          type: options.type ?? 'scp',
          file: options.draft,
        }
  const session = await openSession(options, signal)
  try {
    if (options.calls) say('Calls as they are made:')
    const look = { ...howToLook(session, options), choice: choiceOf(options), cases }
    const style = styleFor(options)
    if (draft) {
      const found = await testDraft({ ...look, draft, target: options.at! })
      return {
        text:
          options.format === 'json'
            ? json({ schema: 'neverroot/guard-draft/1', ...found })
            : draftTestText(found, style),
        good: found.unknown.length === 0 && found.groups.every((group) => group.good),
      }
    }
    const found = await testOrganization(look)
    const results = [...found.groups, ...found.notCovered].flatMap((group) => group.results)
    return {
      text:
        options.format === 'json'
          ? json({ schema: 'neverroot/guard-test/1', ...found })
          : organizationTestText(found, options.verbose ?? false, style),
      good: found.unknown.length === 0 && results.every(({ asExpected }) => asExpected !== false),
    }
  } finally {
    await session.close()
  }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

async function casesFrom({ cases: file, quiet }: GuardTestOptions): Promise<GuardCase[]> {
  if (file === undefined) return []
  const cases = readCases(await readJson(file, '--cases'), file, nearest)
  const table = await actionTable()
  const unknown = unknownActions(cases, table)
  if (unknown.length > 0 && !quiet)
    say(
      `AWS has no action of that name (list of ${table.day}): ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`,
    )
  return cases
}
