/** Whom somebody is known as who answers a drill, by the way in which they say who they are. */
import type { Answerer, AnswerWay, DrillAnswers } from '../model/index.ts'
import { hashOfName, readCode } from './drill-code.ts'

export interface Named {
  way: AnswerWay
  name: string
}

type Listed = Partial<Record<AnswerWay, string>>

const isNamed = (one: Listed, { way, name }: Named): boolean =>
  way === 'token' ? one[way] === name : one[way]?.toLowerCase() === name

/** AWS's name goes before the others, and without another word: the opener is known by that. */
function keyOf(one: Listed): string {
  if (one.aws !== undefined) return one.aws.toLowerCase()
  return one.ssh === undefined ? `token/${one.token!}` : `ssh/${one.ssh.toLowerCase()}`
}

/**
 * The person, as a hash with the salt of the drill, and by which ways they are known. Who is not listed under several names is
 * known by this one alone, so that nobody can tell them from somebody who answers in another way.
 */
export function answererOf(named: Named, { people = [] }: DrillAnswers, salt: string): Answerer {
  const listed = people.find((one) => isNamed(one, named)) ?? { [named.way]: named.name }
  const known = (['aws', 'ssh', 'token'] as const).filter((way) => listed[way] !== undefined)
  return { person: hashOfName(keyOf(listed), salt), known }
}

/**
 * True where whoever opened a drill would be recognized by this way; otherwise they could answer their own drill by it. AWS
 * itself knows openers, since they were its callers.
 */
export const wouldKnowOpener = (
  way: AnswerWay,
  { opener, salt }: { opener?: string; salt: string },
  { people = [] }: DrillAnswers,
): boolean =>
  way === 'aws' ||
  (opener !== undefined &&
    people.some((one) => one[way] !== undefined && hashOfName(keyOf(one), salt) === opener))

/** What somebody signs to say by SSH that they read a code; undefined for what is no code. */
export function textToSign(account: string, typed: string): string | undefined {
  const code = readCode(typed)
  return code && `neverroot drill ${account} ${code.slice(0, 5)}-${code.slice(5)}\n`
}

/** What a token's nonce has to be: it was asked for this drill. */
export const challengeOf = ({ account, salt }: { account: string; salt: string }): string =>
  hashOfName(`challenge/${account}`, salt).slice(0, 32)
