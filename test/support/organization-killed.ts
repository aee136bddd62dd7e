/** An audit of an organization that is killed again and again, and carried on with each time. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Home } from '../cli/run.ts'
import { Enterprise, finishedIn, saidIn } from './enterprise.ts'

/** The account that looks is asked again by every run: the organization's own findings rest on it. */
const centre = '111111111111'

export interface Killings {
  accounts: number
  kills: number
  /** Same seed, same moments. */
  seed: number
}

/** Gives what is wrong, in words, and how far each run came before it was killed. */
export async function killedAgainAndAgain({ accounts, kills, seed }: Killings) {
  const home = new Home()
  const wish = { accounts, latencyMs: 2 }
  const calm = await Enterprise.open(wish)
  const enterprise = await Enterprise.open(wish)
  const random = chance(seed)
  const wrong: string[] = []
  const cameTo: number[] = []
  try {
    const undisturbed = join(home.folder, 'undisturbed.json')
    const whole = await calm.audit(home, undisturbed, ['--state', join(home.folder, 'calm')])
    if (whole.code > 1) throw new Error(whole.stderr)

    const state = join(home.folder, 'killed')
    const output = join(home.folder, 'killed.json')
    const audit = (meanwhile?: Parameters<Enterprise['audit']>[3]) =>
      enterprise.audit(home, output, ['--state', state, ...(isBegun(state) ? ['--resume'] : [])], meanwhile)
    /** What was found lies on the disk: nobody asks there again. */
    const check = async (before: readonly string[]) => {
      const asked = await enterprise.asked()
      for (const account of before)
        if (account !== centre && asked[account])
          wrong.push(`${account} was there, and was asked ${asked[account]} times`)
    }
    for (let kill = 0; kill < kills; kill++) {
      const before = finishedIn(state)
      // The first ones early, while the list arrives; then anywhere in what is left.
      const left = accounts - before.length
      const at =
        kill === 0
          ? 0
          : before.length + Math.floor(random() * Math.min(left - 1, (2 * left) / (kills - kill)))
      const ran = await audit((child) => killAt(child, state, at, random() * 20))
      if (ran.code !== 143) {
        wrong.push(`kill ${kill} at ${at} of ${accounts} came too late: exit ${ran.code}, ${ran.stderr}`)
        break
      }
      cameTo.push(finishedIn(state).length)
      await check(before)
    }
    const before = finishedIn(state)
    const last = await audit()
    if (last.code !== whole.code) wrong.push(`then exit ${last.code}: ${last.stderr}`)
    await check(before)
    const finished = finishedIn(state)
    if (new Set(finished).size !== finished.length) wrong.push('an account has two results')
    wrong.push(...differences(saidIn(output), saidIn(undisturbed)))
  } finally {
    calm.close()
    enterprise.close()
    home.remove()
  }
  return { wrong, cameTo }
}

/** True once a run can be carried on with. */
function isBegun(state: string): boolean {
  try {
    return !(
      'finished' in (JSON.parse(readFileSync(join(state, 'organization', 'run.json'), 'utf8')) as object)
    )
  } catch {
    return false
  }
}

/** kill -9 some milliseconds after so many accounts are there. */
function killAt(
  child: { kill(signal: 'SIGKILL'): boolean },
  state: string,
  at: number,
  delayMs: number,
): void {
  const there = lineCounter(join(state, 'organization', 'results.jsonl'))
  const look = setInterval(() => {
    if (!isBegun(state) || there() < at) return
    clearInterval(look)
    setTimeout(() => child.kill('SIGKILL'), delayMs)
  }, 2)
  look.unref()
}

/** Counts the lines of a file that grows, without reading again what it has read. */
function lineCounter(path: string): () => number {
  const piece = Buffer.alloc(1 << 16)
  let position = 0
  let lines = 0
  return () => {
    if (!existsSync(path)) return 0
    const file = openSync(path, 'r')
    for (let n; (n = readSync(file, piece, 0, piece.length, position)) > 0; position += n)
      for (let i = 0; i < n; i++) if (piece[i] === 10) lines++
    closeSync(file)
    return lines
  }
}

/** The parts of two reports that are not the same, and the first findings that are not. */
export function differences(is: Record<string, unknown>, was: Record<string, unknown>): string[] {
  const findings = (report: Record<string, unknown>) =>
    new Map((report['findings'] as { id: string }[]).map((finding) => [finding.id, finding]))
  const [now, then] = [findings(is), findings(was)]
  const moved = [...new Set([...now.keys(), ...then.keys()])].filter(
    (id) => !isDeepStrictEqual(now.get(id), then.get(id)),
  )
  return [
    ...Object.keys({ ...is, ...was }).flatMap((part) =>
      isDeepStrictEqual(is[part], was[part]) ? [] : [`${part} is not the same`],
    ),
    ...moved.slice(0, 5).map((id) => `${JSON.stringify(now.get(id))}, not ${JSON.stringify(then.get(id))}`),
  ]
}

/** mulberry32: seeded, and good enough for moments. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
