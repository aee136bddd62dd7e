import { awsCliScript } from '../../export/aws-cli/script.ts'
import { cloudformationTemplate } from '../../export/cloudformation/template.ts'
import type { Given } from '../../export/given.ts'
import { terraformModule } from '../../export/terraform/module.ts'
import { cloudformationParameters, terraformValues, type Variable } from '../../export/variables.ts'
import {
  checkReviewed,
  type Plan,
  planAccount,
  referencesOf,
  resolve,
  Unresolved,
  UserError,
} from '../../index.ts'
import { writeWhole } from '../../store/files.ts'
import { readPlan } from '../../store/plan-file.ts'
import { checkIds } from '../control-ids.ts'
import type { ExportKind } from '../export-commands.ts'
import { howToLook } from '../how-to-look.ts'
import type { CommonOptions, PlanOptions } from '../options.ts'
import { checkOutput, print, say } from '../output.ts'
import { openSession, type Session } from '../session.ts'

export interface ExportOptions extends CommonOptions, Pick<PlanOptions, 'only' | 'section' | 'costExplorer'> {
  plan?: string
  output?: string
  values?: string
  otherRegions?: boolean
}

/** What came of it: the text, how many calls it has no words for, and what it must be given. */
interface Written {
  text: string
  leftOut: number
  /** Text of the file of values, where it takes any. */
  values?: string
}

/** Writes a plan in another tool's words. Reads only. Exit code 0 also when there is nothing to do. */
export async function exportCommand(
  kind: ExportKind,
  options: ExportOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.only) checkIds(options.only)
  if (options.plan !== undefined && (options.only || options.section))
    throw new UserError(
      'usage',
      '--only and --section choose what a plan is made of, and --plan takes one as it is.',
      'Give one or the other.',
    )
  await checkOutput(options.output)
  await checkOutput(options.values)
  const read = options.plan === undefined ? undefined : await readPlan(options.plan)
  // A plan names the configuration that it rests on; its hash is compared.
  const config = options.config ?? read?.config?.path
  const session = await openSession({ ...options, ...(config ? { config } : {}) }, signal)
  try {
    if (read) checkReviewed(read, options.now ?? new Date(), session.configured.sha256)
    const plan = read ?? (await planAccount(howToLook(session, options)))
    const written = await write(kind, plan, session, options)
    await deliver(written, options)
    if (!options.quiet) tell(written, plan, options)
    return 0
  } finally {
    await session.close()
  }
}

async function write(
  kind: ExportKind,
  plan: Plan,
  session: Session,
  options: ExportOptions,
): Promise<Written> {
  // Templates hold no values: without --values nothing is looked up for them.
  const needsValues = kind === 'aws-cli' || options.values !== undefined
  const references = needsValues
    ? await referencesOf(plan, howToLook(session, options))
    : { config: () => undefined, observed: () => undefined }
  const given: Given = { plan, resolve, ...references }
  try {
    switch (kind) {
      case 'aws-cli':
        return awsCliScript(given)
      case 'cloudformation': {
        const { parameters, ...rest } = cloudformationTemplate(given, options.otherRegions)
        return { ...rest, ...values(parameters, () => cloudformationParameters(parameters, given)) }
      }
      case 'terraform': {
        const { variables, ...rest } = terraformModule(given)
        return { ...rest, ...values(variables, () => terraformValues(variables, given)) }
      }
    }
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error
    throw new UserError(
      'unresolved',
      `The plan refers to what is not there: ${error.reference}.`,
      'Name the configuration that the plan was made with (--config FILE), or make a new plan.',
    )
  }
  function values(variables: readonly Variable[], text: () => string) {
    return options.values === undefined || variables.length === 0 ? {} : { values: text() }
  }
}

const hint = 'Name another file.'

/** A file that holds addresses is its owner's alone; a script holds them too, and can be run as it is. */
async function deliver({ text, values }: Written, options: ExportOptions): Promise<void> {
  if (options.values !== undefined && values !== undefined) await writeWhole(options.values, values, hint)
  if (options.output === undefined) await print(text)
  else await writeWhole(options.output, text, hint, text.startsWith('#!') ? 0o700 : 0o666)
}

function tell({ leftOut, values }: Written, plan: Plan, options: ExportOptions): void {
  if (options.output !== undefined) say(`Written to ${options.output}.`)
  if (options.values !== undefined)
    say(
      values === undefined
        ? 'It takes no values: no file of values was written.'
        : `Values written to ${options.values}; they hold addresses.`,
    )
  const all = plan.items.flatMap((item) => item.steps).length
  if (leftOut > 0)
    say(
      `${leftOut} of ${all} ${all === 1 ? 'call' : 'calls'} of the plan ${leftOut === 1 ? 'is' : 'are'} not in it; its comments say which, and why.`,
    )
}
