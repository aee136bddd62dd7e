import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor'
import { NormalizedSchema } from '@smithy/core/schema'
import { resolveError } from './errors.ts'
import type { Codec, WireResponse } from './types.ts'

const DOCUMENT = 15
const shapes = new SmithyRpcV2CborProtocol({ defaultNamespace: 'sandbox' }).getPayloadCodec()

/** The Smithy RPC v2 CBOR protocol: AWS moves JSON services to it, and the SDK may prefer it. */
export const rpcV2Cbor: Codec = {
  kind: 'cbor',
  async read({ operation }, request) {
    if (NormalizedSchema.of(operation.input).isUnitSchema() || !request.body.length) return {}
    return shapes.createDeserializer().read(operation.input as never, request.body) as Record<string, unknown>
  },
  write({ operation }, output) {
    const unit = NormalizedSchema.of(operation.output).isUnitSchema()
    return respond(200, unit ? DOCUMENT : operation.output, output)
  },
  fail(service, error) {
    const { code, status, schema } = resolveError(service, error, 'cbor')
    const type = schema ? `${schema[1]}#${schema[2]}` : code
    return respond(status, DOCUMENT, { __type: type, ...error.data, message: error.message })
  },
}

function respond(status: number, schema: unknown, value: unknown): WireResponse {
  const writer = shapes.createSerializer()
  writer.write(schema as never, value)
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: writer.flush() as Uint8Array,
  }
}
