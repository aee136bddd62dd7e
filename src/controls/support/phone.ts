/** What the numbering plans say of a phone number. The only file that loads libphonenumber's full metadata: it is large. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { isPlaceholderPhone } from './placeholder.ts'

export type PhoneJudgement =
  | { ok: false; because: PhoneFault }
  /** `kind` in words; `country` as two letters, absent for numbers of no one country (+800, satellites). */
  | { ok: true; e164: string; kind?: string; country?: string }

/** Why AWS could not reach anybody under the number. */
export type PhoneFault = 'no-country-code' | 'placeholder' | 'no-such-number' | 'trunk-zero' | 'toll-free'

const kinds: Readonly<Record<string, string>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed line',
  // North America gives mobiles and fixed lines the same numbers: nobody can tell them apart by the number.
  FIXED_LINE_OR_MOBILE: 'mobile or fixed line',
  VOIP: 'internet line',
  PERSONAL_NUMBER: 'personal number',
  UAN: 'company line',
  PREMIUM_RATE: 'premium rate',
  SHARED_COST: 'shared cost',
  PAGER: 'pager',
  VOICEMAIL: 'voicemail',
}

/**
 * Judges a number as AWS wants it: + and country code, no zero after it that is only dialled inside the country, no
 * toll-free number (Account Management reference guide, "Update the primary contact"). Spaces, hyphens and brackets are
 * forgiven: the API takes them, and the number is the same.
 */
export function judgePhone(text: string): PhoneJudgement {
  const number = text.trim()
  if (isPlaceholderPhone(number)) return { ok: false, because: 'placeholder' }
  if (!number.startsWith('+')) return { ok: false, because: 'no-country-code' }
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed?.isValid()) return { ok: false, because: 'no-such-number' }
  // The parser drops such a zero; a country that has it abroad too (Italy) keeps it.
  if (parsed.number !== `+${number.replace(/\D/g, '')}`) return { ok: false, because: 'trunk-zero' }
  const type = parsed.getType()
  if (type === 'TOLL_FREE') return { ok: false, because: 'toll-free' }
  const kind = type === undefined ? undefined : kinds[type]
  return {
    ok: true,
    e164: parsed.number,
    ...(kind ? { kind } : {}),
    ...(parsed.country ? { country: parsed.country } : {}),
  }
}
