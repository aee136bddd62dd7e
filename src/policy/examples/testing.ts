import type { Policy, PolicySet } from '../index.ts'
import { evaluate, parsePolicy } from '../index.ts'

/** Pieces that the tables of whole policies share. For tests only. */
export const ACCOUNT = '111111111111'
export const VERSION = '2012-10-17'
/** What AWS calls FullAWSAccess and AdministratorAccess. */
export const full: Policy = parsePolicy({
  Version: VERSION,
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
})

export type Context = Record<string, string | string[]>
/** One request to a set of policies, and what comes of it. */
export type Line = [when: string, action: string, resource: string, context: Context, expected: string]

/** 'allow', 'deny', 'explicit deny' or 'cannot-tell'. */
export function judge(policies: PolicySet, [, action, resource, context]: Line): string {
  const { decision, explicit } = evaluate({ action, resource, context }, policies)
  return explicit ? 'explicit deny' : decision
}
