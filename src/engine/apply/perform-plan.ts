import {
  type Json,
  type Outcome,
  type Plan,
  type Step,
  type StepResult,
  UserError,
} from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import type { BeforeImage } from '../../store/before-images.ts'
import { type Journal, type JournalLine, pastOf } from '../../store/journal.ts'
import { type Meanings, referencesIn, resolve, Unresolved } from '../plan/references.ts'
import type { Given } from './deeds/index.ts'
import { handFor, type Hands } from './hands.ts'
import { asGiven, type Hand, type How, perform, type Performed } from './perform.ts'
import { performCode, performPassword } from './secrets.ts'

/** Everything that performing a plan needs; nothing in here asks for a confirmation any more. */
export interface Performance {
  plan: Plan
  hand: Hand
  /** For steps in other accounts. */
  hands?: Hands
  /** Calls that are made although somebody said stop. */
  rescue: Hand['write']
  /** What the references of the plan stand for. */
  meanings: Meanings
  journal: Journal
  /** What an earlier run of the same plan wrote. */
  earlier: readonly JournalLine[]
  now(): Date
  /** Keeps what undo needs, before the step is done. */
  keep(step: string, image: BeforeImage): Promise<void>
  /** Why a step must not be done now; undefined: it may. Asked before anything of it is done. */
  guard(step: Step, given: Given): Promise<string | undefined>
  /** Why it would do harm, looked at only once it is known that the step is still to be done. */
  check?(step: Step): Promise<string | undefined>
  sink: PasswordSink | undefined
  askCode(step: Step, attempt: number): Promise<string | undefined>
  told(outcome: Outcome): void
}

export interface PerformedPlan {
  outcomes: Outcome[]
  /** What stopped it although no call failed: a full disk, credentials that cannot be had any more. */
  broken?: UserError
}

/**
 * Performs a plan item by item. A step that fails takes the rest of its item with it; other items go on, unless the
 * credentials are no good any more or the journal cannot be written: nothing is done that is not written down.
 */
export async function performPlan(run: Performance): Promise<PerformedPlan> {
  const outcomes: Outcome[] = []
  const outputs = new Map<string, Readonly<Record<string, string>>>()
  let stop: string | undefined
  let broken: UserError | undefined
  for (const item of run.plan.items) {
    let fallen: string | undefined
    let madeBefore = false
    for (const step of item.steps) {
      const because = stop ?? fallen
      const done: Written = because
        ? { result: 'skipped', message: because }
        : await one(step, run, outputs, madeBefore).catch((error: unknown) => {
            if (!(error instanceof UserError)) throw error
            broken = error
            return { result: 'skipped' as const, message: error.message, stop: true as const }
          })
      broken ??= done.unwritten
      if (done.output) outputs.set(step.id, done.output)
      if (done.stop) stop = done.message ?? 'it was stopped'
      if (wasDone.includes(done.result)) madeBefore = true
      else fallen ??= `not tried: ${step.does} was not done`
      const outcome: Outcome = {
        item: item.id,
        step: step.id,
        action: step.action,
        does: step.does,
        result: done.result,
        ...(done.message ? { message: done.message } : {}),
      }
      outcomes.push(outcome)
      run.told(outcome)
    }
  }
  return { outcomes, ...(broken ? { broken } : {}) }
}

interface Written extends Performed {
  /** The step was done, and the line that says so could not be written. */
  unwritten?: UserError
}

