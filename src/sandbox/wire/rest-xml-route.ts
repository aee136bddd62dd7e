/** Which operation of Amazon S3 a request asks for. */
import { NormalizedSchema } from '@smithy/core/schema'
import type { Route, ServiceSchema } from './service-schema.ts'
import type { WireCall, WireRequest } from './types.ts'

/**
 * S3's model leaves the bucket out of its paths, since it may be in the host's name. Clients of the sandbox put it first in
 * the path ("path-style"), as they do for any endpoint that is an IP address. Several routes share method and path and
 * differ in what the query says (`?policy`): the one that says most is meant.
 */
export function routeToBucket(service: ServiceSchema, request: WireRequest): WireCall['route'] | undefined {
  const [, bucket = '', rest = ''] = /^\/([^/]*)(\/.*)?$/.exec(request.path) ?? []
  let best: { route: Route; match: RegExpExecArray } | undefined
  for (const route of service.routes) {
    if (route.method !== request.method || takesBucket(route) !== (bucket !== '')) continue
    const match = route.pattern.exec(rest === '' ? '/' : rest)
    if (!match || !wanted(route, request)) continue
    if (!best || route.query.length > best.route.query.length) best = { route, match }
  }
  if (!best) return undefined
  const { route, match } = best
  return bucket === ''
    ? { route, labels: match.slice(1) }
    : { route: { ...route, labels: ['Bucket', ...route.labels] }, labels: [bucket, ...match.slice(1)] }
}

/** The SDK's own hint `x-id` is not part of the API: other clients leave it out. */
const wanted = ({ query }: Route, request: WireRequest): boolean =>
  query.every(
    ([key, value]) =>
      request.query.get(key) === value || (key === 'x-id' && request.query.get('x-id') === null),
  )

const takesBucket = ({ operation }: Route): boolean => {
  const input = NormalizedSchema.of(operation.input)
  if (input.isUnitSchema()) return false
  for (const [name, member] of input.structIterator())
    if (name === 'Bucket') return member.getMergedTraits().httpLabel !== undefined
  return false
}
