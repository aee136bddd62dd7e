/** What one record of custody may hold, checked: enough to know a key by, and nothing to find or copy it by. */
import { samePerson } from '../index.ts'
import { type CustodyPlace, custodyPlaces, UserError } from '../model/index.ts'
import { checkTexts } from './statements.ts'

export interface CustodyFields {
  label: string
  last4: string
  place: CustodyPlace
  custodians: string[]
  seal: string
}

const longest = 60

/** Throws UserError for what is no such field, or more than may be kept. A serial that is too long is not repeated. */
export function checkFields(given: {
  [F in keyof CustodyFields]: F extends 'place' ? string : CustodyFields[F]
}): CustodyFields {
  const { label, seal, custodians } = given
  checkTexts({ label, seal, custodian: custodians.join('\n') }, [])
  for (const [option, text] of [
    ['label', label],
    ['seal', seal],
    ...custodians.map((name) => ['custodian', name] as const),
  ] as const)
    if (text.length > longest || /[\p{Cc}\p{Cf}]/u.test(text))
      throw bad(
        `--${option} ${text.length > longest ? `has ${text.length} characters, ${longest} are allowed` : 'has a character that cannot be printed'}.`,
        'Give a few words, on one line.',
      )
  // Reports show both, and an address is personal data.
  for (const [option, text] of [
    ['label', label],
    ['seal', seal],
  ] as const)
    if (/\S@\S/.test(text))
      throw bad(
        `--${option} holds an e-mail address, which reports would show.`,
        'Name people as custodians.',
      )
  const last4 = checkLast4(given.last4)
  for (const [option, text] of [
    ['label', label],
    ['seal', seal],
  ] as const)
    checkNoSerial(option, text, last4)
  return { label, seal, last4, place: checkPlace(given.place), custodians: checkCustodians(custodians) }
}

function checkLast4(text: string): string {
  if (text.length > 4)
    throw bad(
      `--serial-last4 takes the last four characters of the serial, and was given ${text.length}: the whole serial is never kept, since it tells a stranger which key to ask for.`,
      `Give the last four alone${/[A-Za-z0-9]{4}$/.test(text) ? '; nothing was recorded' : ''}.`,
    )
  if (/^[A-Za-z0-9]{4}$/.test(text)) return text.toUpperCase()
  throw bad(
    `--serial-last4 "${text}" is not the last four characters of a serial.`,
    'Give four letters or digits, such as 7F2K.',
  )
}

/** Somebody who writes the whole serial into the label has written it down all the same. */
function checkNoSerial(option: string, text: string, last4: string): void {
  const runs = text.toUpperCase().match(/[A-Z0-9]{5,}/g) ?? []
  if (!runs.some((run) => run.endsWith(last4) && /\d/.test(run))) return
  throw bad(
    `--${option} holds more of the serial than its last four characters: the whole serial is never kept.`,
    'Name the key by something else, such as "root key A".',
  )
}

function checkPlace(text: string): CustodyPlace {
  const place = custodyPlaces.find((one) => one === text)
  if (place) return place
  throw bad(
    `--place "${text}" is not a kind of place; where it lies exactly is never kept.`,
    `Give one of: ${custodyPlaces.join(', ')}.`,
  )
}

function checkCustodians(names: readonly string[]): string[] {
  const [first, second] = names
  if (first === undefined || second === undefined || names.length !== 2)
    throw bad(
      `A key has two custodians, and ${names.length} ${names.length === 1 ? 'is' : 'are'} named.`,
      'Name both: --custodian NAME --custodian NAME',
    )
  if (samePerson(first) === samePerson(second))
    throw bad(
      `"${first}" is named twice: one person alone is no custody of two.`,
      'Name two people: --custodian NAME --custodian NAME',
    )
  return [first, second]
}

const bad = (what: string, todo: string) => new UserError('bad-custody', what, todo)
