import type { Grade, Section, Severity, Status } from '../../src/model/index.ts'

/** The words of the terminal, so that the page says the same. */
export const sectionTitles: Readonly<Record<Section, string>> = {
  'account-details': 'Account details',
  'spend-alarm': 'Spend alarm',
  administrator: 'Administrator',
  'root-credentials': 'Root credentials',
  guardrails: 'Guardrails',
}

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/** Worst first: the order in which findings stand where nobody chose another. */
export const statusOrder: readonly Status[] = [
  'fail',
  'unknown',
  'review',
  'excepted',
  'pass',
  'not-applicable',
]

export const statusWords: Readonly<Record<Status, string>> = {
  fail: 'Fail',
  unknown: 'Cannot tell',
  review: 'Needs a person',
  excepted: 'Excepted',
  pass: 'Pass',
  'not-applicable': 'Does not apply',
}

export const grades: readonly Grade[] = ['proven', 'witnessed', 'stated']

export const gradeWords: Readonly<Record<Grade, string>> = {
  proven: 'Proven: observed through an API',
  witnessed: 'Witnessed: a person answered a challenge',
  stated: 'Stated: somebody said so',
}

export const number = (n: number): string => n.toLocaleString('en-US')

/** `1 account`, `1,912 accounts`. */
export const plural = (n: number, word: string, many = `${word}s`): string =>
  `${number(n)} ${n === 1 ? word : many}`

/** `3 critical, 4 high`: only what there is. */
export const countWords = (counts: Readonly<Record<string, number>>, order: readonly string[]): string =>
  order
    .filter((key) => (counts[key] ?? 0) > 0)
    .map((key) => `${number(counts[key]!)} ${key}`)
    .join(', ')

/** The first sentence: what is so. The others say why it matters and what to do. */
export const firstSentence = (text: string): string => /^.*?[.?!](?=\s+[A-Z]|$)/s.exec(text)?.[0] ?? text

/** Names that AWS lets anybody choose may hold characters that turn text around or hide it. */
export const tame = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
