/** What stands where the password was. */
export const mark = '(password)'

/** A beginning of the password this short is chance, not a leak. */
const chance = 4

/**
 * Passes a stream of text on with a secret cut out, wherever the pieces break. Only an end that may be the beginning of
 * the secret waits for what follows, so that a question without a line break is seen at once.
 */
export function withoutSecret(secret: string, write: (text: string) => void) {
  let held = ''
  return {
    push(text: string): void {
      held = (held + text).replaceAll(secret, mark)
      let keep = Math.min(held.length, secret.length - 1)
      while (keep > 0 && !secret.startsWith(held.slice(-keep))) keep -= 1
      const done = held.slice(0, held.length - keep)
      held = held.slice(done.length)
      if (done !== '') write(done)
    },
    /** Nothing follows: what was held is written, or cut out where it is too much of the secret to be chance. */
    end(): void {
      if (held !== '') write(held.length < chance ? held : mark)
      held = ''
    },
  }
}
