import type { Finding, Report } from '../../model/index.ts'
import type { FormatOptions, Rule } from './rule.ts'

/** Each finding, made into something of another format together with its rule, in one JSON array, written as they come. */
export async function* arrayOf(
  { findings }: Report,
  { rules }: FormatOptions,
  make: (finding: Finding, rule: Rule | undefined) => object,
): AsyncIterable<string> {
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  let first = true
  for await (const finding of findings) {
    yield `${first ? '[\n' : ',\n'}  ${JSON.stringify(make(finding, known.get(finding.control)))}`
    first = false
  }
  yield first ? '[]\n' : '\n]\n'
}
