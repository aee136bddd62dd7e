import { createColors } from 'picocolors'
import type { Severity, Status } from '../model/index.ts'

/** How text may look: colour or not, Unicode or its ASCII twins, and how wide. */
export interface Style {
  width: number
  color: boolean
  ascii: boolean
}

type Paint = (text: string) => string

/** Colour carries meaning and never alone: each status has its own sign too. */
export interface Palette {
  sign(status: Status): string
  status(status: Status, text: string): string
  severity(severity: Severity, text: string): string
  bold: Paint
  faint: Paint
  warn: Paint
  ellipsis: string
}

const signs: Record<Status, [string, string]> = {
  pass: ['✓', '+'],
  fail: ['✗', 'x'],
  review: ['?', '?'],
  unknown: ['!', '!'],
  'not-applicable': ['-', '-'],
  excepted: ['~', '~'],
}

export function paletteOf(style: Style): Palette {
  const c = createColors(style.color)
  const paint: Record<Status, Paint> = {
    pass: c.green,
    fail: c.red,
    review: c.yellow,
    unknown: c.yellow,
    'not-applicable': c.dim,
    excepted: c.dim,
  }
  return {
    sign: (status) => paint[status](signs[status][style.ascii ? 1 : 0]),
    status: (status, text) => paint[status](text),
    severity: (severity, text) =>
      severity === 'critical' ? c.bold(text) : severity === 'low' ? c.dim(text) : text,
    bold: c.bold,
    faint: c.dim,
    warn: c.yellow,
    ellipsis: style.ascii ? '...' : '…',
  }
}

/** Cuts text to a width, with an ellipsis where something was lost. */
export function clip(text: string, width: number, ellipsis: string): string {
  if (text.length <= width) return text
  return width <= ellipsis.length ? '' : `${text.slice(0, width - ellipsis.length).trimEnd()}${ellipsis}`
}

/** Puts pieces beside each other with room between, on a further line where the width is used up. */
export function beside(width: number, pieces: readonly { text: string; paint?: Paint }[]): string[] {
  const lines: { length: number; text: string }[] = []
  for (const { text, paint = (plain: string) => plain } of pieces) {
    const last = lines.at(-1)
    if (last && last.length + 3 + text.length <= width) {
      last.length += 3 + text.length
      last.text += `   ${paint(text)}`
    } else {
      const indent = last ? ' ' : ''
      lines.push({ length: indent.length + text.length, text: indent + paint(text) })
    }
  }
  return lines.map((line) => line.text)
}

/** Breaks text at spaces to lines of at most `width`; a single longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

/** Text behind a prefix, wrapped; further lines stand below the text's beginning. */
export function hanging(prefix: string, words: string, { width }: Style): string[] {
  return wrap(words, width - prefix.length - 1).map((line, i) =>
    i === 0 ? `${prefix}${line}` : `${' '.repeat(prefix.length)}${line}`,
  )
}

/**
 * What others wrote (names, tags, descriptions), made safe to print: a control character could move the cursor or hide
 * text, and a change of direction could turn it around. In ASCII, accents are dropped and the rest becomes `?`.
 */
export function tame<T>(value: T, ascii: boolean): T {
  if (typeof value === 'string') return tameText(value, ascii) as T
  if (Array.isArray(value)) return value.map((item: unknown) => tame(item, ascii)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [tameText(key, ascii), tame(item as unknown, ascii)]),
  ) as T
}

function tameText(text: string, ascii: boolean): string {
  const safe = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
  return ascii
    ? safe
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\x20-\x7e]/gu, '?')
    : safe
}

/** Up to the first full stop that ends a sentence; a dot in a name or number does not. */
export function firstSentence(text: string): string {
  const end = /[.!?](?=\s+[A-Z"'(]|\s*$)/.exec(text)
  return end ? text.slice(0, end.index) : text
}

/** `1 call`, `2 calls`. */
export function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`
}
