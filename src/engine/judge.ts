import {
  type AnyControl,
  type Circumstances,
  type Evidence,
  type Fact,
  type Finding,
  gradeOf,
  missing,
  notApplicable,
  type Records,
  type Verdict,
} from '../model/index.ts'

export type CollectedFacts = Readonly<Record<string, Fact<unknown>>>

/**
 * One finding for one control and subject. The order matters: out of profile or place first; then what the control
 * cannot be judged without (unknown before review); then the judge; then an exception that somebody answers for.
 */
export function judge(
  control: AnyControl,
  facts: CollectedFacts,
  circumstances: Circumstances,
  records: Records,
): Finding {
  const verdict = verdictOf(control, facts, circumstances)
  return excepted(findingOf(control, facts, circumstances, verdict), records, circumstances.now)
}

/** The finding of a control that is not judged about this subject at all. */
export const outOfPlace = (control: AnyControl, because: string, circumstances: Circumstances): Finding =>
  findingOf(control, {}, circumstances, { ...notApplicable(because), evidence: [] })

function findingOf(
  control: AnyControl,
  facts: CollectedFacts,
  { subject }: Circumstances,
  verdict: Verdict,
): Finding {
  const evidence = verdict.evidence ?? evidenceOf(control, facts)
  const graded = verdict.status === 'pass' || verdict.status === 'fail'
  return {
    id: `${control.id}:${subject.id}`,
    control: control.id,
    title: control.title,
    section: control.section,
    severity: control.severity,
    status: verdict.status,
    ...(graded ? { grade: gradeOf(evidence) } : {}),
    message: verdict.message,
    subject: { kind: subject.kind, id: subject.id },
    rows: control.rows,
    evidence: verdict.status === 'not-applicable' ? [] : evidence,
    ...(verdict.status === 'unknown' && verdict.needs.length > 0 ? { needs: verdict.needs } : {}),
    ...(verdict.status === 'review' ? { question: verdict.question } : {}),
    ...(verdict.status === 'fail' && verdict.waiting ? { waiting: verdict.waiting } : {}),
    ...(control.cannotKnow ? { cannotKnow: control.cannotKnow } : {}),
    ...(verdict.status === 'fail' || verdict.status === 'review' ? { fix: control.fix } : {}),
    ...(control.standards ? { standards: control.standards } : {}),
  }
}

function verdictOf(control: AnyControl, facts: CollectedFacts, circumstances: Circumstances): Verdict {
  if (!control.profiles.includes(circumstances.profile))
    return notApplicable(`${control.profiles.join(' and ')} profile only`)
  const because = control.notIn?.[circumstances.partition]
  if (because) return notApplicable(because)
  const required = Object.keys(control.requires as object).map((name) => facts[name]!)
  const absent = required.find((f) => f.state === 'unknown') ?? required.find((f) => f.state === 'unattested')
  if (absent) return missing(absent)
  const values = Object.fromEntries(
    Object.keys(control.requires as object).map((name) => {
      const fact = facts[name]!
      return [name, fact.state === 'known' ? fact.value : undefined]
    }),
  )
  const considered = Object.fromEntries(
    Object.keys(control.considers as object).map((name) => [name, facts[name]!]),
  )
  return control.judge(values, considered, circumstances)
}

function evidenceOf(control: AnyControl, facts: CollectedFacts): Evidence[] {
  const names = [...Object.keys(control.requires as object), ...Object.keys(control.considers as object)]
  const all = names.flatMap((name) => {
    const fact = facts[name]!
    return fact.state === 'known' ? [...fact.evidence] : []
  })
  // Facts that rest on the same answer carry the same observation: once is enough.
  return [...new Set(all)]
}

/** An exception hides nothing: it stays visible with its owner, and shows the failure again once it has lapsed. */
function excepted(finding: Finding, records: Records, now: Date): Finding {
  if (finding.status === 'pass' || finding.status === 'not-applicable') return finding
  const exception = records.exception(finding.control)
  if (!exception) return finding
  const { owner, reason, expires } = exception
  if (Date.parse(expires) <= now.getTime())
    return {
      ...finding,
      message: `${finding.message} (The exception of ${owner} lapsed on ${expires.slice(0, 10)}.)`,
    }
  const { grade: _grade, ...rest } = finding
  return { ...rest, status: 'excepted', exception: { owner, reason, expires, would: finding.status } }
}
