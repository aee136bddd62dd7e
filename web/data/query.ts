import { type PageRow, sections, statuses } from '../../src/model/index.ts'
import { at, type Book } from './book.ts'
import type { Filter, Order, Token } from './filter.ts'
import { grades, severities, statusOrder } from './words.ts'

/**
 * Which rows a filter leaves. Every choice becomes a list of yes and no over controls, accounts, statuses or grades, so that
 * a row is four look-ups: half a million of them take some milliseconds.
 */
export function matching(book: Book, { tokens, words }: Pick<Filter, 'tokens' | 'words'>): Int32Array {
  const yes = {
    status: allow(statuses.length, tokens, { status: (i) => statuses[i] }),
    grade: allow(grades.length + 1, tokens, { grade: (i) => grades[i - 1] ?? 'none' }),
    control: allow(book.controls.length, tokens, {
      control: (i) => book.controls[i]!.id,
      severity: (i) => book.controls[i]!.severity,
      section: (i) => book.controls[i]!.section,
    }),
    // One further than the account: the organization itself stands first.
    account: allow(book.accounts.length + 1, tokens, {
      account: (i) => (i === 0 ? book.organization?.id : book.accounts[i - 1]!.id),
      unit: (i) => book.accounts[i - 1]?.unit ?? 'none',
      owner: (i) => book.accounts[i - 1]?.owner ?? 'none',
    }),
  }
  const said = words.map((word) => mentions(book, word.toLowerCase()))
  const found = new Int32Array(book.rows.length)
  let n = 0
  for (let i = 0; i < book.rows.length; i++) {
    const row = book.rows[i]!
    if (
      yes.status[row[at.status]] &&
      yes.control[row[at.control]] &&
      yes.account[row[at.account] + 1] &&
      yes.grade[row[at.grade] + 1] &&
      said.every((is) => is(row))
    )
      found[n++] = i
  }
  return found.subarray(0, n)
}

type Read = (place: number) => string | undefined

function allow(length: number, tokens: readonly Token[], read: Partial<Record<string, Read>>): Uint8Array {
  const list = new Uint8Array(length).fill(1)
  for (const { property, is, values } of tokens) {
    const of = read[property]
    if (!of) continue
    const wanted = new Set(values)
    for (let i = 0; i < length; i++) if (wanted.has(of(i) ?? '') !== is) list[i] = 0
  }
  return list
}

/** Whether a row says a word: in its text, the control's name or title, the account's id, name, unit or owner. */
function mentions(book: Book, word: string): (row: PageRow) => boolean {
  const has = (...texts: (string | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(word))
  const texts = book.texts.map((text) => has(text))
  const controls = book.controls.map(({ id, title }) => has(id, title))
  const accounts = book.accounts.map(({ id, name, unit, owner }) => has(id, name, unit, owner))
  const organization = has(book.organization?.id, book.organization?.name)
  return ([control, account, , , message]) =>
    texts[message] === true ||
    controls[control] === true ||
    (account < 0 ? organization : accounts[account] === true)
}

/** The same rows in order. Each gets one number to be sorted by, which a typed array sorts quickly. */
export function ordered(book: Book, found: Int32Array, order: Order, descending: boolean): Int32Array {
  const rank = ranks(book, order)
  const n = book.rows.length
  const keys = new Float64Array(found.length)
  for (let i = 0; i < found.length; i++) keys[i] = rank(book.rows[found[i]!]!) * n + found[i]!
  keys.sort()
  if (descending) keys.reverse()
  return Int32Array.from(keys, (key) => key % n)
}

function ranks(book: Book, order: Order): (row: PageRow) => number {
  if (order === 'worst') {
    const byStatus = statuses.map((status) => statusOrder.indexOf(status))
    const byControl = book.controls.map(
      ({ severity, section }) => severities.indexOf(severity) * sections.length + sections.indexOf(section),
    )
    return (row) => byStatus[row[at.status]]! * 100 + byControl[row[at.control]]!
  }
  if (order === 'control') {
    const places = placesOf(book.controls.map(({ id }) => id))
    return (row) => places[row[at.control]]!
  }
  if (order === 'account') {
    const places = placesOf(book.accounts.map(({ name, id }) => `${name} ${id}`))
    return (row) => (row[at.account] < 0 ? 0 : places[row[at.account]]! + 1)
  }
  // What is not known stands last, whichever way round.
  const places = placesOf(book.texts)
  return (row) => (row[at.since] < 0 ? book.texts.length : places[row[at.since]]!)
}

function placesOf(texts: readonly string[]): Int32Array {
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1))
  const places = new Int32Array(texts.length)
  order.forEach((i, place) => (places[i] = place))
  return places
}
