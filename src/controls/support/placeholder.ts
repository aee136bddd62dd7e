/** What people type into a form that insists. */
import { isReservedDomain } from '../../facts/domain-kinds.ts'
import { callingCodeOf } from '../../facts/mask.ts'

export { isReservedDomain }

const nobodysMailbox =
  /^(no[._-]?reply|do[._-]?not[._-]?reply|test|testing|dummy|fake|none|null|nobody|noone|nomail|na|n[._-]a|tbd|todo|changeme|change[._-]me|placeholder|example|foo|bar|asdf|x+)\d*$/

/** True for an address that was typed to get past the form, or that by its name reads no mail. */
export function isPlaceholderEmail(address: string): boolean {
  const [mailbox = '', domain = ''] = address.trim().toLowerCase().split('@')
  return nobodysMailbox.test(mailbox.split('+')[0] ?? '') || isReservedDomain(domain)
}

const oneDigitOnly = /^(\d)\1*$/
/** North America keeps 555-0100 to 555-0199 for films (ATIS, "555 NXX line numbers"). */
const film = /^1?\d{3}55501\d\d$/

/** True for +0000000000, 1234567890, numbers of films and the like. */
export function isPlaceholderPhone(number: string): boolean {
  const digits = number.replace(/\D/g, '')
  if (digits === '') return true
  const national = number.trim().startsWith('+') ? digits.slice(callingCodeOf(digits).length) : digits
  if (oneDigitOnly.test(digits) || oneDigitOnly.test(national)) return true
  if (isCounted(digits) || isCounted(national)) return true
  const american = number.trim().startsWith('+1') || !number.trim().startsWith('+')
  return american && (film.test(digits) || /^1?55501\d\d$/.test(digits))
}

/** 1234567890, 0123456789, 987654321: every digit is the next of the one before. */
function isCounted(digits: string): boolean {
  const steps = [...digits].slice(1).map((d, i) => (Number(d) - Number(digits[i]) + 10) % 10)
  return steps.length >= 5 && (steps.every((step) => step === 1) || steps.every((step) => step === 9))
}
