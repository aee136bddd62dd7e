import { isLeftAsItIs, undo, undoPlan, runToUndo } from '../engine/apply/undo.ts'
import { type PlanItem, UserError } from '../model/index.ts'
import { beforeImages } from '../store/before-images.ts'
import { allRuns } from '../store/journal.ts'
import { type ApplyEnd, subjectFolder } from '../store/organization-apply.ts'
import { withRunLock } from '../store/run-lock.ts'
import { type Actor, type ApplyOrganizationOptions, eachWhile } from './apply.ts'
import { confirmOrganization } from './confirm.ts'
import { describeAccount } from './list.ts'
import { isGoing, shutBecause } from './member.ts'
import { subjectsOf } from './plan.ts'
import { forEach } from './pool.ts'
import type { Wave } from './waves.ts'

/** What taking back came to; the same shape as applying. */
export interface UndoneForMany {
  organization: string
  waves: readonly (Wave & { good: number })[]
  ends: ReadonlyMap<string, ApplyEnd>
  left: readonly string[]
  complete: boolean
}

/**
 * Takes back what applying a plan did: account by account, the management account first, one member before the others, what
 * concerns the organization last. Each account is taken back by the rules of its own undo. Throws UserError where nobody
 * confirmed, or nothing is left.
 */
export async function undoOrganization(options: ApplyOrganizationOptions): Promise<UndoneForMany> {
  const { state, managementAccount, host, now } = options
  const done = subjectsOf(state.plan).filter(({ id }) => state.runOf(id) && !state.isUndone(id))
  if (done.length === 0)
    throw new UserError(
      'nothing-to-undo',
      `Nothing that was applied to ${state.plan.organization} is left to take back.`,
      'What was done stands in the journals under organization/applied of the state folder.',
    )
  const isDone = new Set(done.map(({ id }) => id))
  const undos = state.plan.items
    .filter(({ subject }) => isDone.has(subject.id))
    .flatMap((item) => item.steps.flatMap((step) => step.undo ?? []))
  await confirmOrganization({
    organization: state.plan.organization!,
    calls: undos.length,
    accounts: done.length,
    takesBack: true,
    phones: [],
    weakens: undos.some((undo) => undo.weakens),
    ...(options.confirmed === undefined ? {} : { confirmed: options.confirmed }),
    host,
  })
  const ids = (of: (subject: PlanItem['subject']) => boolean) => done.filter(of).map(({ id }) => id)
  const members = ids(({ kind, id }) => kind === 'account' && id !== managementAccount)
  const rounds: Wave[] = [
    { name: 'the management account' as const, accounts: ids(({ id }) => id === managementAccount) },
    { name: 'canary' as const, accounts: members.slice(0, 1) },
    { name: 'the rest' as const, accounts: members.slice(1) },
    { name: 'the organization' as const, accounts: ids(({ kind }) => kind === 'organization') },
  ].filter(({ accounts }) => accounts.length > 0)
  const ends = new Map<string, ApplyEnd>()
  const bad = () => [...ends.values()].filter(({ good, moved }) => !good && !moved).length
  const waves: (Wave & { good: number })[] = []
  for (const wave of rounds) {
    if (bad() >= options.stopAfter) break
    host.notify({ code: 'wave', data: { name: wave.name, accounts: wave.accounts.length } })
    await forEach(
      eachWhile(wave.accounts, () => bad() < options.stopAfter),
      { width: options.width },
      async (id) => {
        const end = await takeBack(
          done.find((subject) => subject.id === id)!,
          options,
        )
        ends.set(id, end)
        if (end.good) state.undone(id, state.runOf(id)!, now())
        host.notify({ code: 'account', data: { account: id, ...end } })
      },
    )
    waves.push({ ...wave, good: wave.accounts.filter((id) => ends.get(id)?.good).length })
  }
  const left = done.filter(({ id }) => !ends.has(id)).map(({ id }) => id)
  return {
    organization: state.plan.organization!,
    waves,
    ends,
    left,
    complete: left.length === 0 && [...ends.values()].every(({ good }) => good),
  }
}

async function takeBack(subject: PlanItem['subject'], options: ApplyOrganizationOptions): Promise<ApplyEnd> {
  const { source, managementAccount, now } = options
  const folder = subjectFolder(options.folder, subject.id)
  const nothing = { good: false, fixed: 0, waiting: 0 }
  let actor: Actor | undefined
  try {
    const account = /^\d{12}$/.test(subject.id) ? subject.id : options.state.plan.account
    const run = runToUndo(await allRuns(folder, account), account, options.state.runOf(subject.id))
    const undone = undoPlan(run, await beforeImages(folder, run.id, now()), now())
    if (subject.kind === 'organization') actor = await options.centre(undone.plan)
    else {
      const { account: listed, why } = await describeAccount(source, subject.id, managementAccount)
      if (!listed) return { ...nothing, moved: true, because: why ?? 'it cannot be seen' }
      if (isGoing(listed)) return { ...nothing, moved: true, because: shutBecause(listed) }
      actor = await options.actor(listed, undone.plan)
    }
    const way = actor
    const applied = await withRunLock(options.folder, account, () =>
      undo({
        run,
        undo: undone,
        caller: way.caller,
        ...(way.signedWith ? { signedWith: way.signedWith } : {}),
        configuration: way.configuration,
        folder,
        hand: {
          read: way.read,
          write: way.write,
          partition: way.partition,
          region: way.region,
          pause: options.pause,
          now,
        },
        rescue: way.rescue,
        ...(way.hands ? { hands: way.hands } : {}),
        now,
        host: { notify: () => undefined },
        // The organization's id was typed for all of them.
        confirmed: account,
        sink: undefined,
        settleMs: options.settleMs,
        wayIn: async () => options.lookedFrom(await way.look([])).wayIn(),
        judge: async (controls) =>
          (await way.look(controls)).judged.map(({ finding: { id, control, status, message } }) => ({
            id,
            control,
            result: status === 'pass' || status === 'not-applicable' ? 'fixed' : 'not-fixed',
            status,
            message,
          })),
      }),
    )
    const notDone = applied.outcomes.filter((o) => o.result !== 'applied' && o.result !== 'already-so')
    const fallen = notDone.find((o) => o.result !== 'skipped') ?? notDone[0]
    const moved = notDone.length > 0 && notDone.every((o) => o.result === 'skipped' || isLeftAsItIs(o))
    return {
      ...nothing,
      run: applied.run,
      good: applied.complete,
      takenBack: applied.outcomes.filter((o) => o.result === 'applied').length,
      ...(moved ? { moved } : {}),
      ...(fallen ? { because: `${fallen.does}: ${fallen.message ?? fallen.result}` } : {}),
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    // What was taken back before a crash, or never done, is no failure; a root address that no call takes back stays, and keeps
    // nobody from taking back the rest.
    const good = error.code === 'undone-already' || error.code === 'nothing-to-undo'
    const run = options.state.runOf(subject.id)
    return { ...nothing, good, ...(good && run ? { takenBack: 0, run } : {}), because: error.message }
  } finally {
    actor?.close()
  }
}
