import {
  type Applied,
  type Caller,
  type Configuration,
  type Fact,
  type Json,
  type Outcome,
  type Plan,
  type PlanItem,
  type Step,
  UserError,
  type WayIn,
} from '../../model/index.ts'
import type { Host, PasswordSink } from '../../ports.ts'
import { beforeImages, keepBeforeImage } from '../../store/before-images.ts'
import { beginRun, continueRun, type Journal, type JournalLine, type Run } from '../../store/journal.ts'
import type { Assessment } from '../assess.ts'
import { heldBack, onlyForRoot, ownCredential, removesWayIn } from '../plan/guard.ts'
import { callOf } from '../plan/once.ts'
import { at, fromConfiguration, type Meanings, referencesIn, takesCode } from '../plan/references.ts'
import { confirm } from './confirm.ts'
import { confirmDelegate } from './confirm-delegate.ts'
import { checkPlan, refuseMoved } from './check.ts'
import { cameTo, doneAbout } from './look-again.ts'
import type { Hands } from './hands.ts'
import type { Hand } from './perform.ts'
import { performPlan } from './perform-plan.ts'

/** An account looked at once, and what else can be seen in the same look. */
export interface Looked {
  assessment: Assessment
  wayIn(): Promise<Fact<WayIn | undefined>>
  /** What an observable of the plan's references holds; undefined: it could not be seen. */
  observed(name: string): Promise<Json | undefined>
  /** The plan that would be made from this look. */
  plan(): Promise<Plan>
}

export interface ApplyOptions {
  plan: Plan
  /** Carries on with this run instead of beginning one. */
  resume?: Run
  caller: Caller
  /** The access key id that the run's requests are signed with: never a target of its own. */
  signedWith?: string
  configuration: Configuration
  /** Hash of the configuration's file. */
  config?: string
  /** The state folder. */
  folder: string
  hand: Hand
  /** Sessions of root of the member that the plan is about, each held to one task; absent: the plan may hold no root task. */
  hands?: Hands
  rescue: Hand['write']
  /** Looks at the account anew, at these controls. */
  look(controls: readonly string[]): Promise<Looked>
  now(): Date
  host: Host
  /** Told what will be done, once it is known that it may be, and before anybody is asked. */
  show?(plan: Plan): Promise<void>
  /** What was given on the command line instead of being typed. */
  confirmed?: string
  sink: PasswordSink | undefined
  /** Milliseconds to wait before looking a second time, where AWS takes a while to show what was done. */
  settleMs: number
}

/**
 * Performs exactly this plan, then looks again. Throws UserError for every refusal before the first call: then nothing
 * was changed and nothing is in the journal.
 */
