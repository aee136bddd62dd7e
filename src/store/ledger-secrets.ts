/** What must never be kept, by the shape that it has. */
const shapes: readonly [what: string, shape: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY|PuTTY-User-Key-File/],
  ['an MFA seed', /\botpauth(-migration)?:\/\//i],
  // AWS shows the seed of a virtual device in base32, 64 characters; other makers 16 to 32, often in groups of four.
  ['an MFA seed', /(?<![A-Za-z0-9])(?=[A-Z]*[2-7])[A-Z2-7]{26,}={0,6}(?![A-Za-z0-9])/],
  ['an MFA seed', /(?<![A-Za-z0-9])(?=[a-z ]*[2-7])([a-z2-7]{4} ){7,}[a-z2-7]{4}(?![A-Za-z0-9])/i],
  // 40 characters of base64. A commit id has 40 as well, but no capitals.
  [
    'an AWS secret access key',
    /(?<![A-Za-z0-9/+=])(?=[^A-Z\s]*[A-Z])(?=[^a-z\s]*[a-z])(?=[^0-9/+\s]*[0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
  ],
  ['a session token', /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{100,}={0,2}/],
  ['a token', /\b(gh[pousr]_[A-Za-z0-9]{30,}|xox[a-z]-[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.)/],
  [
    'a password',
    /\b(pass(word|phrase|code)?|pwd|secret|aws_secret_access_key)\s*[:=]\s*["']?(?=\S*\d)(?=\S*[a-z])\S{8,}/i,
  ],
]

/** What kind of secret a text seems to hold; undefined for none. It errs towards saying so: a note can be put otherwise. */
export function secretIn(text: string): string | undefined {
  return shapes.find(([, shape]) => shape.test(text))?.[0]
}
