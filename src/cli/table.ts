import { stripVTControlCharacters } from 'node:util'

/** Rows as lines, each column as wide as its widest cell; colours take no room. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string) => stripVTControlCharacters(text).length
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column]!))))
  return rows.map((row) =>
    row
      .map((cell, column) => `${cell}${' '.repeat(widths[column]! - width(cell))}`)
      .join('  ')
      .trimEnd(),
  )
}
