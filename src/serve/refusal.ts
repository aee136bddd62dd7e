/** How a request that is not carried out is told: one sentence of what is wrong, one of what to do. */
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type PageRefusal, UserError } from '../model/index.ts'

/** A request that the server itself refuses, with its status. */
export class Refused extends Error {
  readonly refusal: PageRefusal
  readonly status: ContentfulStatusCode

  constructor(status: ContentfulStatusCode, code: string, message: string, hint: string) {
    super(message)
    this.status = status
    this.refusal = { code, message, hint }
  }
}

/** What went wrong, as a refusal. `bug` hears of what nobody expected: its words are no business of the page. */
export function refusalOf(
  error: unknown,
  bug: (error: unknown) => void,
): { status: ContentfulStatusCode; refusal: PageRefusal } {
  if (error instanceof Refused) return { status: error.status, refusal: error.refusal }
  if (error instanceof UserError || isSandboxMistake(error)) {
    const { message, hint } = error
    const code = error instanceof UserError ? error.code : 'sandbox'
    return { status: 400, refusal: { code, message, hint } }
  }
  if (error instanceof Error && (error.name === 'Interrupted' || error.name === 'AbortError'))
    return {
      status: 400,
      refusal: {
        code: 'stopped',
        message: error.name === 'Interrupted' ? `It was stopped: ${error.message}` : 'It was stopped.',
        hint: 'Begin it again when you like.',
      },
    }
  bug(error)
  return {
    status: 500,
    refusal: {
      code: 'bug',
      message: 'Something went wrong that should not have.',
      hint: 'The terminal that neverroot serve runs in says more: please report it.',
    },
  }
}

/** The sandbox imports nothing of ours, so it has a mistake class of its own, of the same shape. */
const isSandboxMistake = (error: unknown): error is Error & { hint: string } =>
  error instanceof Error && error.name === 'SandboxUsageError'
