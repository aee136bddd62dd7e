/** What people say, over whole worlds: it counts while it lasts, for nothing afterwards, and never makes up for what AWS shows. */
import { describe, expect, it } from 'vitest'
import { controls, noRecords, type Records, statementOf } from '../../src/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { recordsOf } from '../../src/store/records.ts'
import { type Entry, genesis, seal } from '../../src/store/ledger-entry.ts'
import { auditWorld, began } from '../support/audit.ts'

const account = '111111111111'
const said = controls.filter((control) => statementOf(control))
const later = new Date(Date.parse(began) + 86_400_000).toISOString()
const yesterday = new Date(Date.parse(began) - 86_400_000)

/** Somebody says the same about every control. */
function everything(holds: boolean, expires: string): Records {
  const entries: Entry[] = []
  for (const { id: control } of said)
    entries.push(
      seal(
        { kind: 'attestation', subject: account, control, by: 'Mia', holds, expires },
        entries.length + 1,
        yesterday,
        entries.at(-1)?.hash ?? genesis,
      ),
    )
  return recordsOf(entries)
}

describe.each([
  ['exemplary-personal', 'personal'],
  ['exemplary-personal', 'business'],
  ['neglected-personal', 'personal'],
  ['neglected-business', 'business'],
] as const)('%s as %s', async (scenario, as) => {
  const statuses = async (records: Records) => {
    const { findings } = await auditWorld(await makeScenario(scenario, began), { records, as })
    return new Map(findings.map((f) => [f.control, f]))
  }
  const [none, lapsed, yes, no] = await Promise.all([
    statuses(noRecords),
    statuses(everything(true, yesterday.toISOString())),
    statuses(everything(true, later)),
    statuses(everything(false, later)),
  ])

  it.each(said.map((c) => c.id))('%s', (id) => {
    expect(lapsed.get(id)!.status, 'what has lapsed counts for nothing').toBe(none.get(id)!.status)
    expect(no.get(id)!.status === 'pass' && none.get(id)!.status !== 'pass', 'a no makes no pass').toBe(false)
    // That root was put away takes the use before that moment out of the count, and is for nothing else.
    if (none.get(id)!.status === 'fail' && id !== 'root-is-not-used')
      expect(yes.get(id)!.status, 'a word heals no failure').not.toBe('pass')
    for (const one of [yes.get(id)!, no.get(id)!])
      if (one.evidence.some((e) => e.kind === 'attestation') && one.grade) expect(one.grade).toBe('stated')
  })

  it('asks again where a word has lapsed, and says so', () => {
    const asks = said
      .map((c) => lapsed.get(c.id)!)
      .filter((f) => f.status === 'review' && yes.get(f.control)!.status === 'pass')
    expect(asks.length).toBeGreaterThan(3)
    for (const finding of asks) expect(finding.message, finding.control).toMatch(/lapsed on 2026-11-22/)
  })
})

describe('for how long a word counts', () => {
  it.each([
    ['root-password-is-managed', 365],
    ['root-has-no-access-keys', 30],
    ['root-mfa-is-in-custody', 180],
    ['contact-mailboxes-answer', 90],
    ['incident-runbook-is-drilled', 90],
  ])('%s: %i days', (id, days) => {
    expect(statementOf(controls.find((c) => c.id === id)!)).toMatchObject({ days })
  })

  it.each(['root-is-denied-by-policy', 'root-has-mfa', 'daily-budget-exists'])(
    '%s: nobody is asked',
    (id) => {
      expect(statementOf(controls.find((c) => c.id === id)!)).toBeUndefined()
    },
  )

  it.each(said.map((c) => [c.id, statementOf(c)!] as const))('%s is put as a question', (_, { question }) => {
    expect(question).toMatch(/\?/)
  })
})