/** One step, with its lines in the journal. */
async function one(
  step: Step,
  run: Performance,
  outputs: ReadonlyMap<string, Readonly<Record<string, string>>>,
  madeBefore: boolean,
): Promise<Written> {
  const { journal } = run
  const past = pastOf(step.id, run.earlier)
  const kinds = kindsIn(step.input)
  const codeIsMissing = kinds.has('$secret code') && past.end?.result === 'waiting'
  if (past.end && wasDone.includes(past.end.result) && !codeIsMissing)
    return { result: past.end.result, output: past.end.output }
  const meanings: Meanings = {
    ...run.meanings,
    output: (id, path) => outputs.get(id)?.[path],
    secret: undefined,
  }
  const input = attempt(() => resolve(step.input, meanings))
  if (input instanceof Unresolved) return { result: 'failed', message: input.message }
  // What could not be taken back is not done. Only where AWS gives the thing its id is the undo known after the call.
  const later = step.undo !== undefined && namesOwnOutput(step)
  const undo = step.undo && !later ? attempt(() => resolve(step.undo!.input, meanings)) : undefined
  if (undo instanceof Unresolved) return { result: 'failed', message: undo.message }
  const end = (done: Performed): Performed => {
    const needed = done.output && neededOutputs(run.plan, step.id, done.output)
    journal.write(
      {
        kind: 'end',
        step: step.id,
        result: done.result,
        ...(done.message ? { message: done.message } : {}),
        ...(done.unclear ? { unclear: true as const } : {}),
        ...(needed ? { output: needed } : {}),
      },
      run.now(),
    )
    return done
  }
  const reason = await run.guard(step, asGiven(input))
  if (reason !== undefined) return end({ result: 'refused', message: reason })
  const hand = await handFor(step, run)
  if ('refused' in hand)
    return end({ result: 'refused', message: hand.refused, ...(hand.stop ? { stop: true } : {}) })
  let called = false
  const how: How = {
    begun: past.begun,
    madeBefore,
    check: () => run.check?.(step) ?? Promise.resolve(undefined),
    before: async () => {
      if (undo !== undefined) await run.keep(step.id, { done: input, undo })
      journal.write({ kind: 'begin', step: step.id, action: step.action }, run.now())
      called = true
    },
  }
  const done = await carriedOut(
    step,
    input,
    { ...run, hand },
    { kinds, how, delivered: past.delivered },
  ).catch((error: unknown): Performed => {
    if (!(error instanceof UserError) || !called) throw error
    // Credentials that could not be had any more, perhaps for a second try.
    return { result: 'failed', message: error.message, stop: true, unclear: true }
  })
  if (later && (called || past.begun) && done.output) {
    const own = done.output
    const found = attempt(() => resolve(step.undo!.input, { ...meanings, output: (_, path) => own[path] }))
    if (!(found instanceof Unresolved)) await run.keep(step.id, { done: input, undo: found })
  }
  try {
    return end(done)
  } catch (error) {
    // The call was made: that is the truth, whatever can be written of it. The next run finds out by looking.
    if (!(error instanceof UserError)) throw error
    return { ...done, message: error.message, stop: true, unwritten: error }
  }
}

/** True where what takes a step back names what the step itself came to. */
const namesOwnOutput = ({ id, undo }: Step): boolean =>
  referencesIn(undo?.input ?? null).some(
    ([kind, value]) => kind === '$output' && (value as readonly Json[])[0] === id,
  )

/** Makes the call in the way that its secrets ask for. */
function carriedOut(
  step: Step,
  input: Json,
  { hand, sink, rescue, journal, now, askCode }: Performance,
  { kinds, how, delivered }: { kinds: ReadonlySet<string>; how: How; delivered: boolean },
): Promise<Performed> {
  if (kinds.has('$secret password')) {
    const onDelivered = () => journal.write({ kind: 'delivered', step: step.id }, now())
    return performPassword({ step, input, hand, sink, delivered, ...how, onDelivered, rescue })
  }
  return kinds.has('$secret code')
    ? performCode(step, input, hand, (attempt) => askCode(step, attempt), how)
    : perform(step, asGiven(input), hand, how)
}

const wasDone: readonly StepResult[] = ['applied', 'already-so', 'waiting']

/** What an input refers to: `$secret password`, `$config alerts.emails.0`. */
const kindsIn = (input: Json): ReadonlySet<string> =>
  new Set(referencesIn(input).map(([kind, value]) => `${kind} ${String(value)}`))

/** Of what a call answered, only what later steps refer to is written down. */
function neededOutputs(
  plan: Plan,
  step: string,
  output: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const wanted = plan.items
    .flatMap((item) => item.steps)
    .flatMap((other) => referencesIn(other.input))
    .flatMap(([kind, value]) =>
      kind === '$output' && (value as readonly Json[])[0] === step
        ? [String((value as readonly Json[])[1])]
        : [],
    )
  const found = [...new Set(wanted)].flatMap((path) =>
    output[path] === undefined ? [] : [[path, output[path]]],
  )
  return found.length > 0 ? (Object.fromEntries(found) as Record<string, string>) : undefined
}

function attempt<T>(work: () => T): T | Unresolved {
  try {
    return work()
  } catch (error) {
    if (error instanceof Unresolved) return error
    throw error
  }
}