export async function apply(options: ApplyOptions): Promise<Applied> {
  const { plan, caller, signedWith, folder, resume, host, now } = options
  const checked = () => ({
    caller,
    now: now(),
    config: options.config,
    alarmAccount: options.configuration.organization?.alarmAccount,
    member: options.hands !== undefined,
  })
  checkPlan(plan, checked())
  const controls = [...new Set(plan.items.map((item) => item.control))]
  const looked = await options.look(controls)
  const earlier = resume?.lines ?? []
  const steps = plan.items.flatMap((item) => item.steps)
  const wayIn = memoized(() => looked.wayIn())
  const guard = async (step: Step) =>
    onlyForRoot(step, caller) ??
    ownCredential(step, signedWith) ??
    (removesWayIn(step) ? heldBack(step, await wayIn()) : undefined)
  const held = new Set<Step>()
  for (const step of steps) if ((await guard(step)) !== undefined) held.add(step)
  const fresh = await looked.plan()
  const begun = (item: PlanItem) => item.steps.some((step) => mayBeDone(step, earlier))
  // The same call may stand under two findings: what the run has made for one of them is not left for the other.
  const made = new Set(steps.filter((step) => isOver(step, earlier)).map(callOf))
  const left = (step: Step) => !made.has(callOf(step))
  refuseMoved(plan, { fresh, held: (step) => held.has(step), ...(resume ? { begun, left } : {}) })
  await options.show?.(plan)
  const meanings = await meaningsOf(options, looked, steps)
  if (steps.length > 0) {
    await confirm(plan, { ...options, phoneNow: meanings.observed?.('primaryContact.PhoneNumber') })
    await confirmDelegate({ ...options, items: plan.items })
  }
  // Somebody may have taken their time to type it.
  checkPlan(plan, checked())
  const journal = resume ? continueRun(folder, resume) : await beginRun(folder, plan, now())
  journal.write(
    resume
      ? { kind: 'resumed', caller: whose(caller) }
      : { kind: 'opened', account: plan.account, caller: whose(caller), plan: plan.digest },
    now(),
  )
  host.notify({ code: 'run', data: { run: journal.run } })
  const { outcomes, broken } = await performPlan({
    plan,
    hand: options.hand,
    ...(options.hands ? { hands: options.hands } : {}),
    rescue: options.rescue,
    meanings,
    journal,
    earlier,
    now,
    keep: keeper(folder, journal, now),
    guard,
    sink: options.sink,
    askCode: async ({ account, action, does }, attempt) =>
      host.ask?.({
        code: action === 'account:AcceptPrimaryEmailUpdate' ? 'mail-code' : 'phone-code',
        data: { account, does, attempt },
      }),
    told: (outcome) => host.notify({ code: 'step', data: outcome }),
  })
  if (broken && !outcomes.some(wasDone)) throw broken
  const done = outcomes.every((o) => wasDone(o) || (o.result === 'skipped' && forPeople(o, plan)))
  if (!broken) closed(journal, done, now())
  return {
    run: journal.run,
    account: plan.account,
    outcomes,
    items: await again(options, controls, outcomes),
    complete: done && !broken,
    undoable: steps.some((s) => s.undo && outcomes.some((o) => o.step === s.id && o.result === 'applied')),
    lasting: lastingOf(steps, outcomes),
  }
}

/** True where an earlier run may have carried out a step: it was begun, and its end does not say that it was refused. */
function mayBeDone(step: Step, earlier: readonly JournalLine[]): boolean {
  const mine = earlier.filter((line) => 'step' in line && line.step === step.id)
  const last = mine.at(-1)
  if (!mine.some((line) => line.kind === 'begin')) return false
  return last?.kind !== 'end' || !['refused', 'skipped', 'already-so'].includes(last.result)
}

/** Who it was, for the journal: a user who is named by an address is told by its first letter and its domain. */
export const whose = ({ arn }: Caller): string => arn.replace(/([^/@]?)[^/@]*@/, '$1...@')

/** Writes that a run came to its end; false where that cannot be written: its steps say what was done. */
export function closed(journal: Journal, complete: boolean, now: Date): boolean {
  try {
    journal.write({ kind: 'closed', complete }, now)
    return true
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return false
  }
}

/** What was done and stays: no call takes it back, and it does not go with something that does. */
export function lastingOf(
  steps: readonly Step[],
  outcomes: readonly Pick<Outcome, 'step' | 'result'>[],
): string[] {
  const takenBack = new Set(steps.filter((s) => s.undo).map((s) => s.id))
  const goesWith = (step: Step) =>
    referencesIn(step.input).some(
      ([kind, of]) => kind === '$output' && takenBack.has((of as readonly string[])[0]!),
    )
  return steps
    .filter((s) => !s.undo && !goesWith(s) && outcomes.some((o) => o.step === s.id && o.result === 'applied'))
    .map((s) => s.does)
}

const wasDone = (o: Outcome) => o.result === 'applied' || o.result === 'already-so' || o.result === 'waiting'

