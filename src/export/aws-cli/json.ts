import { Reference, type Value } from '../given.ts'

/** The name of the shell variable that holds what a reference stands for. */
export type VariableOf = (reference: Reference) => string

/** A here-document: JSON text for the standard input of a call. */
export interface HereDocument {
  /** True: it holds variables, so the shell must expand it. */
  expands: boolean
  text: string
}

/**
 * JSON as a here-document. Without variables the shell takes it as it is (the delimiter is quoted); with variables the
 * three characters that mean something there (POSIX, Shell Command Language, 2.7.4) are escaped. Letters beyond ASCII
 * are escaped as JSON has it, so that no locale of whoever runs the script can spoil a name.
 */
export function hereDocument(value: Value, variableOf: VariableOf): HereDocument {
  const pieces = [...piecesOf(value, '')]
  const expands = pieces.some((piece) => piece instanceof Reference)
  const text = pieces
    .map((piece) => {
      if (piece instanceof Reference) return `"\${${variableOf(piece)}}"`
      return expands ? piece.replace(/[\\$`]/g, '\\$&') : piece
    })
    .join('')
  return { expands, text }
}

function* piecesOf(value: Value | undefined, indent: string): Generator<string | Reference> {
  if (value instanceof Reference || value === undefined) return yield value ?? 'null'
  if (typeof value !== 'object' || value === null) return yield ascii(value)
  const inner = `${indent}  `
  const list = Array.isArray(value)
  const entries: [string, Value | undefined][] = Object.entries(value)
  const filled = entries.filter(([, v]) => v !== undefined)
  if (filled.length === 0) return yield list ? '[]' : '{}'
  yield list ? '[' : '{'
  for (const [i, [key, item]] of filled.entries()) {
    yield `${i > 0 ? ',' : ''}\n${inner}${list ? '' : `${ascii(key)}: `}`
    yield* piecesOf(item, inner)
  }
  yield `\n${indent}${list ? ']' : '}'}`
}

const ascii = (value: string | number | boolean | null): string =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
