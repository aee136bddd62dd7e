/** The rows of an export of a directory, CSV or JSON, with the lines they stand in. Nothing is made of them yet. */
import { UserError } from '../model/index.ts'

/** A cell, or in JSON a list of them. */
export interface Row {
  /** `line 4`, or in JSON `entry 3`. */
  at: string
  cells: Readonly<Record<string, readonly string[]>>
}

export interface Table {
  /** The columns, as they are spelled in the file. */
  columns: readonly string[]
  rows: readonly Row[]
}

const delimiters = [',', ';', '\t', '|'] as const

/** Reads bytes as text: UTF-8, or UTF-16 where its mark stands at the beginning (a spreadsheet's "Unicode text"). */
export function textOf(bytes: Uint8Array, path: string): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  try {
    return new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UserError(
      'bad-directory',
      `${path} is not text in UTF-8.`,
      'Save it again as "CSV UTF-8" (a spreadsheet offers that beside plain CSV).',
    )
  }
}

/** Throws UserError, with line and column, where the text is no table. */
export async function tableOf(text: string, path: string): Promise<Table> {
  return /^\s*[[{]/.test(text) ? fromJson(text, path) : fromCsv(text, path)
}

async function fromCsv(text: string, path: string): Promise<Table> {
  const { CsvError, parse } = await import('csv-parse/sync')
  const read = (delimiter: string, more: { to_line?: number } = {}) =>
    parse(text, {
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      trim: true,
      ...more,
    }) as unknown as {
      info: { lines: number }
      record: string[]
    }[]
  const header = (delimiter: string) => {
    try {
      return read(delimiter, { to_line: 1 })[0]?.record.length ?? 0
    } catch {
      return 0
    }
  }
  const delimiter = delimiters.reduce((best, next) => (header(next) > header(best) ? next : best))
  try {
    const [first, ...rest] = read(delimiter)
    const columns = first?.record ?? []
    return {
      columns,
      rows: rest.map(({ info, record }) => ({
        at: `line ${info.lines}`,
        cells: Object.fromEntries(columns.map((column, i) => [column, record[i] ? [record[i]] : []])),
      })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { lines, column } = error as { lines?: number; column?: number | string }
    const where = `${path}${lines === undefined ? '' : `, line ${lines}`}`
    throw new UserError(
      'bad-directory',
      error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH'
        ? `${where}: there are more or fewer cells than in the first line.`
        : `${where}${typeof column === 'number' ? `, cell ${column + 1}` : ''}: a quoted cell does not begin or end as it should.`,
      `Cells are divided by ${JSON.stringify(delimiter)} here, as the first line shows; a cell that holds it stands in double quotes.`,
    )
  }
}

function fromJson(text: string, path: string): Table {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1]
    const line = at === undefined ? '' : `, line ${text.slice(0, Number(at)).split('\n').length}`
    throw new UserError('bad-directory', `${path}${line}: this is no JSON.`, 'Export it again.')
  }
  const list = Array.isArray(value) ? value : (value as { people?: unknown } | null)?.people
  if (
    !Array.isArray(list) ||
    list.some((item) => typeof item !== 'object' || item === null || Array.isArray(item))
  )
    throw new UserError(
      'bad-directory',
      `${path} is not a list of people.`,
      'Give a list of objects, or {"people": [...]}; docs/directories.md shows one.',
    )
  const objects = list as Record<string, unknown>[]
  const columns = [...new Set(objects.flatMap((item) => Object.keys(item)))]
  return {
    columns,
    rows: objects.map((item, i) => ({
      at: `entry ${i + 1}`,
      cells: Object.fromEntries(Object.entries(item).map(([key, cell]) => [key, cellsOf(cell)])),
    })),
  }
}

const cellsOf = (cell: unknown): string[] =>
  cell === null || cell === undefined || cell === ''
    ? []
    : Array.isArray(cell)
      ? cell.map(String)
      : [String(cell as string | number | boolean).trim()]
