/** What the door adds to the SDK's clients: counting attempts, AWS's clock, and refusals of its own. */
import {
  noteClock,
  refuseForeignAnswer,
  refuseOtherPartition,
  refuseStrangers,
  saysTooOften,
} from './checks.ts'
import type { Meter } from './meter.ts'

/** Sends nothing to a host of another partition. */
export function stayInPartition(partition: string) {
  return <R>(next: (args: unknown) => Promise<R>) =>
    (args: { request?: { hostname?: string } }): Promise<R> => {
      refuseOtherPartition(partition, args.request?.hostname ?? '')
      return next(args)
    }
}

/** Sends no password to strangers. `inProcess`: requests go to a handler in this process. */
export function keepSecrets(inProcess: boolean) {
  type Args = { input?: object; request?: { hostname?: string; protocol?: string } }
  return <R>(next: (args: unknown) => Promise<R>) =>
    (args: Args): Promise<R> => {
      refuseStrangers(inProcess, args.input ?? {}, args.request ?? {})
      return next(args)
    }
}

/** Sits below the SDK's retries, so that it sees every attempt; it also reads AWS's clock off the answers. */
export function countAttempts(meter: Meter, clock: { offset: number }) {
  type Result = { response?: { headers?: Record<string, string> } }
  return (next: (args: unknown) => Promise<Result>, context: { commandName?: string }) => {
    return async (args: { request?: { headers?: Record<string, string> } }) => {
      const attempt = /attempt=(\d+)/.exec(args.request?.headers?.['amz-sdk-request'] ?? '')?.[1]
      meter.attempted(Number(attempt ?? 1))
      try {
        const result = await next(args)
        const headers = result.response?.headers ?? {}
        refuseForeignAnswer(headers, context.commandName ?? '')
        noteClock(clock, headers)
        return result
      } catch (error) {
        if (saysTooOften(error)) meter.throttled()
        throw error
      }
    }
  }
}
