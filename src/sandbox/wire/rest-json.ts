import { NormalizedSchema } from '@smithy/core/schema'
import { readBindings } from './bindings.ts'
import { resolveError } from './errors.ts'
import { errorBody, jsonShapes } from './json.ts'
import type { Codec } from './types.ts'

const shapes = jsonShapes(true)

/**
 * The restJson1 protocol: path, query and headers carry some members, the JSON body the others. Response members bound
 * to headers are not written: no simulated operation has one.
 */
export const restJson: Codec = {
  kind: 'rest-json',
  async read(call, request) {
    const schema = NormalizedSchema.of(call.operation.input)
    if (schema.isUnitSchema()) return {}
    const { bound: out, inBody } = await readBindings(call, request, (member, body) =>
      shapes.read(member, body),
    )
    if (inBody.length && request.body.length) {
      const body = await shapes.read(call.operation.input, request.body)
      for (const name of inBody) if (body[name] !== undefined) out[name] = body[name]
    }
    return out
  },
  write({ operation, route }, output) {
    const unit = NormalizedSchema.of(operation.output).isUnitSchema()
    return {
      status: route?.route.status ?? 200,
      headers: { 'content-type': 'application/json' },
      body: unit ? '' : shapes.write(operation.output, output),
    }
  },
  fail(service, error) {
    const { code, status, schema } = resolveError(service, error, 'rest-json')
    return {
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: errorBody(shapes, code, schema, error),
    }
  },
}
