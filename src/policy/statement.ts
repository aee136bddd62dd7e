import type { Answer, Doubt, Test } from './answer.ts'
import { isDoubt } from './answer.ts'
import type { CompiledCondition } from './conditions/evaluate.ts'
import { compileCondition } from './conditions/evaluate.ts'
import { compileActions, compilePattern, compileTokens } from './match.ts'
import type { Grant } from './principal.ts'
import { matchPrincipal } from './principal.ts'
import type { Asked, Layer } from './request.ts'
import type { PatternList, Statement } from './types.ts'
import type { Bindable } from './variables.ts'
import { compileValue, UNRESOLVED } from './variables.ts'

/** Whether a statement speaks about a request; `grant` says what its allow is worth when it stands on a resource. */
export interface Match {
  readonly answer: Answer
  readonly grant: Grant
}

interface Compiled {
  readonly action: Test
  readonly notAction: boolean
  readonly resource: (asked: Asked) => Answer
  readonly conditions: readonly CompiledCondition[]
}

const NO: Match = { answer: false, grant: 'limited' }
const YES: Match = { answer: true, grant: 'limited' }
const compiled = new WeakMap<Statement, Compiled>()

function compile(statement: Statement): Compiled {
  let ready = compiled.get(statement)
  if (!ready) {
    ready = {
      action: compileActions(statement.action.patterns),
      notAction: statement.action.not,
      resource: statement.resource ? compileResources(statement.resource, statement.variables) : () => true,
      conditions: statement.conditions.map((condition) => compileCondition(condition, statement.variables)),
    }
    compiled.set(statement, ready)
  }
  return ready
}

/**
 * Asks one statement about one request. Anything that surely does not match makes the answer no, whatever else is
 * in doubt; otherwise a doubt makes it a doubt.
 */
export function matchStatement(statement: Statement, asked: Asked, layer: Layer): Match {
  const ready = compile(statement)
  if (ready.action(asked.action) === ready.notAction) return NO
  let doubt: Doubt | undefined
  let match = YES
  const resource = ready.resource(asked)
  if (resource === false) return NO
  if (isDoubt(resource)) doubt = resource
  if (statement.principal && (layer === 'resource' || layer === 'rcp')) {
    const principal = matchPrincipal(statement.principal, asked)
    if (principal.answer === false) return NO
    match = principal
    if (isDoubt(principal.answer)) doubt ??= principal.answer
    else if (principal.more && statement.effect === 'Allow') {
      doubt ??= principal.more
      match = { answer: true, grant: 'free' }
    }
  } else doubt ??= misplaced(statement, layer)
  for (const condition of ready.conditions) {
    const answer = condition(asked.context)
    if (answer === false) return NO
    if (isDoubt(answer)) doubt ??= answer
  }
  return doubt ? { answer: doubt, grant: match.grant } : match
}

/** Elements that AWS refuses in this kind of policy: what they would do there nobody knows. */
function misplaced(statement: Statement, layer: Layer): Doubt | undefined {
  if (layer === 'resource')
    return { doubt: 'a statement of a resource-based policy without Principal is not modelled' }
  if (statement.principal) return { doubt: 'AWS allows no Principal in this kind of policy' }
  return statement.resource || layer === 'rcp' ? undefined : { doubt: 'the statement has no Resource' }
}

function compileResources(list: PatternList, variables: boolean): (asked: Asked) => Answer {
  if (list.patterns.includes('*')) return () => !list.not
  const fixed: Test[] = []
  const bound: Bindable[] = []
  for (const pattern of list.patterns) {
    if (variables && pattern.includes('${')) bound.push(compileResource(pattern))
    else fixed.push(compilePattern(pattern))
  }
  const matches = (resource: string, asked: Asked): Answer | typeof UNRESOLVED => {
    for (const test of fixed) if (test(resource)) return true
    let doubt: Doubt | undefined
    let unresolved = false
    for (const bind of bound) {
      const test = bind(asked.context)
      if (test === UNRESOLVED) unresolved = true
      else if (isDoubt(test)) doubt = test
      else if (test(resource)) return true
    }
    return unresolved && list.not ? UNRESOLVED : (doubt ?? false)
  }
  return (asked) => {
    let answer: Answer = true
    for (const resource of asked.resources) {
      const one = matches(resource, asked)
      // A variable without a value must not make NotResource match.
      if (one === UNRESOLVED) return false
      if (answer !== false && one !== true) answer = one
    }
    return isDoubt(answer) ? answer : answer !== list.not
  }
}

/** AWS takes variables only in an ARN's last part; what one further ahead does is not documented: a doubt. */
function compileResource(pattern: string): Bindable {
  const ahead = pattern.slice(0, pattern.indexOf('${'))
  if (/^arn:/.test(ahead) && !ahead.includes('*') && ahead.split(':').length < 6) {
    const doubt = { doubt: `"${pattern}" has a policy variable before the last part of the ARN` }
    return () => doubt
  }
  return compileValue(pattern, { variables: true, wildcards: true }, compileTokens)
}
