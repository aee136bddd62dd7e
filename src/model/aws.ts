/** An IAM action as AWS writes it, e.g. `iam:GetAccountSummary`. */
export type AwsAction = `${string}:${string}`

/** An ISO 8601 time in UTC. */
export type Iso = string

/** Anything that survives JSON. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** From where an account is looked at: it decides what can be seen at all. */
export type Vantage = 'standalone' | 'member' | 'delegated' | 'management'

export type Profile = 'personal' | 'business'
export type Severity = 'critical' | 'high' | 'medium' | 'low'

/** The mission's order: also the order of reports, plans and the guided journey. */
export const sections = [
  'account-details',
  'spend-alarm',
  'administrator',
  'root-credentials',
  'guardrails',
] as const
export type Section = (typeof sections)[number]

/** A row of the mission, e.g. `A7`. */
export type MissionRow = `${'A' | 'B' | 'C' | 'D' | 'E' | 'F'}${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
