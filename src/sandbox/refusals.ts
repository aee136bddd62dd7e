/** What a request is refused with, as the wire carries it. */
import { throttled } from './accident.ts'
import { AwsError } from './service.ts'
import type { WireCall, WireError } from './wire/types.ts'

/** The request came too soon after others. */
export class Throttled extends Error {}

/** The code that AWS's front ends share; its status and words are assumed. */
export function unreadable(): never {
  throw new AwsError(
    'SerializationException',
    'The request could not be read by the schema of the operation.',
    400,
  )
}

/** Whatever was thrown, in the service's own words. */
export function asWireError(thrown: unknown, wire: WireCall): WireError {
  if (thrown instanceof Throttled) return throttled(wire)
  if (thrown instanceof AwsError)
    return { name: thrown.name, message: thrown.message, status: thrown.status, data: thrown.data }
  // A bug of the sandbox must not look like a weather fault, which the SDK would retry: 501 and the whole trace.
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return {
    name: 'SandboxDefect',
    message: `${wire.service.prefix}:${wire.operation.name}: ${detail}`,
    status: 501,
  }
}
