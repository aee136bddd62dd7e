import {
  type Applied,
  type Fact,
  type ItemOutcome,
  type Outcome,
  type Plan,
  type PlanItem,
  type Step,
  UserError,
  type WayIn,
} from '../../model/index.ts'
import { type BeforeImage, beforeImages } from '../../store/before-images.ts'
import { beginRun, pastOf, type Run } from '../../store/journal.ts'
import { digestOf } from '../plan/canonical.ts'
import { beyondBootstrap, onlyForRoot } from '../plan/guard.ts'
import { type ApplyOptions, closed, lastingOf, undoneBy, whose } from './apply.ts'
import { confirm, confirmWeakening } from './confirm.ts'
import { deedOf } from './deeds/index.ts'
import { handFor } from './hands.ts'
import { cameTo } from './look-again.ts'
import { asGiven, sightOf } from './perform.ts'
import { performPlan } from './perform-plan.ts'
import { othersLose, onlyWayIn, ownWayIn, userStays } from './undo-guard.ts'

const hourMs = 3_600_000
const undoes = 'undo/'

/** A run taken back, as a plan of its own, and what no call takes back. */
export interface UndoPlan {
  plan: Plan
  /** Steps that were done and stay, in words. */
  lasting: readonly string[]
}

/**
 * The plan that takes a run back, last step first. Steps of which nothing was done are not in it; the inputs hold
 * references as the run's own plan does. Throws UserError where there is nothing to take back.
 */
export function undoPlan(run: Run, images: Readonly<Record<string, BeforeImage>>, now: Date): UndoPlan {
  const done = (step: Step) =>
    run.lines.some(
      (l) => l.kind === 'end' && l.step === step.id && (l.result === 'applied' || l.result === 'waiting'),
    ) || pastOf(step.id, run.lines).begun
  const items: PlanItem[] = []
  for (const item of [...run.plan.items].reverse()) {
    const steps: Step[] = []
    for (const step of [...item.steps].reverse()) {
      if (!done(step)) continue
      const { undo } = step
      if (undo && Object.hasOwn(images, step.id))
        steps.push({
          id: `${undoes}${step.id}`,
          account: step.account,
          as: undo.as ?? step.as,
          action: undo.action,
          ...(step.region ? { region: step.region } : {}),
          input: undo.input,
          does: undo.does ?? `takes back: ${step.does}`,
          risk: 'disruptive',
          ...(undo.weakens ? { weakens: true } : {}),
        })
    }
    if (steps.length === 0) continue
    const { id, control, subject, status } = item
    const basis = steps.map((step) => images[step.id.slice(undoes.length)])
    items.push({
      id,
      control,
      subject,
      status,
      message: `Takes back what run ${run.id} did.`,
      basedOn: digestOf(basis),
      steps,
    })
  }
  const all = run.plan.items.flatMap((item) => item.steps)
  const lasting = [
    ...lastingOf(
      all,
      all
        .filter((s) => done(s) && !waitsFor(run, s))
        .map((step) => ({ step: step.id, result: 'applied' as const })),
    ),
    ...all.filter((s) => s.undo && done(s) && !Object.hasOwn(images, s.id)).map((s) => s.does),
  ]
  if (items.length === 0)
    throw new UserError(
      'nothing-to-undo',
      lasting.length > 0
        ? `Run ${run.id} did nothing that can be taken back: ${lasting.join('; ')}.`
        : `Run ${run.id} changed nothing: there is nothing to take back.`,
      'What was done stands in the journal: neverroot evidence export DIR',
    )
  const plan: Omit<Plan, 'digest'> = {
    schema: 'neverroot/plan/1',
    at: now.toISOString(),
    expires: new Date(now.getTime() + hourMs).toISOString(),
    account: run.plan.account,
    profile: run.plan.profile,
    tool: run.plan.tool,
    items,
  }
  return { plan: { ...plan, digest: digestOf(plan) }, lasting }
}

/** True for what only sent a message, or waits for people: there is nothing of it to take back. */
const waitsFor = (run: Run, step: Step): boolean => pastOf(step.id, run.lines).end?.result === 'waiting'

/** The run that is meant: the one named, else the account's latest that was not taken back yet. */
export function runToUndo(runs: readonly Run[], account: string, named: string | undefined): Run {
  const mine = runs.filter((run) => run.plan.account === account)
  const takenBack = new Set(
    mine.filter((run) => run.lines.some((l) => l.kind === 'closed' && l.complete)).map(undoneBy),
  )
  const isUndo = (run: Run) => undoneBy(run) !== undefined
  const wanted =
    named === undefined
      ? mine.filter((run) => !isUndo(run) && !takenBack.has(run.id)).at(-1)
      : mine.find((run) => run.id === named)
  if (!wanted)
    throw new UserError(
      'no-such-run',
      named === undefined
        ? `Nothing that was applied to account ${account} is left to take back.`
        : `Run ${named} is not about account ${account}.`,
      mine.length > 0
        ? `There is: ${mine
            .slice(-5)
            .map((r) => r.id)
            .join(', ')}.`
        : 'Nothing was applied from this state folder.',
    )
  if (isUndo(wanted))
    throw new UserError(
      'no-such-run',
      `Run ${wanted.id} took another run back.`,
      'Make a plan and apply it again: neverroot apply',
    )
  if (takenBack.has(wanted.id))
    throw new UserError(
      'undone-already',
      `Run ${wanted.id} was taken back already.`,
      'Make a plan and apply it again: neverroot apply',
    )
  return wanted
}

