import { type Plan, type PlanItem, type Step, underWords } from '../model/index.ts'

/** Comments are no wider than this, so that they can be read beside the code. */
const width = 96

/**
 * One line of plain text: a line break would end a comment and turn what follows into code, and characters that change
 * the direction of writing would show a reviewer something else than what is run ("Trojan Source", CVE-2021-42574).
 */
export const tidy = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()

/** Text as comment lines, broken between words. Every tool here begins a comment with `#`. */
export function comment(text: string, hang = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of tidy(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = hang + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((l) => `# ${l}`.trimEnd())
}

/** What a call does, how grave that is, and what takes it back. */
export function stepWords(step: Step): string {
  const where = step.region ? ` in ${step.region}` : ''
  const weakens = step.weakens ? ', makes the account less safe' : ''
  const back = step.undo ? `taken back by ${step.undo.action}` : 'nothing takes it back'
  return `${step.does}. ${step.action}${where}, ${step.risk}${weakens}; ${back}.`
}

/** Where an export comes from; the first lines of each. */
export function origin(plan: Plan, what: string): string[] {
  return [
    ...comment(`Plan for AWS account ${plan.account}: ${what}.`),
    ...comment(`Made by ${plan.tool.name} ${plan.tool.version} from what was seen at ${plan.at}.`),
    ...comment(`Where that is more than a day ago, export it anew: what it rests on may have changed.`),
    '#',
    ...comment(
      'This is not neverroot apply: nothing is looked at again before or afterwards, no journal is kept, and nothing is undone for you.',
    ),
  ]
}

/** The heading of an item: its control, and what was found. */
export const itemWords = (item: PlanItem): string[] => [
  ...comment(`${item.control}: ${item.message}`),
  ...(item.costs ? comment(`Costs: ${item.costs}`) : []),
]

/** What the plan leaves to people, whatever the tool. */
export function leftToPeople(plan: Plan): string[] {
  return plan.items.flatMap((item) => [
    ...(item.asks ?? []).map((ask) => `${item.control}: needs ${ask.setting}. ${ask.question}`),
    ...(item.procedure
      ? [`${item.control}: by hand: ${item.procedure.title}. neverroot explain ${item.control}`]
      : []),
    ...(item.quarantine
      ? [
          `${item.control}: watched since ${item.quarantine.since}, deletable from ${item.quarantine.deletableFrom}`,
        ]
      : []),
    ...[...underWords(item), ...(item.waiting ?? [])].map((what) => `${item.control}: then: ${what}`),
  ])
}
