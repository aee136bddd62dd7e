/** AWS's clock, as all callers of one process see it. */
import { HttpResponse } from '@smithy/core/protocols'
import { noteClock } from '../checks.ts'

/** Requests are refused from 5 minutes on; the SDK corrects from 4. */
const wrongFromMs = 240_000

export class AwsClock {
  /** How far AWS's clock is ahead, where it is worth telling. */
  readonly told = { offset: 0 }
  #offset = 0

  /** The time to sign with. */
  now(): Date {
    return new Date(Date.now() + this.#offset)
  }

  /** Every answer tells the time; one out of a cache tells an old one. */
  read(response: HttpResponse): void {
    if (response.headers.age !== undefined) return
    noteClock(this.told, response.headers)
    const time = Date.parse(response.headers.date ?? '')
    if (!Number.isNaN(time)) this.#offset = time - Date.now()
  }

  /**
   * Marks an error for another attempt, as the SDK does, where the request was signed by a clock that the answer shows
   * to be wrong. (The SDK does it for every error on such a machine; one with the right time by then means what it says.)
   */
  judge(error: unknown, signedAt: Date, sentAt: number): void {
    const { $response, $metadata } = error as {
      $response?: unknown
      $metadata?: { clockSkewCorrected?: true }
    }
    if (!$metadata || !HttpResponse.isInstance($response)) return
    const used = signedAt.getTime() - sentAt
    if (Math.abs(this.#offset - used) >= wrongFromMs) $metadata.clockSkewCorrected = true
  }
}
