/** Terraform's language, written as `terraform fmt` writes it. */

/** A piece of HCL that is no literal: `var.phone`, `aws_sns_topic.spend.arn`. */
export class Expression {
  constructor(readonly text: string) {}
}

/** A call of a function with one argument: `jsonencode({ ... })`. */
export class Call {
  constructor(
    readonly name: string,
    readonly argument: Hcl,
  ) {}
}

export type Hcl =
  string | number | boolean | Expression | Call | readonly Hcl[] | { readonly [key: string]: Hcl | undefined }

export interface Block {
  type: string
  labels?: readonly string[]
  /** Lines above it, each beginning with `#`. */
  comments?: readonly string[]
  attributes?: Readonly<Record<string, Hcl | undefined>>
  blocks?: readonly Block[]
}

/** A whole file: comments, then blocks with an empty line between them. */
export function hclFile(head: readonly string[], blocks: readonly Block[]): string {
  return `${[head.join('\n'), ...blocks.map((block) => blockLines(block, '').join('\n'))].join('\n\n')}\n`
}

function blockLines(
  { type, labels = [], comments = [], attributes = {}, blocks = [] }: Block,
  indent: string,
): string[] {
  const inner = `${indent}  `
  const written = entryLines(Object.entries(attributes), inner, (key) => key)
  const nested = blocks.map((block) => blockLines(block, inner))
  const body = [written, ...nested].filter((lines) => lines.length > 0)
  const head = `${indent}${[type, ...labels.map((label) => literal(label))].join(' ')}`
  return [
    ...comments.map((line) => `${indent}${line}`),
    ...(body.length === 0
      ? [`${head} {}`]
      : [`${head} {`, ...body.flatMap((lines, i) => (i > 0 ? ['', ...lines] : lines)), `${indent}}`]),
  ]
}

/** `name = value` lines. `terraform fmt` aligns the equals signs of neighbouring lines, unless a value has several lines. */
function entryLines(
  entries: readonly [string, Hcl | undefined][],
  indent: string,
  spell: (key: string) => string,
): string[] {
  const lines = entries
    .filter((entry): entry is [string, Hcl] => entry[1] !== undefined)
    .map(([key, value]) => ({ name: spell(key), value: valueLines(value, indent) }))
  return lines.flatMap(({ name, value }, i) => {
    const isShort = (at: number) => lines[at]?.value.length === 1
    let first = i
    let last = i
    while (isShort(first - 1)) first--
    while (isShort(last + 1)) last++
    const widest = isShort(i) ? Math.max(...lines.slice(first, last + 1).map((l) => l.name.length)) : 0
    const [head, ...rest] = value
    return [`${indent}${name.padEnd(widest)} = ${head}`, ...rest]
  })
}

/** A value as lines; the first one stands after the equals sign, the others bring their own indentation. */
function valueLines(value: Hcl, indent: string): string[] {
  if (value instanceof Expression) return [value.text]
  if (value instanceof Call) {
    const lines = valueLines(value.argument, indent)
    lines[0] = `${value.name}(${lines[0]}`
    lines.push(`${lines.pop()})`)
    return lines
  }
  if (typeof value === 'string') return [literal(value)]
  if (typeof value !== 'object') return [String(value)]
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = (value as readonly Hcl[]).map((item) => valueLines(item, inner))
    if (items.length === 0) return ['[]']
    if (items.length === 1 && items[0]!.length === 1) return [`[${items[0]![0]}]`]
    return ['[', ...items.flatMap(([head, ...rest]) => withComma([`${inner}${head}`, ...rest])), `${indent}]`]
  }
  const entries = entryLines(Object.entries(value), inner, (key) =>
    /^[A-Za-z_]\w*$/.test(key) ? key : literal(key),
  )
  return entries.length === 0 ? ['{}'] : ['{', ...entries, `${indent}}`]
}

const withComma = (lines: readonly string[]): string[] => [...lines.slice(0, -1), `${lines.at(-1)},`]

/**
 * A string in quotes. `${` and `%{` would begin a template (Terraform language, "Strings and Templates"), and line breaks
 * are escaped, so that nothing in a value can become code.
 */
export function literal(text: string): string {
  const escaped = [...text].map(
    (sign) => escapes[sign] ?? (/[\p{C}\p{Zl}\p{Zp}]/u.test(sign) ? unicode(sign) : sign),
  )
  return `"${escaped.join('').replace(/([$%])\{/g, '$1$1{')}"`
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** `\u` takes four digits, `\U` eight. */
function unicode(sign: string): string {
  const code = sign.codePointAt(0)!.toString(16)
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`
}
