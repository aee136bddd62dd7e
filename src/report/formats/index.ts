/** The formats that other tools read. */
import type { Report } from '../../model/index.ts'
import { asffReport } from './asff.ts'
import { csvReport } from './csv.ts'
import { junitReport } from './junit.ts'
import { markdownReport } from './markdown.ts'
import { ocsfReport } from './ocsf.ts'
import type { FormatOptions } from './rule.ts'
import { sarifReport } from './sarif.ts'

/** Writes a report: whole, or in pieces as its findings come. */
type Writer = (report: Report, options: FormatOptions) => AsyncIterable<string> | Promise<string>

export const formats = {
  markdown: markdownReport,
  csv: csvReport,
  junit: junitReport,
  sarif: sarifReport,
  ocsf: ocsfReport,
  asff: asffReport,
} as const satisfies Readonly<Record<string, Writer>>

export type FormatName = keyof typeof formats
