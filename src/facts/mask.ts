/** Personal data as it may be shown and stored as evidence: enough to recognise, not enough to use. */

/** ITU-T E.164: calling codes of one digit, and those of two; every other one has three. */
const oneDigit = /^[17]/
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** `m...@posteo.example`; what has no `@` shows its first letter only. */
export function maskEmail(address: string): string {
  const text = address.trim().toLowerCase()
  const at = text.lastIndexOf('@')
  const domain = at < 0 ? '' : text.slice(at)
  return `${[...text][0] === '@' ? '' : ([...text][0] ?? '')}...${domain}`
}

/** The name of a user, or of who said something: a name that is an address is masked, any other is shown. */
export function maskName(name: string): string {
  return name.includes('@') ? maskEmail(name) : name
}

/** `AKIA...7F2`: an access key id or a certificate id, to tell one from another. */
export function maskId(id: string): string {
  return id.length > 10 ? `${id.slice(0, 4)}...${id.slice(-3)}` : id
}

/** `+61 ........00`: the calling code, where there is one, and the last two digits. The dots never count the rest. */
export function maskPhone(number: string): string {
  const digits = number.replace(/\D/g, '')
  const last = digits.length > 4 ? digits.slice(-2) : ''
  if (!number.trim().startsWith('+')) return `........${last}`
  return `+${callingCodeOf(digits)} ........${last}`
}

/** The calling code at the start of an E.164 number's digits, by the numbering plan alone. */
export function callingCodeOf(digits: string): string {
  if (oneDigit.test(digits)) return digits.slice(0, 1)
  return digits.slice(0, twoDigits.test(digits) ? 2 : 3)
}

/**
 * `203.0.113.*`, `2001:db8:1:*`: the network that a request came from, not the machine. What is no address is the name
 * of an AWS service, or `AWS Internal`, and shown (CloudTrail user guide, "sourceIPAddress").
 */
export function maskAddress(address: string): string {
  const text = address.trim()
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return `${text.split('.').slice(0, 3).join('.')}.*`
  if (/^[\da-f:.%]+$/i.test(text) && text.includes(':'))
    return `${text
      .toLowerCase()
      .split(/:+/)
      .slice(0, Math.min(3, text.split(/:+/).length - 1))
      .join(':')}:*`
  return text
}

/**
 * Which program it was: `aws-cli/2.9.19`, `Boto3/1.34.1`, `a browser`. What follows tells about the machine and the person
 * who has it, and is left out.
 */
export function maskAgent(agent: string): string {
  const text = agent.trim().replace(/^\[|\]$/g, '')
  if (/^Mozilla\//i.test(text)) return 'a browser'
  const [first = ''] = text.split(/[\s,;()[\]]+/)
  return first.includes('@') ? maskEmail(first) : first.slice(0, 60)
}
