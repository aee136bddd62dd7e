/** One scenario, applied again and again, each time with another accident in another place; and how it has to end. */
import { isDeepStrictEqual } from 'node:util'
import { isRead } from '../../src/aws/index.ts'
import { type Applied, controls, type Plan, type Profile, UserError } from '../../src/index.ts'
import { makeScenario } from '../../src/sandbox/index.ts'
import {
  type Accident,
  calm,
  changes,
  contents,
  expireAfter,
  journals,
  mails,
  strikeWrite,
  untrue,
} from './accidents.ts'
import { atThePhone, type Stage, stageOf } from './applying.ts'
import { began } from './audit.ts'
import { unverified } from './planned-worlds.ts'

/** What a run leaves in which nothing goes wrong. */
export interface Calm {
  open(): Promise<Stage>
  plan: Plan
  /** Calls that change something. */
  writes: number
  /** Requests from the first to the last. */
  requests: number
  /** The operations that were called, to look and to change. */
  operations: string[]
  /** What the world holds before and after. */
  before: unknown
  after: unknown
  mails: string[]
  changes: string[]
}

/** A call that gets no answer ends after so many milliseconds: enough for one that does, on a busy machine. */
const timeoutMs = 1_000

/** `but`: a control that is left out. */
export async function calmly(scenario: string, as: Profile, but?: string): Promise<Calm> {
  const only = but === undefined ? {} : { only: controls.map(({ id }) => id).filter((id) => id !== but) }
  const open = async () => stageOf(await makeScenario(scenario, began), { as, timeoutMs, ...only })
  const stage = await open()
  const before = contents(stage.world)
  const plan = await stage.plan()
  const count = (which: (operation: string) => boolean) =>
    Object.entries(stage.sandbox.requests).reduce((sum, [o, n]) => sum + (which(o) ? n : 0), 0)
  const [allBefore, writesBefore] = [count(() => true), count((o) => !isRead(o))]
  await stage.apply(plan, { host: atThePhone(stage) })
  return {
    open,
    plan,
    writes: count((o) => !isRead(o)) - writesBefore,
    requests: count(() => true) - allBefore,
    operations: Object.keys(stage.sandbox.requests).filter((o) => o !== 'sts:GetCallerIdentity'),
    before,
    after: contents(stage.world),
    mails: mails(stage.world),
    changes: changes(stage.world, stage.account),
  }
}

const fine = (o: Applied['outcomes'][number]) => ['applied', 'already-so', 'waiting'].includes(o.result)

/** Carries on until it is done, as a person would who is told to; gives what is wrong, in words. */
async function finished(stage: Stage, first: Applied | Error): Promise<string[]> {
  if (!(first instanceof Error) && first.complete) return []
  const host = atThePhone(stage)
  const begun = stage.files().some(([path]) => path.endsWith('journal.jsonl'))
  const last = await stage
    .apply(begun ? 'resume' : await stage.plan(), { host })
    .catch((error: Error & { code?: string }) => error)
  if (!(last instanceof Error))
    return last.outcomes.filter((o) => !fine(o)).map((o) => `${o.step} ${o.message}`)
  // It was stopped while it looked again: there is nothing left to do.
  return last.code === 'nothing-to-resume' ? [] : [`cannot be carried on with: ${last.message}`]
}

/** What differs from the undisturbed run, in words. */
function differences(stage: Stage, calmRun: Calm, cuts: number, repeated = false): string[] {
  const differs = (what: string, is: unknown, was: unknown) =>
    isDeepStrictEqual(is, was) ? [] : [`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(was)}`]
  return [
    ...differs('the account', contents(stage.world), calmRun.after),
    ...differs('messages', mails(stage.world), calmRun.mails),
    ...(repeated ? [] : differs('changes', changes(stage.world, stage.account), calmRun.changes)),
    ...journals(stage.folder).flatMap((lines) => untrue(lines, cuts)),
    ...stage.files().flatMap(([path]) => (path.endsWith('.lock') ? [`${path} is left behind`] : [])),
    ...(stage.sink.given.length > 1 ? ['more than one password was handed over'] : []),
  ]
}

