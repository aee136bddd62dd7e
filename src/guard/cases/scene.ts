import type { GuardDecision } from '../../model/index.ts'
import type { RawStatement } from '../../policy/index.ts'
import type { GuardRequest } from '../decide.ts'

/** Policies on a way, and named requests below them. For tests only. */
export interface Scene {
  name: string
  /** As in the file of `guard test --policies`. */
  policies: { level: string; type: 'scp' | 'rcp'; policy: unknown }[]
  cases: Line[]
}

/** When, who asks, which action, what comes of it; and the rest of the request. `by` is the statement to be named. */
export type Line = [
  when: string,
  principal: GuardRequest['principal'],
  action: string,
  decision: GuardDecision['decision'],
  rest?: Omit<GuardRequest, 'principal' | 'action'> & { by?: string },
]

type Short = Partial<RawStatement>

/** A policy; what a statement does not say is everything. */
export const policy = (...statements: Short[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({
    Effect: 'Deny',
    ...(statement.NotAction === undefined ? { Action: '*' } : {}),
    ...(statement.NotResource === undefined ? { Resource: '*' } : {}),
    ...statement,
  })),
})

export const scp = (level: string, ...statements: Short[]): Scene['policies'][number] => ({
  level,
  type: 'scp',
  policy: policy(...statements),
})

/** A resource control policy: each statement is about everybody. */
export const rcp = (level: string, ...statements: Short[]): Scene['policies'][number] => ({
  level,
  type: 'rcp',
  policy: policy(...statements.map((statement) => ({ Principal: '*', ...statement }))),
})

/** What AWS calls FullAWSAccess, and RCPFullAWSAccess. */
export const full: Short = { Sid: 'Full', Effect: 'Allow' }

/** The usual way: AWS's own policy at each level, and something more at the unit. */
export const below = (...statements: Short[]): Scene['policies'] => [
  scp('root', full),
  scp('ou:Prod', full),
  scp('ou:Prod', ...statements),
  scp('account', full),
]

export const isRoot = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }
export const standingRoot = { ...isRoot, Null: { 'aws:AssumedRoot': 'true' } }
