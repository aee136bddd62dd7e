/** Addresses and numbers, compared as mail systems and telephones do. */
import { domainToASCII } from 'node:url'

/**
 * Two spellings of one address have the same key. Case makes no difference: RFC 5321 lets a mail system tell local parts
 * apart by it, and none does. A Unicode domain is the same as its `xn--` form; composed and decomposed letters are the
 * same. A plus tag stays: whether it leads to the same mailbox is for the mail system to say.
 */
export function addressKey(address: string): string {
  const text = address.trim().normalize('NFC')
  const at = text.lastIndexOf('@')
  if (at < 0) return text.toLowerCase()
  const domain = text.slice(at + 1).replace(/\.$/, '')
  return `${text.slice(0, at).toLowerCase()}@${(domainToASCII(domain) || domain).toLowerCase()}`
}

/** `mia+aws@corp.example` without its tag; undefined where there is none. */
export function withoutTag(address: string): string | undefined {
  const key = addressKey(address)
  const at = key.lastIndexOf('@')
  const plus = key.indexOf('+')
  return at > 0 && plus > 0 && plus < at ? key.slice(0, plus) + key.slice(at) : undefined
}

/**
 * True for two spellings of one number. Directories hold numbers as somebody typed them, often without the country: such
 * a one is the same when its digits, the zeros of the trunk left out, end the other one, and there are eight or more.
 */
export function samePhone(a: string, b: string): boolean {
  const one = digitsOf(a)
  const other = digitsOf(b)
  if (one.digits.length < 5 || other.digits.length < 5) return false
  if (one.whole === other.whole) return one.digits === other.digits
  const [whole, part] = one.whole ? [one.digits, other.digits] : [other.digits, one.digits]
  return part.length >= 8 && whole.endsWith(part)
}

/** True where one of somebody's telephones is this number. */
export const hasPhone = ({ phones }: { phones: readonly string[] }, number: string): boolean =>
  phones.some((phone) => samePhone(phone, number))

/** `whole`: with the country's code. `+61 (0)2 ...` is written with a zero that nobody dials. */
function digitsOf(number: string): { digits: string; whole: boolean } {
  const text = number
    .trim()
    .replace(/^(?:tel:)/i, '')
    .replace(/\s*(?:ext\.?|extension|x|;ext=)\s*\d+$/i, '')
  const whole = /^(\+|00)/.test(text)
  const digits = text.replace('(0)', '').replace(/\D/g, '')
  return { digits: whole ? digits.replace(/^00/, '') : digits.replace(/^0+/, ''), whole }
}
