/** Which calls the AWS CLI can make, and which need more than a call. */
import type { AwsAction, Step } from '../../model/index.ts'
import { Reference, type Value } from '../given.ts'

/**
 * Operations of 2026 that older AWS CLIs do not know, Debian's 2.9 among them. A person must read a code from a phone
 * between the two, so a script is no place for them in any case.
 */
const phone =
  'the AWS CLI from before 2026 does not know it, and between sending and typing the code a person reads a phone'
const tooNew: Partial<Record<AwsAction, { because: string; instead: string }>> = {
  'account:SendPhoneNumberVerification': {
    because: phone,
    instead:
      'use neverroot apply; or a recent AWS CLI: aws account send-phone-number-verification; or the console: Account, Contact information',
  },
  'account:VerifyPhoneNumber': {
    because: phone,
    instead:
      'use neverroot apply; or a recent AWS CLI, with the code that came by SMS: aws account verify-phone-number --otp CODE',
  },
}

/** Why a step is not in the script, and what to do instead; undefined: it is. */
export function leftOut(step: Step, account: string): { because: string; instead: string } | undefined {
  if (step.account !== account || step.as !== 'caller')
    return {
      because: `it is for account ${step.account} as ${step.as}, and the script acts as whoever runs it`,
      instead: 'use neverroot apply',
    }
  return tooNew[step.action]
}

/**
 * Errors that say that it is so already. Only where the whole of what is asked for is part of what is compared: a budget
 * or a user of that name may be another one than the plan means, and then a person has to look.
 */
const already: Partial<Record<AwsAction, string>> = {
  'budgets:CreateNotification': 'DuplicateRecordException',
  'budgets:CreateSubscriber': 'DuplicateRecordException',
}
export const alreadyCode = (action: AwsAction): string | undefined => already[action]

/** Calls that can be made again: they give the same answer and change nothing (Amazon SNS API reference, CreateTopic). */
const repeatable: readonly AwsAction[] = ['sns:CreateTopic']
export const isRepeatable = (action: AwsAction): boolean => repeatable.includes(action)

/**
 * Without a user name these mean whoever calls (IAM API reference): called by anybody but root they would miss root's
 * own key, and "no such key" would look like done.
 */
export function isRootsOwn({ action, input }: Step): boolean {
  const own =
    /^iam:(Update|Delete)(AccessKey|SigningCertificate)$|^iam:(DeleteLoginProfile|DeactivateMFADevice)$/
  return own.test(action) && !(input as { UserName?: unknown }).UserName
}

/**
 * The primary billing view is what a budget counts where it names none, and an older CLI (2.9) refuses an input that names
 * one. Any other view stays: then such a CLI refuses the call, which is better than counting something else.
 */
export function forOldClients(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Reference) return value
  if (Array.isArray(value)) return (value as readonly Value[]).map(forOldClients)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, v]) => key !== 'BillingViewArn' || !/:billingview\/primary$/.test(String(v)))
      .map(([key, v]) => [key, v === undefined ? v : forOldClients(v)]),
  )
}
