/** Attempt after attempt, as the SDK's retry middleware makes them; the decisions are the SDK's own strategy's. */
import type { Limit } from './limit.ts'
import {
  getRetryAfterHint,
  isServerError,
  isThrottlingError,
  isTransientError,
  type StandardRetryStrategy,
} from '@smithy/core/retry'

type Strategy = Pick<
  InstanceType<typeof StandardRetryStrategy>,
  'acquireInitialRetryToken' | 'refreshRetryTokenForRetry' | 'recordSuccess'
>
type Output = { $metadata: { attempts?: number } }

export interface Attempts {
  /** Made once something failed: most callers never need one. */
  strategy(): Strategy
  /** The same where it was made already: what succeeds refills the budget of retries. */
  known(): Strategy | undefined
  /** Makes the n-th attempt. */
  attempt(n: number): Promise<Output>
  /** Of the last attempt, which AWS throttled: true where that was an accident, after which nobody needs to stay away. */
  accident(): boolean
  /** No further attempt once it is over. */
  limit: Limit
}

export async function attempts({ strategy, known, attempt, accident, limit }: Attempts): Promise<Output> {
  let token: Awaited<ReturnType<Strategy['acquireInitialRetryToken']>> | undefined
  for (let n = 1; ; n++) {
    try {
      const output = await attempt(n)
      const refilled = known()
      if (refilled) refilled.recordSuccess(token ?? (await refilled.acquireInitialRetryToken('')))
      output.$metadata.attempts = n
      return output
    } catch (thrown) {
      const error = thrown as Error & { $metadata?: { attempts?: number }; $response?: never }
      // A wait that nobody ends would keep the process alive.
      if (limit.signal.aborted) throw error
      token ??= await strategy().acquireInitialRetryToken('')
      const hint = getRetryAfterHint(error.$response)
      const again = strategy().refreshRetryTokenForRetry(token, {
        error: error as never,
        // The strategy's pauses after throttling are for calls that come too often.
        errorType: accident() ? 'TRANSIENT' : typeOf(error),
        ...(hint ? { retryAfterHint: hint } : {}),
      })
      try {
        token = await limit.during(again)
      } catch {
        // No further attempt, or no time for it: what AWS said last is the answer.
        ;(error.$metadata ??= {}).attempts = n
        throw error
      }
    }
  }
}

const typeOf = (error: Error) =>
  isThrottlingError(error as never)
    ? 'THROTTLING'
    : isTransientError(error as never)
      ? 'TRANSIENT'
      : isServerError(error as never)
        ? 'SERVER_ERROR'
        : 'CLIENT_ERROR'
