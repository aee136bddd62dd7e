import { custodyPlaces, UserError } from '../model/index.ts'
import { ask, canAsk } from './ask.ts'
import type { CustodyOptions } from './commands/custody.ts'

/** What was given, and what a person at a terminal answers. Throws UserError where something is missing and nobody is there. */
export async function custodyAnswers(options: CustodyOptions, signal: AbortSignal) {
  const { label, serialLast4, place, custodian = [], seal } = options
  const missing = [
    ...(label === undefined ? ['--label'] : []),
    ...(serialLast4 === undefined ? ['--serial-last4'] : []),
    ...(place === undefined ? ['--place'] : []),
    ...(custodian.length === 0 ? ['--custodian (twice)'] : []),
    ...(seal === undefined ? ['--seal'] : []),
  ]
  if (missing.length > 0 && !canAsk())
    throw usage(
      `A custody record is not whole: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      'Write: neverroot custody --add --label "root key A" --serial-last4 7F2K --place safe --custodian NAME --custodian NAME --seal NUMBER',
    )
  const need = async (given: string | undefined, question: string, option: string) => {
    const answer = given ?? (await ask(`${question} `, signal))
    if (answer) return answer
    throw usage(`Nothing was given for ${option}.`, 'Begin again: neverroot custody --add')
  }
  return {
    label: await need(label, 'What is written on the key (its label)?', '--label'),
    last4: await need(serialLast4, 'The last four characters of its serial, no more?', '--serial-last4'),
    place: await need(place, `What kind of place does it lie in (${custodyPlaces.join(', ')})?`, '--place'),
    custodians:
      custodian.length > 0
        ? custodian
        : [
            await need(undefined, 'Who is the first custodian?', '--custodian'),
            await need(undefined, 'Who is the second?', '--custodian'),
          ],
    seal: await need(seal, 'Number of the seal, or what is written over it?', '--seal'),
  }
}

const usage = (what: string, todo: string) => new UserError('usage', what, todo)
