/** An element's content: text, or its children by name; several of one name are a list. */
type Value = string | Children
interface Children {
  [name: string]: Value | Value[]
}

/** Comments, CDATA, declarations, carriage returns: no answer of AWS has them, and they are not read here. */
const unusual = /<[!?]|\r|__proto__/

const plainName = /^[\w.:-]+$/
const rootTag = /^([\w.:-]+)((?: [\w.:-]+="[^"<>&]*")*)$/
const reference = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z][a-zA-Z0-9]{0,30}));/g
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Thrown to oneself: the text is not of the plain kind. */
class NotPlain extends Error {}

/**
 * What the SDK's deserializer makes of an XML answer: what lies in its root element, with the attributes of the root.
 * Undefined where the text is not of the plain kind that AWS answers with: the SDK reads that itself, or says what is wrong.
 */
export function plainXml(text: string): object | undefined {
  const head = text.startsWith('<?xml') ? text.indexOf('?>') + 2 : 0
  const start = text.indexOf('<', head)
  const end = text.indexOf('>', start)
  const [, name, attributes = ''] = rootTag.exec(text.slice(start + 1, end)) ?? []
  if (name === undefined || text.slice(head, start).trim() !== '') return undefined
  if (unusual.test(head === 0 ? text : text.slice(head))) return undefined
  try {
    const value = new Reader(text, end + 1).content(name)
    if (typeof value === 'string') return undefined
    for (const [, key, said] of attributes.matchAll(/ ([\w.:-]+)="([^"]*)"/g)) value[key!] = said!
    return value
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

class Reader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  /** What lies between here and the closing tag of the element of this name. */
  content(name: string): Value {
    const text = this.#text
    let children: Children | undefined
    for (;;) {
      const open = text.indexOf('<', this.#at)
      const close = text.indexOf('>', open)
      if (open < 0 || close < 0) throw new NotPlain()
      const between = text.slice(this.#at, open)
      this.#at = close + 1
      if (text.charCodeAt(open + 1) === slash) {
        if (text.slice(open + 2, close) !== name) throw new NotPlain()
        if (children) return this.#only(children, between)
        const decoded = between.includes('&') ? between.replace(reference, decode) : between
        return isGap(decoded) ? '' : decoded
      }
      children = this.#only(children ?? {}, between)
      const isEmpty = text.charCodeAt(close - 1) === slash
      const tag = text.slice(open + 1, isEmpty ? close - 1 : close)
      if (!plainName.test(tag)) throw new NotPlain()
      const value = isEmpty ? '' : this.content(tag)
      const before = children[tag]
      if (!(tag in children)) children[tag] = value
      else if (Array.isArray(before)) before.push(value)
      else children[tag] = [before!, value]
    }
  }

  /** Text beside children is not plain, but for line breaks that indent them. */
  #only(children: Children, between: string): Children {
    if (between !== '' && !isGap(between)) throw new NotPlain()
    return children
  }
}

const slash = '/'.charCodeAt(0)

const isGap = (text: string): boolean => text.includes('\n') && text.trim() === ''

const decode = (_: string, hex?: string, decimal?: string, named?: string): string =>
  hex
    ? String.fromCharCode(parseInt(hex, 16))
    : decimal
      ? String.fromCharCode(parseInt(decimal, 10))
      : (entities[named!] ?? '')
