/** The evidence of a verdict that rests on some of a control's facts only: it decides the grade. */
import type { Evidence, Fact, Json, Verdict } from '../../model/index.ts'

/** Everything that the known ones among these facts rest on. */
export function evidenceOf(...facts: readonly Fact<unknown>[]): Evidence[] {
  return facts.flatMap((fact) => (fact.state === 'known' ? [...fact.evidence] : []))
}

/** A verdict that rests on this evidence alone, whatever else the control considers. */
export function restingOn(evidence: readonly Evidence[], verdict: Verdict): Verdict {
  return { ...verdict, evidence }
}

/** What the configuration declares counts as seen when it was read; `saw` is redacted like everything else. */
export function fromConfiguration(saw: Json, now: Date): Evidence {
  return { kind: 'observation', source: 'configuration', at: now.toISOString(), saw }
}
