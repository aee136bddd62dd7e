import type { Finding, Letter, Posture, Severity } from '../model/index.ts'

const weight: Record<Severity, number> = { critical: 10, high: 5, medium: 2, low: 1 }
const letters: readonly Letter[] = ['A', 'B', 'C', 'D', 'F']
const worse = (a: Letter, b: Letter): Letter => (letters.indexOf(a) > letters.indexOf(b) ? a : b)

/**
 * The posture of one report, fed finding by finding. The score counts only what is known; coverage is a second number
 * beside it; a stated pass counts half. A critical failure caps the grade at F, a high one at C, and a critical or high
 * control that is unknown or in review at B.
 */
export class PostureCounter {
  readonly #counts = { pass: 0, fail: 0, review: 0, unknown: 0, notApplicable: 0, excepted: 0 }
  #weightKnown = 0
  #weightPassed = 0
  #cap: Letter = 'A'

  add(finding: Finding): void {
    const w = weight[finding.severity]
    const grave = finding.severity === 'critical' || finding.severity === 'high'
    switch (finding.status) {
      case 'pass':
        this.#counts.pass++
        this.#weightKnown += w
        this.#weightPassed += finding.grade === 'stated' ? w / 2 : w
        break
      case 'fail':
        this.#counts.fail++
        this.#weightKnown += w
        if (grave) this.#cap = worse(this.#cap, finding.severity === 'critical' ? 'F' : 'C')
        break
      case 'review':
      case 'unknown':
        this.#counts[finding.status]++
        if (grave) this.#cap = worse(this.#cap, 'B')
        break
      case 'not-applicable':
        this.#counts.notApplicable++
        break
      case 'excepted':
        this.#counts.excepted++
        break
    }
  }

  posture(): Posture {
    const { pass, fail, review, unknown } = this.#counts
    const score = this.#weightKnown === 0 ? null : Math.round((100 * this.#weightPassed) / this.#weightKnown)
    return {
      grade: score === null ? 'F' : worse(this.#cap, letterFor(score)),
      score,
      known: { count: pass + fail, of: pass + fail + review + unknown },
      counts: { ...this.#counts },
    }
  }
}

function letterFor(score: number): Letter {
  if (score >= 95) return 'A'
  if (score >= 85) return 'B'
  if (score >= 70) return 'C'
  return score >= 50 ? 'D' : 'F'
}
