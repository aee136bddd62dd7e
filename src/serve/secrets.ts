/** Who may use the page: whoever has the key of the printed address exchanges it once for a cookie. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits from the system's generator: nobody guesses it. */
const make = (): string => randomBytes(32).toString('base64url')

/** Whether two texts are the same, in a time that says nothing about where they differ. */
function same(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}

export class Secrets {
  /** Stands in the printed address, and is worth nothing once it was used. */
  readonly key = make()
  /** In the header of every request that acts: a cookie alone is sent by whatever the browser loads. */
  readonly token = make()
  readonly #session = make()
  #used = false

  /** The session for the key; undefined where it is another one; `used`: it was exchanged before. */
  exchange(key: string): string | 'used' | undefined {
    if (!same(key, this.key)) return undefined
    if (this.#used) return 'used'
    this.#used = true
    return this.#session
  }

  isSession(cookie: string | undefined): boolean {
    return cookie !== undefined && same(cookie, this.#session)
  }

  isToken(header: string | undefined): boolean {
    return header !== undefined && same(header, this.token)
  }
}
