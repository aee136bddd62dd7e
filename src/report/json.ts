import type { Report } from '../model/index.ts'

/**
 * A report as one JSON object, in pieces: the findings are written as they come and never held all together.
 * The shape is the published schema `schema/report.schema.json`.
 */
export async function* jsonReport(report: Report): AsyncIterable<string> {
  const { head } = report
  const opening = JSON.stringify(head, null, 2)
  yield `${opening.slice(0, opening.lastIndexOf('\n}'))},\n  "findings": [`
  let first = true
  for await (const finding of report.findings) {
    yield `${first ? '' : ','}\n    ${JSON.stringify(finding)}`
    first = false
  }
  const { clusters, groups, places, posture, calls } = await report.tail()
  const tail = {
    ...(clusters ? { clusters } : {}),
    ...(groups ? { groups } : {}),
    ...(places ? { places } : {}),
    posture,
    calls,
  }
  yield `${first ? '' : '\n  '}],\n${JSON.stringify(tail, null, 2).slice(2)}\n`
}
