import { type Json, type Plan, type PlanItem, type Step, UserError } from '../../model/index.ts'
import { type Given, type Reference, referencesIn, type Value, valueOf } from '../given.ts'
import { cliCommand, Names, snake } from '../names.ts'
import { comment, itemWords, leftToPeople, origin, stepWords, tidy } from '../words.ts'
import { hereDocument } from './json.ts'
import { preamble } from './preamble.ts'
import { alreadyCode, forOldClients, isRepeatable, isRootsOwn, leftOut } from './support.ts'

export interface Script {
  text: string
  /** How many calls of the plan it does not make. */
  leftOut: number
}

/** A step that the script makes, with its number in it. */
interface Call {
  number: number
  step: Step
  input: Value
}

/**
 * The plan as a POSIX shell script of AWS CLI calls. Every input travels as JSON, so that each value arrives exactly;
 * what earlier steps answer and the first password are variables, all other values stand in the script.
 */
export function awsCliScript(given: Given): Script {
  const { plan } = given
  const calls = callsOf(given)
  const outputs = outputNames(calls)
  const steps = plan.items.flatMap((item) => item.steps)
  const lines = [
    '#!/bin/sh',
    ...origin(plan, 'calls of the AWS CLI'),
    ...comment('It changes the account. It stops at the first call that fails and says how to carry on.'),
    ...comment('It holds addresses and phone numbers from the configuration: keep it as you keep that file.'),
    ...preamble({
      account: plan.account,
      steps: calls.length,
      password: calls.some(({ input }) => secretsIn(input).length > 0),
      irreversible: calls.some(({ step }) => step.risk === 'irreversible'),
      passwordLength: passwordLength(steps),
    }),
    ...plan.items.flatMap((item) => itemLines(item, calls, outputs, given)),
    ...closing(plan, calls.length),
  ]
  return {
    text: `${lines.map((line) => line.trimEnd()).join('\n')}\n`,
    leftOut: steps.length - calls.length,
  }
}

/** Carries what stands in the configuration and what was observed into the inputs; the rest stays a reference. */
function callsOf({ plan, resolve, config, observed }: Given): Call[] {
  return plan.items
    .flatMap((item) => item.steps)
    .filter((step) => !leftOut(step, plan.account))
    .map((step, i) => ({
      number: i + 1,
      step,
      input: forOldClients(valueOf(resolve(step.input, { config, observed }), resolve)),
    }))
}

/** A variable for everything that a later step takes from an earlier one. */
function outputNames(
  calls: readonly Call[],
): ReadonlyMap<string, { name: string; step: string; path: string }> {
  const names = new Names()
  const found = new Map<string, { name: string; step: string; path: string }>()
  for (const { input, step: user } of calls)
    for (const { kind, path, step } of referencesIn(input)) {
      const key = JSON.stringify([step, path])
      if (kind !== 'output' || found.has(key)) continue
      const from = calls.find((call) => call.step.id === step)
      const second = [...found.values()].some((other) => other.step === step)
      if (!from || second || !/^[A-Za-z][A-Za-z0-9.]*$/.test(path))
        throw new UserError(
          'cannot-export',
          `${tidy(user.id)} needs ${tidy(path)} of ${tidy(String(step))}, which a script cannot give it.`,
          'Use neverroot apply for this plan.',
        )
      found.set(key, { name: names.give(snake(`${path}_${from.number}`)), step: step!, path })
    }
  return found
}

const secretsIn = (input: Value): Reference[] => referencesIn(input).filter((r) => r.kind === 'secret')

/** Longer than the plan's own password policy asks for, and long in any case: it is pasted, or typed once. */
function passwordLength(steps: readonly Step[]): number {
  const asked = steps
    .filter((step) => step.action === 'iam:UpdateAccountPasswordPolicy')
    .map((step) => Number((step.input as { MinimumPasswordLength?: Json }).MinimumPasswordLength ?? 0))
  return Math.min(Math.max(32, ...asked), 128)
}

