import type { StaticErrorSchema } from '@smithy/types'
import type { ServiceSchema } from './service-schema.ts'
import type { ProtocolKind, WireError } from './types.ts'

/** An error ready for the wire: its code, its HTTP status, and its shape where the service models it. */
export interface ResolvedError {
  code: string
  status: number
  schema: StaticErrorSchema | undefined
}

/**
 * Finds code and status of an error. The trait `awsQueryError` counts for the awsQuery protocol alone: JSON services
 * (all of CloudTrail) carry it too, but send the shape's name.
 */
export function resolveError(
  service: ServiceSchema | undefined,
  error: WireError,
  kind: ProtocolKind,
): ResolvedError {
  const shape = service?.errors.get(error.name)
  if (!shape) return { code: error.name, status: error.status ?? 400, schema: undefined }
  if (kind === 'query' && shape.query) return { ...shape.query, schema: shape.schema }
  return { code: shape.name, status: shape.status ?? error.status ?? 400, schema: shape.schema }
}
