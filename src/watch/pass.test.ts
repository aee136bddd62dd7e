/** A pass on a real folder: what is kept, what is told again after a crash, what was not run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding, WatchPass } from '../model/index.ts'
import { watchFolder } from '../store/watch-state.ts'
import { pass, type PassOptions } from './pass.ts'
import { account, finding, inDays, now, reportOf } from './testing.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'neverroot-watch-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function look(see: readonly Finding[], at = now, more: Partial<PassOptions> = {}) {
  const told: WatchPass[] = []
  const options = { folder, every: 86_400, whole: true, sinks: [], ...more }
  const passed = await pass(reportOf(see, at), {
    ...options,
    tell: async (one) => void told.push(one),
    ...more,
  })
  return { passed, told: told[0]! }
}
const changes = ({ told }: { told: WatchPass }) => told.drift.map(({ kind, control }) => `${kind} ${control}`)
const file = () => join(watchFolder(folder), `${account}.json`)

describe('a pass', () => {
  it('remembers, tells once, and leaves one file that only its owner reads', async () => {
    const first = await look([finding('a', 'pass')])
    expect(first.passed).toEqual({ drift: false, blind: false })
    expect(first.told.since).toBeUndefined()
    const second = await look([finding('a', 'fail')], inDays(1))
    expect(second.passed.drift).toBe(true)
    expect(changes(second)).toEqual(['fail a'])
    expect(second.told).toMatchObject({ since: now.toISOString(), open: { fail: 1, unknown: 0, review: 0 } })
    expect(changes(await look([finding('a', 'fail')], inDays(2)))).toEqual([])
    expect(readdirSync(watchFolder(folder))).toEqual([`${account}.json`])
  })

  it('that could not be shown is shown by the next one', async () => {
    await look([finding('a', 'pass')])
    const broken = look([finding('a', 'fail')], inDays(1), { tell: () => Promise.reject(new Error('EPIPE')) })
    await expect(broken).rejects.toThrow('EPIPE')
    expect(changes(await look([finding('a', 'fail'), finding('b', 'pass')], inDays(1)))).toEqual(['fail a'])
    expect(changes(await look([finding('a', 'fail')], inDays(1)))).toEqual([])
  })

  it('whose audit broke off leaves what was there', async () => {
    await look([finding('a', 'pass')])
    const before = readFileSync(file(), 'utf8')
    const report = {
      ...reportOf([]),
      findings: (async function* () {
        yield finding('a', 'fail')
        throw new Error('gone')
      })(),
    }
    const options = { folder, every: 1, whole: true, sinks: [], tell: async () => undefined }
    await expect(pass(report, options)).rejects.toThrow('gone')
    expect(readFileSync(file(), 'utf8')).toBe(before)
  })

  it('keeps for a sink what is not sent now, and says so', async () => {
    await look([finding('a', 'pass')], now, { sinks: ['webhook'] })
    const { told } = await look([finding('a', 'fail')], inDays(1), { sinks: ['webhook'] })
    expect(told.deliveries).toEqual({
      webhook: { to: 'webhook', sent: 0, unsent: 1, because: 'nothing is sent without --send' },
    })
  })

  it('tells each new sign of a takeover once, at a first look too', async () => {
    const signs = ['2026-11-20: root made an access key for itself']
    const taken = async (all: string[]) => {
      const report = reportOf([finding('a', 'pass')])
      const head = { ...report.head, incident: { signs: all, containment: [] } }
      const told: WatchPass[] = []
      const tell = async (one: WatchPass) => void told.push(one)
      const { drift } = await pass({ ...report, head }, { folder, every: 60, whole: true, sinks: [], tell })
      return [drift, told[0]!.signs]
    }
    expect(await taken(signs)).toEqual([true, signs])
    expect(await taken(signs)).toEqual([false, []])
    expect(await taken([...signs, 'another'])).toEqual([true, ['another']])
    expect(await taken([])).toEqual([false, []])
    expect(await taken(signs)).toEqual([false, []])
  })

  it('that sees nothing tells it as drift, once, and is blind', async () => {
    await look([finding('a', 'pass')])
    const dark = await look([finding('a', 'unknown')], inDays(1))
    expect([dark.passed, changes(dark)]).toEqual([{ drift: true, blind: true }, ['unknown a']])
    const again = await look([finding('a', 'unknown')], inDays(2))
    expect([again.passed, changes(again)]).toEqual([{ drift: false, blind: true }, []])
  })

  it.each<[string, string]>([
    ['is empty', ''],
    ['was cut off', '{"schema":"neverroot/watch-state/1","seen":'],
    ['is of another version', '{"schema":"neverroot/watch-state/9"}'],
    ['is no object', 'null'],
  ])('does not begin anew in silence where its file %s', async (_, text) => {
    await look([finding('a', 'pass')])
    writeFileSync(file(), text)
    await expect(look([finding('a', 'fail')])).rejects.toMatchObject({ code: 'broken-watch-state' })
  })
})

describe('the time between passes', () => {
  it.each<[when: string, days: number, gap: boolean, note: boolean]>([
    ['as meant', 1, false, false],
    ['twice the interval', 2, false, false],
    ['more than that', 2.01, true, false],
    ['a clock that was set ahead by a year', 365, true, false],
    ['a clock that was set back', -30, false, true],
    ['the same moment', 0, false, false],
  ])('%s', async (_, days, gap, note) => {
    await look([finding('a', 'pass')])
    const later = await look([finding('a', 'fail')], inDays(days))
    expect(later.told.gap).toEqual(
      gap ? { since: now.toISOString(), until: inDays(days).toISOString(), every: 86_400 } : undefined,
    )
    expect(later.told.notes).toHaveLength(note ? 1 : 0)
    // Whatever the clock says, what changed is told, and once.
    expect(changes(later)).toEqual(['fail a'])
    expect(changes(await look([finding('a', 'fail')], inDays(days)))).toEqual([])
  })

  it('a look after events is no pass in time', async () => {
    await look([finding('a', 'pass')])
    const because = { events: 1, controls: ['a'] }
    const event = await look([finding('a', 'fail')], inDays(2), { because })
    expect([event.told.gap, changes(event)]).toEqual([undefined, ['fail a']])
    expect((await look([finding('a', 'fail')], inDays(3))).told.gap).toBeDefined()
  })
})
