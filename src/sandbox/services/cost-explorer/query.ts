/** The parts of a Cost Explorer question: the period, its slices, the rows, the errors. */
import type * as sdk from '@aws-sdk/client-cost-explorer'
import { costFilter, visibleRows, type CostExpression, type CostRow } from '../../cost-data.ts'
import { AwsError, type Call } from '../../service.ts'

const DAY = 86_400_000

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message)

const iso = (date: Date): string => date.toISOString().slice(0, 10)

/** Refuses while Cost Explorer was never enabled, linked account access is off, or no data exists yet. */
export function available(call: Call): void {
  const { costExplorer } = call.caller.account
  if (costExplorer === 'denied') {
    throw new AwsError('AccessDeniedException', 'User not enabled for cost explorer access')
  }
  if (costExplorer === 'no-data') {
    throw new AwsError(
      'DataUnavailableException',
      'Data is not available. Please try to adjust the time period.',
    )
  }
}

/** The asked period; Start counts, End does not. Fourteen months of daily data are kept. */
export function period(call: Call, given: sdk.DateInterval | undefined): { start: string; end: string } {
  const { Start: start = '', End: end = '' } = given ?? {}
  for (const date of [start, end]) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
      throw invalid(`Invalid date format: ${date}. Dates must be in the format yyyy-MM-dd.`)
    }
  }
  if (start >= end) throw invalid('Start date (and hour) should be before end date (and hour)')
  const { now } = call
  const nextMonth = iso(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 2)))
  if (end >= nextMonth) throw invalid('end date past the beginning of next month is not allowed')
  const oldest = iso(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 14, 1)))
  if (start < oldest) {
    throw invalid("You haven't enabled historical data beyond 14 months for daily and monthly granularity.")
  }
  return { start, end }
}

export interface Slice {
  start: string
  end: string
  /** AWS has not finished the figures of the last two days (today and yesterday, assumed). */
  estimated: boolean
}

/** The period cut into days or months; a month at the edge is cut short. */
export function slices(call: Call, start: string, end: string, granularity: string | undefined): Slice[] {
  const unfinished = iso(new Date(call.now.getTime() - DAY))
  const found: Slice[] = []
  for (let at = start; at < end;) {
    const from = new Date(at)
    const next =
      granularity === 'MONTHLY'
        ? new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
        : new Date(from.getTime() + DAY)
    const to = iso(next) < end ? iso(next) : end
    found.push({ start: at, end: to, estimated: to > unfinished })
    at = to
  }
  return found
}

/** The rows of the period that pass the filter. */
export function rows(call: Call, start: string, end: string, filter: sdk.Expression | undefined): CostRow[] {
  const passes = costFilter(filter as CostExpression | undefined, invalid)
  return visibleRows(call).filter((r) => r.day >= start && r.day < end && passes(r))
}
