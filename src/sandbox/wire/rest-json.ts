import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { withContext } from './context.ts'
import { resolveError } from './errors.ts'
import { errorBody, jsonShapes } from './json.ts'
import type { Codec, WireCall, WireRequest } from './types.ts'

const shapes = jsonShapes(true)
const fromString = withContext(
  new FromStringShapeDeserializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
  } as never),
)

/**
 * The restJson1 protocol: path, query and headers carry some members, the JSON body the others. Response members bound
 * to headers are not written: no simulated operation has one.
 */
export const restJson: Codec = {
  kind: 'rest-json',
  async read(call, request) {
    const schema = NormalizedSchema.of(call.operation.input)
    if (schema.isUnitSchema()) return {}
    const out: Record<string, unknown> = {}
    const inBody: string[] = []
    for (const [name, member] of schema.structIterator()) {
      const bound = await readBound(name, member, call, request)
      if (bound === IN_BODY) inBody.push(name)
      else if (bound !== undefined) out[name] = bound
    }
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

const IN_BODY = Symbol('in the body')

function readBound(name: string, member: NormalizedSchema, call: WireCall, request: WireRequest): unknown {
  const traits = member.getMergedTraits()
  const one = (value: string | null | undefined): unknown =>
    value === null || value === undefined ? undefined : fromString.read(member, value)
  if (traits.httpLabel) {
    const index = call.route?.route.labels.indexOf(name) ?? -1
    return one(decodeURIComponent(call.route?.labels[index] ?? ''))
  }
  if (traits.httpQuery) {
    if (!member.isListSchema()) return one(request.query.get(traits.httpQuery))
    const values = request.query.getAll(traits.httpQuery)
    return values.length
      ? values.map((value) => fromString.read(member.getValueSchema(), value) as unknown)
      : undefined
  }
  if (traits.httpHeader) return one(request.headers[traits.httpHeader.toLowerCase()]?.toString())
  if (traits.httpPayload) {
    if (member.isStructSchema()) return shapes.read(member, request.body)
    return member.isBlobSchema() ? request.body : request.body.toString('utf8')
  }
  return IN_BODY
}
