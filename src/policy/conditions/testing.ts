import { isDoubt } from '../answer.ts'
import { RequestContext } from '../context.ts'
import { compileCondition } from './evaluate.ts'

/** One line of a table: the operator, the policy's values, the request's value or values, and what comes of it. */
export type Case = [
  operator: string,
  values: string[],
  given: string | string[] | undefined,
  expected: boolean | 'doubt',
]

/** What comes of a line: the request carries aws:username `anna` beside the key under test. For tests only. */
export function outcome([operator, values, given]: Case): boolean | 'doubt' {
  const context = new RequestContext({
    'aws:username': 'anna',
    ...(given === undefined ? {} : { 'Test:Key': given }),
  })
  const answer = compileCondition({ operator, key: 'test:KEY', values }, true)(context)
  return isDoubt(answer) ? 'doubt' : answer
}