export interface UndoOptions extends Omit<ApplyOptions, 'plan' | 'resume' | 'look' | 'show'> {
  run: Run
  undo: UndoPlan
  /** The administrator who was seen to work, before anything is taken back. */
  wayIn(): Promise<Fact<WayIn | undefined>>
  /** The statuses of these controls, looked at anew. */
  judge(controls: readonly string[]): Promise<readonly ItemOutcome[]>
}

/**
 * Takes a run back, last step first. What somebody else changed since is left as it is: undo brings back the state before
 * the run, not before them. Throws UserError before the first call where it is not confirmed.
 */
export async function undo(options: UndoOptions): Promise<Applied> {
  const {
    run,
    undo: { plan, lasting },
    folder,
    hand,
    hands,
    host,
    now,
    caller,
  } = options
  const images = await beforeImages(folder, run.id, now())
  const imageOf = (step: Step): BeforeImage => images[step.id.slice(undoes.length)]!
  const steps = plan.items.flatMap((item) => item.steps)
  await confirm(plan, options)
  if (steps.some((step) => step.weakens)) await confirmWeakening(run.id, options)
  const resolved: Plan = {
    ...plan,
    items: plan.items.map((item) => ({
      ...item,
      steps: item.steps.map((step) => ({ ...step, input: imageOf(step).undo })),
    })),
  }
  const stays = await staying(resolved, options)
  const journal = await beginRun(folder, plan, now())
  journal.write(
    { kind: 'opened', account: plan.account, caller: whose(caller), plan: plan.digest, undoes: run.id },
    now(),
  )
  host.notify({ code: 'run', data: { run: journal.run } })
  const { outcomes, broken } = await performPlan({
    plan: resolved,
    hand,
    ...(hands ? { hands } : {}),
    rescue: options.rescue,
    meanings: {},
    journal,
    earlier: [],
    now,
    keep: async () => undefined,
    guard: async (step, given) =>
      beyondBootstrap(step, caller) ??
      onlyForRoot(step, caller) ??
      stays.get(step.id) ??
      ownWayIn(given, caller) ??
      (await onlyWayIn(step, given, caller, options.wayIn)),
    check: (step) => changedSince(step, imageOf(step), run, usersOf(resolved), options),
    sink: undefined,
    askCode: async () => undefined,
    told: (outcome) => host.notify({ code: 'step', data: outcome }),
  })
  if (broken && !outcomes.some(fine)) throw broken
  const done = outcomes.every(fine)
  const complete = !broken && closed(journal, done, now()) && done
  return {
    run: journal.run,
    account: plan.account,
    undoes: run.id,
    outcomes,
    items: await judged(options),
    complete,
    undoable: false,
    lasting,
  }
}

/** Steps of items whose user cannot be deleted in the end: nothing of such an item is begun. */
async function staying({ items }: Plan, options: UndoOptions): Promise<Map<string, string>> {
  const reasons = new Map<string, string>()
  for (const { steps } of items) {
    const last = steps.find((step) => step.action === 'iam:DeleteUser')
    if (!last) continue
    const hand = await handFor(last, options)
    const why =
      'refused' in hand
        ? hand.refused
        : await userStays(String(asGiven(last.input).UserName ?? ''), sightOf(last, hand))
    if (why !== undefined) for (const step of steps) reasons.set(step.id, why)
  }
  return reasons
}

/** What was taken back is told even where nothing can be looked at any more. */
async function judged({ undo: { plan }, judge }: UndoOptions): Promise<readonly ItemOutcome[]> {
  try {
    return await judge([...new Set(plan.items.map((item) => item.control))])
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return cameTo(plan, [], [])
  }
}

const fine = (o: Outcome) => o.result === 'applied' || o.result === 'already-so'

/** True for what somebody else has changed since, which undo never touches. */
export const isLeftAsItIs = ({ result, message }: Pick<Outcome, 'result' | 'message'>): boolean =>
  result === 'refused' && message?.endsWith('left as it is') === true

/** What the step left must still be there as it left it; else somebody has changed it since. */
async function changedSince(
  step: Step,
  { done }: BeforeImage,
  run: Run,
  own: ReadonlySet<string>,
  options: UndoOptions,
): Promise<string | undefined> {
  const forward = run.plan.items.flatMap((i) => i.steps).find((s) => `${undoes}${s.id}` === step.id)
  const deed = forward && deedOf(forward.action)
  if (!forward || !deed) return undefined
  const hand = await handFor(forward, options)
  if ('refused' in hand) return `whether it was changed since cannot be seen: ${hand.refused}`
  const found = await deed.isSo(asGiven(done), sightOf(forward, hand))
  if (found.so === 'no') return 'it was changed since, by somebody else: left as it is'
  if (found.so === 'unknown') return `whether it was changed since cannot be seen: ${found.because}`
  const theirs = await handFor(step, options)
  if ('refused' in theirs) return theirs.refused
  return othersLose(step, asGiven(step.input), asGiven(done), sightOf(forward, theirs), own)
}

/** The users that the run was about. */
const usersOf = ({ items }: Plan): ReadonlySet<string> =>
  new Set(items.flatMap(({ steps }) => steps.map(({ input }) => String(asGiven(input).UserName ?? ''))))
