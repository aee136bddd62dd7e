import { type Fact, known, type Unknown } from '../model/index.ts'
import { fields, text } from './json.ts'

/** A token with the moment (milliseconds) from which it is not to be used any more. */
export interface Token {
  value: string
  until: number
}

/** Asks for a token when there is none, or when it is about to expire; one question at a time. */
export function keptToken(sign: () => Promise<Fact<Token>>): () => Promise<Fact<string>> {
  let asking: Promise<Fact<Token>> | undefined
  return async () => {
    const before = await asking
    if (before === undefined || (before.state === 'known' && before.value.until <= Date.now()))
      asking = sign()
    const token = (await asking)!
    return token.state === 'known' ? known(token.value.value) : (token as Unknown)
  }
}

/** What a sign-in answers (RFC 6749, 5.1), a minute taken off its life; undefined where there is no token in it. */
export function tokenIn(body: unknown): Token | undefined {
  const answer = fields(body)
  const value = text(answer['access_token'])
  if (value === undefined) return undefined
  const seconds = Number(answer['expires_in'] ?? 3600)
  return {
    value,
    until: Date.now() + (Math.max(0, (Number.isFinite(seconds) ? seconds : 3600) - 60) || 30) * 1000,
  }
}
