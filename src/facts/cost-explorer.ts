/** What the questions to Cost Explorer have in common: their price, their days, and what two refusals mean. */
import { type Fact, unknown } from '../model/index.ts'

/** USD for one request of the Cost Explorer API; every page is one (AWS Cost Explorer pricing). */
export const costExplorerRequestUsd = 0.01

/** The last sixty days but today and yesterday, whose data is still arriving. */
export const daysAsked = 58

/**
 * Two refusals are about Cost Explorer, not about a permission: it has no data before about a day after it was first
 * opened, and a payer can keep it from members (AWS Cost Management user guide, "Controlling access for Cost Explorer").
 */
export function refusal(answer: {
  code: string
  message: string
  unknown: Extract<Fact<never>, { state: 'unknown' }>
}) {
  if (answer.code === 'DataUnavailableException')
    return unknown(
      'unsupported',
      'Cost Explorer has no data yet: it takes about a day after it is first opened or the account is made',
    )
  if (/not enabled for cost explorer/i.test(answer.message))
    return unknown(
      'elsewhere',
      'Cost Explorer was never opened for this account, or its payer keeps it from members: open it once in the console, or ask the payer',
    )
  return answer.unknown
}

export const startOfDay = (at: Date) =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))
export const iso = (at: Date) => at.toISOString().slice(0, 10)
