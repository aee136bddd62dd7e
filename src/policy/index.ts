/**
 * The AWS policy language: reads policies and says what AWS would decide about a request, or that it cannot be told.
 * Stands alone: imports nothing of the rest of the product.
 */
export { parsePolicy, PolicySyntaxError } from './parse.ts'
export { evaluate } from './evaluate.ts'
export { compilePattern, matchesPattern, patternsMeet } from './match.ts'
export { isDoubt } from './answer.ts'
export { conditionsBefore, KnownKeys, type Prospect } from './partial.ts'
export { operatorNames } from './conditions/evaluate.ts'
export type { AccessRequest, Decision, Layer, PolicySet, Principal, SomeResource, Source } from './request.ts'
export type {
  Condition,
  PatternList,
  Policy,
  PolicyDocument,
  PrincipalEntry,
  PrincipalList,
  RawStatement,
  Statement,
} from './types.ts'
