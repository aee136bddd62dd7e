import type { RootEmail } from '../../facts/root-email.ts'
import type { RootEmailUpdate } from '../../facts/root-email-update.ts'
import { addressFor, type Circumstances, type Fact, type Grant, type Remediation } from '../../model/index.ts'
import { domainOf } from '../support/addresses.ts'
import { maskEmail } from '../support/mask.ts'
import { configured, fromConfiguration, stepsOf } from './steps.ts'

const setting = 'contacts.root.email'

/** Only in the context of an organization: about a member, and never about the management account. */
export const rootEmailWrites: readonly Grant[] = [
  {
    actions: ['account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate'],
    resources: ['arn:aws:account::*:account/o-*/*'],
  },
]

/**
 * The root address that the configuration declares for the account, where it is another one than it has. In the file of an
 * organization an address without the account's id is the management account's.
 */
export function declaredInstead(
  { address }: RootEmail,
  { configuration, subject, central }: Circumstances,
): string | undefined {
  const declared = configured(configuration, setting) as string | undefined
  if (declared === undefined) return undefined
  const wanted = addressFor(declared, subject.id)
  if (wanted === declared && configuration.organization && !central && !subject.management) return undefined
  return wanted.toLowerCase() === address.trim().toLowerCase() ? undefined : wanted
}

/** What is waited for, in sentences: a code that AWS has sent, or that a new address shows. */
export function rootEmailWaits(update: Fact<RootEmailUpdate>, wanted: string): string[] {
  if (update.state !== 'known') return []
  const { codeSent, taken } = update.value
  const at = (moment: string) => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`
  if (codeSent)
    return [
      `for the code that AWS sent on ${at(codeSent)} to the new address (${maskEmail(wanted)}, if it was asked for from here): neverroot apply --org --resume; it counts for 24 hours`,
    ]
  return taken ? [`the address was changed on ${at(taken)}: AWS may take four hours to show it`] : []
}

/**
 * Changes a member's root address from the centre: AWS sends a code to the new address, and it is typed back. A code that
 * is out is waited for: another one would make it worthless. No call takes the change back.
 */
export function changeRootEmail(
  control: string,
  email: Fact<RootEmail>,
  update: Fact<RootEmailUpdate>,
  circumstances: Circumstances,
): Remediation {
  const { central, subject } = circumstances
  if (!central || subject.management || email.state !== 'known') return {}
  const { address } = email.value
  const wanted = declaredInstead(email.value, circumstances)
  if (wanted === undefined) return {}
  const basis = { address, wanted }
  if (update.state !== 'known')
    return {
      basis,
      waiting: [`until it can be seen whether a change is under way already: ${saidOf(update)}`],
    }
  const waiting = rootEmailWaits(update, wanted)
  if (waiting.length > 0) return { basis, waiting }
  const [from, to] = [maskEmail(address), maskEmail(wanted)]
  const step = stepsOf(control, subject.id)
  const input = { AccountId: subject.id, PrimaryEmail: fromConfiguration(setting) }
  return {
    basis,
    steps: [
      step({
        action: 'account:StartPrimaryEmailUpdate',
        input,
        does: `root address: ${from} becomes ${to}${from === to ? ', another one' : ''}; AWS sends a code to the new address`,
        mailDomain: { from: domainOf(address), to: domainOf(wanted) },
      }),
      step({
        action: 'account:AcceptPrimaryEmailUpdate',
        input: { ...input, Otp: { $secret: 'code' } },
        does: `the code that AWS sent to ${to} is typed back; the way back takes a code to ${from}`,
        risk: 'disruptive',
      }),
    ],
  }
}

const saidOf = (update: Fact<RootEmailUpdate>) => (update.state === 'unknown' ? update.message : 'not known')
