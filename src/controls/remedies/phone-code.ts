import type { Grant, Step } from '../../model/index.ts'
import type { stepsOf } from './steps.ts'

export const phoneCodeWrites: readonly Grant[] = [
  { actions: ['account:SendPhoneNumberVerification', 'account:VerifyPhoneNumber'] },
]

/** The two calls that prove that a number, told masked, reaches somebody: AWS sends a code to it, and it is typed back. */
export const codeSteps = (shown: string, step: ReturnType<typeof stepsOf>): Step[] => [
  step({
    action: 'account:SendPhoneNumberVerification',
    input: {},
    does: `AWS sends a code to ${shown} by text message`,
  }),
  step({
    action: 'account:VerifyPhoneNumber',
    input: { Otp: { $secret: 'code' } },
    does: `the code that was sent to ${shown} is typed back`,
  }),
]
