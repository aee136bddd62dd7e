import type { IncomingHttpHeaders } from 'node:http'
import type { Operation, Route, ServiceSchema } from './service-schema.ts'

/** One HTTP request, its body read whole. */
export interface WireRequest {
  method: string
  /** Path and query exactly as sent: signatures cover the spelling. */
  target: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: Uint8Array | string
}

/** A request whose service and operation are known. */
export interface WireCall {
  service: ServiceSchema
  operation: Operation
  codec: Codec
  /** Fields of an awsQuery request. */
  form?: URLSearchParams
  /** Route of a restJson1 or restXml request with the values of its path labels, still encoded. */
  route?: { route: Route; labels: string[] }
}

/** What is sent for a refused request: the codec turns it into its protocol's error. */
export interface WireError {
  /** Name of the error shape in the service's model, or the wire code where the model has none. */
  name: string
  message: string
  /** Used only when the model does not give one. */
  status?: number
  data?: Record<string, unknown>
}

export type ProtocolKind = 'query' | 'json' | 'rest-json' | 'rest-xml' | 'cbor'

/** One AWS wire protocol, seen from the server. */
export interface Codec {
  kind: ProtocolKind
  /** The operation's input; rejects when the request cannot be read. */
  read(call: WireCall, request: WireRequest): Promise<Record<string, unknown>>
  write(call: WireCall, output: Record<string, unknown>, requestId: string): WireResponse
  fail(service: ServiceSchema | undefined, error: WireError, requestId: string): WireResponse
}