/** A first password that nobody was there to take is no failure: it waits for somebody. */
const forPeople = (o: Outcome, plan: Plan): boolean => {
  const step = plan.items.flatMap((item) => item.steps).find((s) => s.id === o.step)
  return step?.action === 'iam:CreateLoginProfile'
}

/**
 * Looks a second time where something that was done does not show: AWS takes a while to say it everywhere. What was done
 * is told even where nothing can be looked at any more.
 */
async function again(options: ApplyOptions, controls: readonly string[], outcomes: readonly Outcome[]) {
  const judge = async () => {
    const { assessment } = await options.look(controls)
    return cameTo(
      options.plan,
      outcomes,
      assessment.judged.map(({ finding }) => finding),
    )
  }
  try {
    const first = await judge()
    const notFixed = new Set(first.filter((item) => item.result === 'not-fixed').map((item) => item.id))
    const hidden = options.plan.items
      .filter((item) => notFixed.has(item.id))
      .map((item) => doneAbout(item, outcomes))
      .some((mine) => mine.length > 0 && mine.every(wasDone))
    if (!hidden || options.settleMs === 0) return first
    await options.hand.pause(options.settleMs)
    return await judge()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return cameTo(options.plan, outcomes, [])
  }
}

/** What the references of these steps stand for, looked up before the first call is made. */
async function meaningsOf(options: ApplyOptions, looked: Looked, steps: readonly Step[]): Promise<Meanings> {
  const text = JSON.stringify(steps.map((s) => [s.input, s.undo?.input]))
  const names = new Set([...text.matchAll(/\{"\$observed":"([^".]+)/g)].map(([, name]) => name!))
  const found = new Map<string, Json | undefined>()
  for (const name of names) found.set(name, await looked.observed(name))
  return {
    config: fromConfiguration(options.configuration),
    observed: (path) => {
      const [name = '', ...rest] = path.split('.')
      return at(found.get(name), rest.join('.'))
    },
  }
}

/** Keeps what undo needs of a step; what an earlier run kept stays, since it saw the account as it was before. */
function keeper(folder: string, journal: Journal, now: () => Date) {
  return async (step: string, image: Parameters<typeof keepBeforeImage>[3]) => {
    const kept = await beforeImages(folder, journal.run, now())
    if (!Object.hasOwn(kept, step)) await keepBeforeImage(folder, journal.run, step, image, now())
  }
}

function memoized<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}

/** The latest run of an account that can be carried on with. Throws UserError where there is none. */
export function resumable(runs: readonly Run[], account: string): Run {
  const mine = runs.filter((run) => run.plan.account === account)
  const latest = mine.filter((run) => !undoneBy(run)).at(-1)
  const takenBack = latest && mine.some((run) => undoneBy(run) === latest.id)
  if (latest && !takenBack && !isFinished(latest)) return latest
  throw new UserError(
    'nothing-to-resume',
    !latest
      ? `Nothing was applied to account ${account} from this state folder.`
      : takenBack
        ? `Run ${latest.id} was taken back since: there is nothing to carry on with.`
        : `Run ${latest.id} came to its end: there is nothing to carry on with.`,
    'Make a plan and apply it: neverroot apply',
  )
}

/** The run that a run took back, or began to. */
export const undoneBy = (run: Run): string | undefined =>
  run.lines.flatMap((line) => (line.kind === 'opened' && line.undoes ? [line.undoes] : []))[0]

/** True where every step of a run came to an end that needs nothing more of us. */
const isFinished = (run: Run): boolean =>
  run.plan.items.flatMap((item) => item.steps).every((step) => isOver(step, run.lines))

/** True where a step came to an end that needs nothing more of us. */
function isOver(step: Step, lines: readonly JournalLine[]): boolean {
  const end = lines.filter((l) => l.kind === 'end' && l.step === step.id).at(-1)
  if (end?.kind !== 'end') return false
  if (end.result === 'waiting') return !takesCode(step)
  return end.result === 'applied' || end.result === 'already-so'
}
