import { type Json, type Outcome, type Plan, type Step, UserError } from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import type { BeforeImage } from '../../store/before-images.ts'
import type { Journal, JournalLine } from '../../store/journal.ts'
import { type Meanings, referencesIn, resolve, Unresolved } from '../plan/references.ts'
import type { Given } from './deeds/index.ts'
import { asGiven, type Hand, perform, type Performed } from './perform.ts'
import { performCode, performPassword } from './secrets.ts'

/** Everything that performing a plan needs; nothing in here asks for a confirmation any more. */
export interface Performance {
  plan: Plan
  hand: Hand
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
  /** What stopped it although no step failed: the disk, mostly. */
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
      const done: Performed = because
        ? { result: 'skipped', message: because }
        : await one(step, run, outputs, madeBefore).catch((error: unknown) => {
            if (!(error instanceof UserError) || error.code !== 'cannot-write') throw error
            broken = error
            return { result: 'skipped' as const, message: error.message, stop: true as const }
          })
      if (done.output) outputs.set(step.id, done.output)
      if (done.stop) stop = done.message ?? 'it was stopped'
      if (['failed', 'refused', 'skipped'].includes(done.result))
        fallen ??= `not tried: ${step.does} was not done`
      else madeBefore = true
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

/** One step, with its lines in the journal. */
async function one(
  step: Step,
  run: Performance,
  outputs: ReadonlyMap<string, Readonly<Record<string, string>>>,
  madeBefore: boolean,
): Promise<Performed> {
  const { journal, earlier } = run
  const before = pastOf(step, earlier)
  const kinds = new Set(referencesIn(step.input).map(([kind, value]) => `${kind} ${String(value)}`))
  const waitsForCode = kinds.has('$secret code')
  if (before.end && !(waitsForCode && before.end.result === 'waiting')) {
    if (['applied', 'already-so', 'waiting'].includes(before.end.result))
      return { result: before.end.result, output: before.end.output }
  }
  const meanings: Meanings = {
    ...run.meanings,
    output: (id, path) => outputs.get(id)?.[path],
    secret: undefined,
  }
  const input = attempt(() => resolve(step.input, meanings))
  if (input instanceof Unresolved) return { result: 'failed', message: input.message }
  const reason = await run.guard(step, asGiven(input))
  const end = (done: Performed): Performed => {
    const needed = done.output && neededOutputs(run.plan, step.id, done.output)
    journal.write(
      {
        kind: 'end',
        step: step.id,
        result: done.result,
        ...(done.message ? { message: done.message } : {}),
        ...(needed ? { output: needed } : {}),
      },
      run.now(),
    )
    return done
  }
  if (reason !== undefined) return end({ result: 'refused', message: reason })
  const how = {
    begun: before.begun,
    madeBefore,
    check: () => run.check?.(step) ?? Promise.resolve(undefined),
    before: async () => {
      if (step.undo && !before.begun) {
        const undo = resolve(step.undo.input, meanings)
        await run.keep(step.id, { done: input, undo })
      }
      journal.write({ kind: 'begin', step: step.id, action: step.action }, run.now())
    },
  }
  const done = kinds.has('$secret password')
    ? await performPassword({
        step,
        input,
        hand: run.hand,
        sink: run.sink,
        delivered: before.delivered,
        ...how,
        onDelivered: () => journal.write({ kind: 'delivered', step: step.id }, run.now()),
        rescue: run.rescue,
      })
    : waitsForCode
      ? await performCode(step, input, run.hand, (n) => run.askCode(step, n), how)
      : await perform(step, asGiven(input), run.hand, how)
  try {
    return end(done)
  } catch (error) {
    // The call was made: that is the truth, whatever can be written of it. The next run finds out by looking.
    if (!(error instanceof UserError)) throw error
    return { ...done, message: error.message, stop: true }
  }
}

interface Past {
  begun: boolean
  delivered: boolean
  end?: Extract<JournalLine, { kind: 'end' }>
}

/** What an earlier run wrote of a step. */
function pastOf(step: Step, earlier: readonly JournalLine[]): Past {
  const lines = earlier.filter((line) => 'step' in line && line.step === step.id)
  const ends = lines.filter((line): line is Extract<JournalLine, { kind: 'end' }> => line.kind === 'end')
  const end = ends.at(-1)
  return {
    begun: lines.some((line) => line.kind === 'begin'),
    delivered: lines.some((line) => line.kind === 'delivered'),
    ...(end ? { end } : {}),
  }
}

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
