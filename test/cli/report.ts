/** Reads a report as a consumer of the JSON would. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import type { Finding, ReportHead, ReportTail } from '../../src/index.ts'
import { built, type Ran } from './run.ts'

export type JsonReport = ReportHead & ReportTail & { findings: Finding[] }

/** From the built library, as the command is the built one. */
export const { controls } = await built<typeof import('../../src/index.ts')>('index.mjs')
const { scenarios, standaloneScenarios } =
  await built<typeof import('../../src/sandbox/index.ts')>('sandbox.mjs')
export const allScenarios = Object.keys(scenarios)
/** Those of one account without an organization. */
export const standalone = standaloneScenarios
export const catalogue = controls.map((control) => control.id)

const ajv = new Ajv2020({ allErrors: true, strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/report.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

/** The report on stdout; fails the test where stdout holds anything else, or not what the published schema says. */
export function reportOf(ran: Pick<Ran, 'stdout' | 'stderr'>): JsonReport {
  let report: unknown
  try {
    report = JSON.parse(ran.stdout)
  } catch (error) {
    throw new Error(`no JSON: ${String(error)}\n${ran.stdout.slice(0, 400)}\n${ran.stderr}`, { cause: error })
  }
  validate(report)
  expect(validate.errors ?? []).toEqual([])
  return report as JsonReport
}

/** `root-has-mfa: pass, on`: what a finding says, without its times. */
export const said = ({ control, status, message }: Finding): string => `${control}: ${status}, ${message}`
