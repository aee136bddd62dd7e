/** One world that is looked at again and again, each time with other faults. */
import { auditAccount, type AuditAccountOptions, type Finding, type Profile } from '../../src/index.ts'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts'
import { makeScenario, standaloneScenarios } from '../../src/sandbox/scenarios/index.ts'
import { type Audited, began, gather } from './audit.ts'

/** One account each: what an organization says of its members is tested elsewhere. */
export const scenarioNames = standaloneScenarios
export const profiles: readonly Profile[] = ['personal', 'business']

/** Actions that an operation needs, told by the sandbox's own name of the operation. */
export type Fault = Parameters<Sandbox['faults']['add']>[0]

export interface Sights {
  sandbox: Sandbox
  /** Audits with these faults and no others. */
  look(faults: readonly Fault[], options?: Partial<AuditAccountOptions>): Promise<Audited>
  /** The operations that the last look asked for. */
  asked(): string[]
  close(): Promise<void>
}

export async function sightsOf(scenario: string, as: Profile): Promise<Sights> {
  const world = await makeScenario(scenario, began)
  // Hundreds of audits: the same bytes as on the wire, without the wire.
  const sandbox = await createSandbox({ world, now: began, port: false })
  const credentials = sandbox.credentials()
  let asked: string[] = []
  return {
    sandbox,
    async look(faults, options = {}) {
      sandbox.faults.clear()
      sandbox.faults.add(...faults)
      for (const operation of Object.keys(sandbox.requests)) delete sandbox.requests[operation]
      const report = await gather(
        await auditAccount({
          endpoint: 'http://sandbox.invalid',
          requestHandler: sandbox.requestHandler,
          region: 'us-east-1',
          credentials: async () => credentials,
          now: new Date(began),
          as,
          ...options,
        }),
      )
      asked = Object.keys(sandbox.requests)
      return report
    },
    asked: () => asked,
    close: () => sandbox.close(),
  }
}

/**
 * What less sight may do to a finding. A pass may become unknown or a question; anything else stays what it is or
 * becomes unknown or a question; nothing becomes a pass. Gives what is wrong, in words.
 */
export function wrongWithLess(full: Audited, less: Audited): string[] {
  if (less.findings.length !== full.findings.length)
    return [`${less.findings.length} findings instead of ${full.findings.length}`]
  return less.findings.flatMap((now) => {
    const before = full.of(now.control)
    const wrong: string[] = []
    const change = `${now.control}: ${before.status} became ${now.status} (${now.message})`
    if (now.status === 'pass' && before.status !== 'pass') wrong.push(change)
    if (before.status === 'pass' && !['pass', 'unknown', 'review'].includes(now.status)) wrong.push(change)
    if (now.status === 'fail' && before.status !== 'fail') wrong.push(change)
    if (now.status === 'unknown' && !now.needs?.length && !saysWhy(now))
      wrong.push(`${now.control}: unknown without a reason (${now.message})`)
    return wrong
  })
}

const saysWhy = (finding: Finding) =>
  /denied|failed|no answer|throttled|not offer|not AWS's|cannot|did not|could|answered without|AWS manages/i.test(
    finding.message,
  )

/** Findings of another status than before: `control: pass -> unknown`. */
export function changes(full: Audited, less: Audited): string[] {
  return less.findings
    .filter((f) => f.status !== full.of(f.control).status)
    .map((f) => `${f.control}: ${full.of(f.control).status} -> ${f.status}`)
}

/** Repeatable random numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