function itemLines(
  item: PlanItem,
  calls: readonly Call[],
  outputs: ReturnType<typeof outputNames>,
  given: Given,
): string[] {
  if (item.steps.length === 0) return []
  return [
    '',
    '#'.repeat(78),
    ...itemWords(item),
    ...item.steps.flatMap((step) => {
      const out = leftOut(step, given.plan.account)
      const call = calls.find((c) => c.step === step)
      if (call) return ['', ...stepLines(call, calls.length, outputs, given)]
      return [
        '',
        ...comment(`Not in this script: ${stepWords(step)}`),
        ...comment(`Why: ${out?.because}.`),
        ...comment(`Instead: ${out?.instead}.`),
      ]
    }),
  ]
}

function stepLines(
  { number, step, input }: Call,
  of: number,
  outputs: ReturnType<typeof outputNames>,
  given: Given,
): string[] {
  const [service, operation] = cliCommand(step.action)
  const gives = [...outputs.values()].filter((output) => output.step === step.id)
  const secret = secretsIn(input).length > 0
  const code = alreadyCode(step.action)
  const variable = ({ kind, path, step: from }: Reference) =>
    kind === 'output' ? outputs.get(JSON.stringify([from, path]))!.name : 'password'
  const where = step.region === undefined ? '"$global"' : quoted(step.region)
  const { expands, text } = hereDocument(input, variable)
  const query = gives.length > 0 ? ` --output text --query ${quoted(gives[0]!.path)}` : ''
  const delimiter = expands ? 'JSON' : "'JSON'"
  const orStop = secret ? ` || stop ${quoted(nobodyHasIt)}` : ''
  const call = [
    `call ${where} ${service} ${operation}${query} <<${delimiter}${orStop}`,
    ...text.split('\n'),
    'JSON',
  ]
  const words = quoted(`${service} ${operation}: ${tidy(step.does)}`)
  const always = gives.length > 0 && isRepeatable(step.action)
  const body = [
    ...(isRootsOwn(step) ? [rootOnly] : []),
    ...(secret ? ['{ set +x; } 2>/dev/null', 'first_password'] : []),
    ...(code ? [`already=${code}`] : []),
    ...call,
    ...(code ? ['already='] : []),
    ...(gives.length > 0 ? ['answer', `${gives[0]!.name}=$value`] : []),
    ...(secret ? delivery(step, given) : []),
  ]
  return [
    ...comment(`Step ${number} of ${of}: ${stepWords(step)}`),
    ...(always
      ? [
          ...comment('It is called also when the script carries on: later steps need its answer.'),
          `step ${number} ${words} || at ${words}`,
          ...body,
        ]
      : [`if step ${number} ${words}; then`, ...body, 'fi']),
  ]
}

/** After a broken connection, or a crash between the call and the hand-over. */
const nobodyHasIt =
  'No password was handed over. If the user has one from a run that was cut off here, nobody knows it: delete that login profile first.'

const rootOnly = `case $caller in *:root) ;; *) stop ${quoted("This step is about what is root's own: it takes a session of root.")} ;; esac`

/** Hands the password over; where that fails nobody has it, so the profile goes again. */
function delivery(step: Step, { resolve, config, observed }: Given): string[] {
  const undo = step.undo
  const removal = undo
    ? [
        `  call "$global" ${cliCommand(undo.action).join(' ')} <<'JSON'`,
        ...hereDocument(valueOf(resolve(undo.input, { config, observed }), resolve), () => '').text.split(
          '\n',
        ),
        'JSON',
        "  stop 'The first password did not reach its command, so it was taken back.'",
      ]
    : ["  stop 'The first password did not reach its command: nobody has it.'"]
  return [
    'if ! sh -c "$NEVERROOT_PASSWORD_TO" <<PASSWORD',
    '$password',
    'PASSWORD',
    'then',
    '  password=',
    ...removal,
    'fi',
    'password=',
  ]
}

function closing(plan: Plan, calls: number): string[] {
  const people = leftToPeople(plan)
  const out = plan.items
    .flatMap((item) => item.steps)
    .flatMap((step) => {
      const why = leftOut(step, plan.account)
      return why ? [`${step.action}: ${why.instead}`] : []
    })
  const rest = [...out, ...people]
  return [
    '',
    '#'.repeat(78),
    'step=',
    'doing=',
    `say ${quoted(calls === 0 ? 'There was nothing to call.' : 'Done. Look again: neverroot audit')}`,
    ...(rest.length > 0
      ? ["say 'Left to you:'", ...rest.map((what) => `say ${quoted(`  ${tidy(what)}`)}`)]
      : []),
  ]
}

/** One word for the shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w.:/=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
