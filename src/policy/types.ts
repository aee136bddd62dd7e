/**
 * The AWS policy language after parsing: every "one or many" is a list, everything is frozen, so that what is
 * compiled from a statement can be kept for as long as the statement lives.
 */

/** A policy as AWS stores it: raw JSON, not yet checked. `parsePolicy` turns it into a `Policy`. */
export interface PolicyDocument {
  Version?: string
  Id?: string
  Statement: RawStatement | RawStatement[]
}

/** One statement as it stands in the JSON. */
export interface RawStatement {
  Sid?: string
  Effect: 'Allow' | 'Deny' | (string & {})
  Principal?: unknown
  NotPrincipal?: unknown
  Action?: string | string[]
  NotAction?: string | string[]
  Resource?: string | string[]
  NotResource?: string | string[]
  Condition?: Record<string, Record<string, unknown>>
}

/** A policy that has been read and found well-formed. */
export interface Policy {
  /** '2008-10-17' when the document names none: AWS's default. Policy variables work only in '2012-10-17'. */
  readonly version: '2012-10-17' | '2008-10-17'
  readonly id?: string
  readonly statements: readonly Statement[]
}

/** One well-formed statement. */
export interface Statement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly action: PatternList
  /** Absent in policies that stand on one resource, such as a role's trust policy. */
  readonly resource?: PatternList
  /** Only in policies that stand on a resource, and in resource control policies. */
  readonly principal?: PrincipalList
  readonly conditions: readonly Condition[]
  /** True when `${...}` is a policy variable here and not plain text: version 2012-10-17. */
  readonly variables: boolean
}

/** Action or NotAction, Resource or NotResource; the patterns as written. */
export interface PatternList {
  /** True for the Not... form. */
  readonly not: boolean
  readonly patterns: readonly string[]
}

/** Principal or NotPrincipal. `"*"` is the entry { type: 'AWS', value: '*' }, which AWS treats alike. */
export interface PrincipalList {
  readonly not: boolean
  readonly entries: readonly PrincipalEntry[]
}

/** One principal; `type` is AWS, Service, Federated, CanonicalUser, or a type this module does not model. */
export interface PrincipalEntry {
  readonly type: string
  readonly value: string
}

/** One key of one operator; all the conditions of a statement must hold. */
export interface Condition {
  /** As written, with its qualifier and IfExists: 'ForAnyValue:StringLikeIfExists'. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}
