import type { Answer, RequestLog } from './dispatch.ts'
import type { FaultKind } from './faults.ts'
import { wireError } from './wire/sigv4.ts'
import type { WireCall, WireError } from './wire/types.ts'

/** How each accident looks on the wire. */
export function accident(
  fault: Exclude<FaultKind, 'lost' | 'deny'>,
  wire: WireCall,
  log: RequestLog,
): Answer {
  const busy = wire.codec.kind === 'query' || wire.codec.kind === 'rest-xml'
  switch (fault) {
    case 'drop':
      return { log, close: true }
    case 'hang':
      return { log, hang: true }
    case 'html': {
      log.status = 200
      const body =
        '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the network</body></html>'
      return { log, response: { status: 200, headers: { 'content-type': 'text/html' }, body } }
    }
    case 'throttle':
      return failed(throttled(wire))
    case 'expire':
      return failed(wireError({ kind: 'expired-token' }, wire.codec.kind))
    case '501':
      return failed({
        name: 'NotImplemented',
        message: `The sandbox does not simulate ${log.operation}.`,
        status: 501,
      })
    case '5xx':
      return failed({
        name: busy ? 'ServiceUnavailable' : 'InternalFailure',
        message: 'The request processing has failed because of an unknown error, exception or failure.',
        status: busy ? 503 : 500,
      })
  }

  function failed(error: WireError): Answer {
    const response = wire.codec.fail(wire.service, error, log.requestId)
    log.status = response.status
    return { log, response }
  }
}

/** The service's own throttling error where it models one; awsQuery services send the common code `Throttling`. */
export function throttled(wire: WireCall): WireError {
  // Amazon S3 API reference, "List of error codes".
  if (wire.codec.kind === 'rest-xml' && wire.service.prefix === 's3')
    return { name: 'SlowDown', message: 'Please reduce your request rate.', status: 503 }
  const modelled = ['ThrottlingException', 'TooManyRequestsException'].find((name) =>
    wire.service.errors.has(name),
  )
  // Cost Explorer says "too many calls" with LimitExceededException (API reference, GetCostAndUsage).
  const name =
    modelled ??
    (wire.service.prefix === 'ce'
      ? 'LimitExceededException'
      : wire.codec.kind === 'query'
        ? 'Throttling'
        : 'ThrottlingException')
  return { name, message: 'Rate exceeded', status: 400, data: { Type: 'account' } }
}
