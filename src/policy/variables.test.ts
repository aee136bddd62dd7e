import { describe, expect, it } from 'vitest'
import { isDoubt } from './answer.ts'
import { RequestContext } from './context.ts'
import { compileTokens } from './match.ts'
import { compileValue, UNRESOLVED } from './variables.ts'

const context = new RequestContext({
  'aws:username': 'anna',
  'aws:PrincipalTag/team': 'red',
  'aws:PrincipalTag/cost center': '7',
  'aws:TagKeys': ['a', 'b'],
  'aws:SourceIdentity': 'st*r',
  's3:prefix': '',
})

type Outcome = boolean | 'unresolved' | 'doubt'
function outcome(pattern: string, value: string, options = { variables: true, wildcards: true }): Outcome {
  const bound = compileValue(pattern, options, compileTokens)(context)
  if (bound === UNRESOLVED) return 'unresolved'
  return isDoubt(bound) ? 'doubt' : bound(value)
}

describe('a policy variable', () => {
  it.each<[string, string, string, Outcome]>([
    ['takes the value of the key', 'home/${aws:username}/*', 'home/anna/x', true],
    ['and no other', 'home/${aws:username}/*', 'home/bert/x', false],
    ['is found in any case', '${AWS:UserName}', 'anna', true],
    ['may stand twice', '${aws:username}-${aws:username}', 'anna-anna', true],
    ['may name a tag', '${aws:PrincipalTag/team}', 'red', true],
    ['may name a tag with a space', '${aws:PrincipalTag/cost center}', '7', true],
    ['may be empty in the request', 'x${s3:prefix}y', 'xy', true],
    ['that is missing is unresolved', '${aws:userid}', 'anything', 'unresolved'],
    ['that is missing takes its default', "${aws:PrincipalTag/x, 'blue'}", 'blue', true],
    ['that is missing takes an empty default', "a${aws:PrincipalTag/x, ''}b", 'ab', true],
    ['that is there ignores its default', "${aws:PrincipalTag/team, 'blue'}", 'red', true],
    ['needs no space before its default', "${aws:PrincipalTag/x,'blue'}", 'blue', true],
    ['with several values is a doubt', '${aws:TagKeys}', 'a', 'doubt'],
    ['brings no wildcards in', '${aws:SourceIdentity}', 'star', false],
    ['brings its text in as it stands', '${aws:SourceIdentity}', 'st*r', true],
    ['${*} is a star', 'a${*}b', 'a*b', true],
    ['${*} is only a star', 'a${*}b', 'axb', false],
    ['${?} is a question mark', 'a${?}b', 'a?b', true],
    ['${?} is only a question mark', 'a${?}b', 'axb', false],
    ['${$} is a dollar', '${$}{aws:username}', '${aws:username}', true],
    ['and wildcards stand side by side', '*${aws:username}?', 'joanna!', true],
    ['a dollar alone is a dollar', 'a$b', 'a$b', true],
    ['that is not closed is a doubt', 'a${aws:username', 'a', 'doubt'],
    ['without a name is a doubt', '${}', '', 'doubt'],
    ['without a prefix is a doubt', '${username}', 'anna', 'doubt'],
    ['with a default out of quotes is a doubt', '${aws:username, blue}', 'anna', 'doubt'],
    ['with a default in double quotes is a doubt', '${aws:username, "blue"}', 'anna', 'doubt'],
    ['within a variable is a doubt', '${aws:${aws:username}}', 'anna', 'doubt'],
  ])('%s: %s and %j', (_, pattern, value, expected) => {
    expect(outcome(pattern, value)).toBe(expected)
  })

  it.each<[string, string, boolean]>([
    ['${aws:username}', '${aws:username}', true],
    ['${aws:username}', 'anna', false],
    ['${*}', '${anything}', true],
    ['${aws:username', '${aws:username', true],
  ])('is plain text in an older policy: %s and %s: %s', (pattern, value, expected) => {
    expect(outcome(pattern, value, { variables: false, wildcards: true })).toBe(expected)
  })

  it.each<[string, string, boolean]>([
    ['*', 'x', false],
    ['*', '*', true],
    ['${aws:username}*', 'anna*', true],
    ['${*}', '*', true],
    ['', '', true],
  ])('where wildcards are text: %s and %s: %s', (pattern, value, expected) => {
    expect(outcome(pattern, value, { variables: true, wildcards: false })).toBe(expected)
  })
})
