/** Members of an operation that travel outside the body, in the protocols that are HTTP throughout. */
import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { withContext } from './context.ts'
import type { WireCall, WireRequest } from './types.ts'

const fromString = withContext(
  new FromStringShapeDeserializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
  } as never),
)

/** How a protocol reads a structure that is the whole body. */
type ReadPayload = (schema: NormalizedSchema, body: Buffer) => Promise<unknown> | unknown

/** The bound members of the input, and the names of those that are in the body. */
export async function readBindings(
  call: WireCall,
  request: WireRequest,
  readPayload: ReadPayload,
): Promise<{ bound: Record<string, unknown>; inBody: string[] }> {
  const bound: Record<string, unknown> = {}
  const inBody: string[] = []
  for (const [name, member] of NormalizedSchema.of(call.operation.input).structIterator()) {
    const value = await readBound(name, member, call, request, readPayload)
    if (value === IN_BODY) inBody.push(name)
    else if (value !== undefined) bound[name] = value
  }
  return { bound, inBody }
}

const IN_BODY = Symbol('in the body')

function readBound(
  name: string,
  member: NormalizedSchema,
  call: WireCall,
  request: WireRequest,
  readPayload: ReadPayload,
): unknown {
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
    if (request.body.length === 0) return undefined
    if (member.isStructSchema()) return readPayload(member, request.body)
    return member.isBlobSchema() ? request.body : request.body.toString('utf8')
  }
  return IN_BODY
}
