import { setTimeout as sleep } from 'node:timers/promises'
import { apply, type Looked, resumable } from '../engine/apply/apply.ts'
import type { Assessment } from '../engine/assess.ts'
import { undo, undoPlan, type UndoPlan, runToUndo } from '../engine/apply/undo.ts'
import { frame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import { type Applied, type Json, type Plan, valueOf } from '../model/index.ts'
import { type Host, type PasswordSink, silent } from '../ports.ts'
import { beforeImages } from '../store/before-images.ts'
import { allRuns, readRun } from '../store/journal.ts'
import { withRunLock } from '../store/run-lock.ts'
import { type Connected, connect, look, type LookOptions } from './connect.ts'
import { type ConfigFile, planFrom, wayInOf } from './plan.ts'

export interface ApplyAccountOptions extends LookOptions {
  config?: ConfigFile
  /** The plan to perform; `resume`: carry on with the account's latest run instead. */
  plan: Plan | 'resume'
  /** The state folder: journal, before-images and locks. */
  folder: string
  /** The account id, where it was given instead of being typed. */
  confirmed?: string
  /** Takes an administrator's first password. */
  sink?: PasswordSink
  /** Milliseconds before a second look where the first one does not show what was done. Default 5,000. */
  settleMs?: number
  /** Told what will be done, once it is known that it may be, and before anybody is asked. */
  show?(plan: Plan): Promise<void>
}

/**
 * Performs exactly this plan and looks again. Throws UserError for every refusal before the first call, when nothing was
 * changed: the plan is not what was reviewed, is for another account or too old, the account has moved, nobody confirmed.
 */
export async function applyAccount(options: ApplyAccountOptions): Promise<Applied> {
  return acting(options, async (common, connected) => {
    const { account } = connected.caller
    const run =
      options.plan === 'resume' ? resumable(await allRuns(options.folder, account), account) : undefined
    const plan = run?.plan ?? (options.plan as Plan)
    return apply({
      ...common,
      plan,
      ...(run ? { resume: run } : {}),
      ...(options.show ? { show: options.show } : {}),
      look: (controls) => looked({ ...options, as: plan.profile, only: controls }, connected),
    })
  })
}

export interface UndoAccountOptions extends Omit<ApplyAccountOptions, 'plan' | 'show'> {
  /** Default: the account's latest run that was not taken back yet. */
  run?: string
  /** Told what will be done, and what stays, before anybody is asked. */
  show(plan: UndoPlan, run: string): Promise<void>
}

/** Takes back what a run did, last step first, and looks again. Throws UserError before the first call, as applying does. */
export async function undoAccount(options: UndoAccountOptions): Promise<Applied> {
  return acting(options, async (common, connected) => {
    const { caller } = connected
    if (options.run !== undefined) await readRun(options.folder, options.run)
    const run = runToUndo(await allRuns(options.folder, caller.account), caller.account, options.run)
    const undone = undoPlan(run, await beforeImages(options.folder, run.id, common.now()), common.now())
    await options.show(undone, run.id)
    return undo({
      ...common,
      run,
      undo: undone,
      wayIn: async () => {
        const assessment = await look({ ...options, as: run.plan.profile, only: [] }, connected)
        return assessment.get(frame.wayIn)
      },
      judge: async (controls) => {
        const { judged } = await look({ ...options, as: run.plan.profile, only: controls }, connected)
        return judged.map(({ finding: f }) => ({
          id: f.id,
          control: f.control,
          result:
            f.status === 'pass' || f.status === 'not-applicable'
              ? ('fixed' as const)
              : ('not-fixed' as const),
          status: f.status,
          message: f.message,
        }))
      },
    })
  })
}

/** What applying and taking back have in common. */
type Common = Omit<Parameters<typeof apply>[0], 'plan' | 'resume' | 'look' | 'show'>

/** Opens the doors, keeps everybody else away from the account, and closes the doors whatever happens. */
async function acting(
  options: Omit<ApplyAccountOptions, 'plan' | 'show'>,
  act: (common: Common, connected: Connected) => Promise<Applied>,
): Promise<Applied> {
  const host: Host = options.host ?? silent
  const connected = await connect(options, host)
  const { door, caller, partition, credentials } = connected
  const hand = connected.hand()
  const rescue = connected.hand(null)
  const now = () => options.now ?? new Date(Date.now() + door.clockOffset())
  try {
    return await withRunLock(options.folder, caller.account, async () =>
      act(
        {
          caller,
          signedWith: (await credentials()).accessKeyId,
          configuration: options.configuration ?? {},
          ...(options.config ? { config: options.config.sha256 } : {}),
          folder: options.folder,
          hand: {
            read: door.call,
            write: hand.call,
            partition,
            region: door.place.region,
            pause: (ms) => sleep(ms, undefined, { signal: options.signal }),
            now,
          },
          rescue: rescue.call,
          now,
          host,
          confirmed: options.confirmed,
          sink: options.sink,
          settleMs: options.settleMs ?? 5_000,
        },
        connected,
      ),
    )
  } finally {
    hand.close()
    rescue.close()
    door.close()
  }
}

const looked = async (
  options: LookOptions & { config?: ConfigFile },
  connected: Connected,
): Promise<Looked> => lookedFrom(await look(options, connected), options.config)

/** What applying looks at, from one look at the account. */
export function lookedFrom(assessment: Assessment, config: ConfigFile | undefined): Looked {
  return {
    assessment,
    wayIn: () => assessment.get(wayInOf(assessment)),
    plan: () => planFrom(assessment, config),
    observed: async (name): Promise<Json | undefined> => {
      const fetcher = Object.hasOwn(observables, name)
        ? observables[name as keyof typeof observables]
        : undefined
      return fetcher && valueOf(await assessment.get(fetcher))
    },
  }
}