/** An accident at the n-th change, and everything that is wrong afterwards. */
export async function struck(calmRun: Calm, nth: number, accident: Accident): Promise<string[]> {
  const stage = await calmRun.open()
  const signal = strikeWrite(stage, nth, accident)
  const first = await applying(stage, calmRun.plan, signal)
  calm(stage)
  const stopped = accident.startsWith('stop')
  const wrong = stopped && !(first instanceof Error) ? ['it was not stopped'] : []
  return said(`${accident} ${nth}`, [
    ...wrong,
    ...(await finished(stage, first)),
    // What leaves nothing but what it left the first time may be called again where nobody could look.
    ...differences(stage, calmRun, stopped ? 1 : 0, accident === 'lost and blind'),
  ])
}

/** Credentials that are good for so many requests, then for as many as it takes. */
export async function expired(calmRun: Calm, requests: number): Promise<string[]> {
  const stage = await calmRun.open()
  expireAfter(stage, requests)
  const first = await applying(stage, calmRun.plan)
  calm(stage)
  return said(`expired after ${requests}`, [
    ...(await finished(stage, first)),
    ...differences(stage, calmRun, 0),
  ])
}

/** A sign-in that ends on this machine: credentials can be had so many times, and then not before somebody signs in. */
export async function signedOut(calmRun: Calm, times: number): Promise<string[]> {
  const stage = await calmRun.open()
  let left = times
  const credentials = async () => {
    if (left-- <= 0) throw new UserError('credentials-expired', 'the sign-in has expired', 'aws login')
    // Old already: they are asked for again before each call.
    return { ...stage.sandbox.credentials(), expiration: new Date(Date.now() + 60_000) }
  }
  const host = atThePhone(stage)
  const first = await stage.apply(calmRun.plan, { host, credentials }).catch((error: Error) => error)
  const refused = first instanceof Error
  const untouched = isDeepStrictEqual(contents(stage.world), calmRun.before)
  return said(`signed out after ${times}`, [
    ...(refused && first.name !== 'UserError' ? [`it ends with ${first.stack}`] : []),
    ...(refused && !untouched ? [`it counts as refused, and has changed something: ${first.message}`] : []),
    ...(await finished(stage, first)),
    ...differences(stage, calmRun, 0),
  ])
}

/** One operation is denied, until somebody allows it. */
export async function denied(calmRun: Calm, operation: string): Promise<string[]> {
  const stage = await calmRun.open()
  stage.sandbox.faults.add({ kind: 'deny', operation })
  const first = await applying(stage, calmRun.plan)
  const told = first instanceof Error ? first.message : JSON.stringify(first.outcomes)
  stage.sandbox.faults.clear()
  return said(`without ${operation}`, [
    ...(isRead(operation) || told.includes('denied') ? [] : [`it is not said: ${told}`]),
    ...(await finished(stage, first)),
    ...differences(stage, calmRun, 0),
  ])
}

/** An accident at the n-th change of taking it back, and what is wrong once it was taken back all the same. */
export async function struckInUndo(calmRun: Calm, nth: number, accident: Accident): Promise<string[]> {
  const stage = await calmRun.open()
  await stage.apply(calmRun.plan)
  const signal = strikeWrite(stage, nth, accident)
  const first = await stage.undo({ signal }).catch((error: Error) => error)
  calm(stage)
  const unfinished = first instanceof Error || !first.complete
  const last = unfinished ? await stage.undo().catch((error: Error & { code?: string }) => error) : first
  // Stopped while it looked again: it was taken back by then.
  const over = last instanceof Error && last.code === 'no-such-run'
  return said(`undo, ${accident} ${nth}`, [
    ...(last instanceof Error && !over ? [`cannot be taken back: ${last.message}`] : []),
    ...(isDeepStrictEqual(unverified(contents(stage.world)), unverified(calmRun.before))
      ? []
      : ['it is not as it was before']),
    ...journals(stage.folder).flatMap((lines) => untrue(lines, accident.startsWith('stop') ? 1 : 0)),
  ])
}

const applying = (stage: Stage, plan: Plan, signal?: AbortSignal): Promise<Applied | Error> =>
  stage.apply(plan, { host: atThePhone(stage), ...(signal ? { signal } : {}) }).catch((error: Error) => error)

const said = (when: string, wrong: readonly string[]) => wrong.map((w) => `${when}: ${w}`)
