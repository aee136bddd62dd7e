import type { Finding, Letter, Posture, Severity, Status } from '../model/index.ts'

const weight: Record<Severity, number> = { critical: 10, high: 5, medium: 2, low: 1 }
const letters: readonly Letter[] = ['A', 'B', 'C', 'D', 'F']

/** The worse of two grades: an organization is no better than its management account. */
export const worse = (a: Letter, b: Letter): Letter => (letters.indexOf(a) > letters.indexOf(b) ? a : b)

/** How many findings there are of each kind: all that a posture is made of. A stated pass is a kind of its own. */
export type Tally = { [S in Severity]?: { [K in Status | 'stated']?: number } }

/**
 * The posture of one report, fed finding by finding. The score counts only what is known; coverage is a second number
 * beside it; a stated pass counts half. A critical failure caps the grade at F, a high one at C, and a critical or high
 * control that is unknown or in review at B.
 */
export class PostureCounter {
  readonly #tally: Tally = {}

  add({ severity, status, grade }: Finding): void {
    this.#count(severity, status === 'pass' && grade === 'stated' ? 'stated' : status, 1)
  }

  /** Adds what another counter has counted. */
  merge(tally: Tally): void {
    for (const [severity, counts] of Object.entries(tally))
      for (const [kind, n] of Object.entries(counts))
        this.#count(severity as Severity, kind as Status | 'stated', n)
  }

  tally(): Tally {
    return structuredClone(this.#tally)
  }

  posture(): Posture {
    const of = (kind: Status | 'stated', severities = Object.keys(weight) as Severity[]) =>
      severities.reduce((sum, severity) => sum + (this.#tally[severity]?.[kind] ?? 0), 0)
    const weighed = (kind: Status | 'stated') =>
      (Object.keys(weight) as Severity[]).reduce((sum, s) => sum + of(kind, [s]) * weight[s], 0)
    const passed = weighed('pass') + weighed('stated') / 2
    const known = weighed('pass') + weighed('stated') + weighed('fail')
    const score = known === 0 ? null : Math.round((100 * passed) / known)
    const grave: Severity[] = ['critical', 'high']
    const cap: Letter =
      of('fail', ['critical']) > 0
        ? 'F'
        : of('fail', ['high']) > 0
          ? 'C'
          : of('unknown', grave) + of('review', grave) > 0
            ? 'B'
            : 'A'
    const counts = {
      pass: of('pass') + of('stated'),
      fail: of('fail'),
      review: of('review'),
      unknown: of('unknown'),
      notApplicable: of('not-applicable'),
      excepted: of('excepted'),
    }
    return {
      grade: score === null ? 'F' : worse(cap, letterFor(score)),
      score,
      known: {
        count: counts.pass + counts.fail,
        of: counts.pass + counts.fail + counts.review + counts.unknown,
      },
      counts,
    }
  }

  #count(severity: Severity, kind: Status | 'stated', n: number): void {
    const counts = (this.#tally[severity] ??= {})
    counts[kind] = (counts[kind] ?? 0) + n
  }
}

function letterFor(score: number): Letter {
  if (score >= 95) return 'A'
  if (score >= 85) return 'B'
  if (score >= 70) return 'C'
  return score >= 50 ? 'D' : 'F'
}
