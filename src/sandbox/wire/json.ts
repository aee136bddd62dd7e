import type { $SchemaRef } from '@smithy/types'
import { JsonCodec2 } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { withContext } from './context.ts'
import { resolveError } from './errors.ts'
import type { Codec, WireError } from './types.ts'

/** Reads and writes a shape as JSON; `http` selects restJson1's spelling of names and bindings. */
export function jsonShapes(http: boolean) {
  // Timestamps are epoch seconds (format 7 of the SDK's schemas) unless the shape says otherwise.
  const settings = { timestampFormat: { useTrait: true, default: 7 }, jsonName: http, httpBindings: http }
  const codec = withContext(new JsonCodec2(settings as never))
  return {
    async read(schema: $SchemaRef, body: Uint8Array): Promise<Record<string, unknown>> {
      const reader = withContext(codec.createDeserializer())
      const value: unknown = await reader.read(
        schema as never,
        (body.length ? body : Buffer.from('{}')) as never,
      )
      return (value ?? {}) as Record<string, unknown>
    },
    write(schema: $SchemaRef, value: unknown): string {
      const writer = withContext(codec.createSerializer())
      writer.write(schema as never, value)
      return text(writer.flush())
    },
  }
}

/** flush() may answer a subclass of Uint8Array whose toString gives numbers. */
const text = (flushed: unknown): string =>
  typeof flushed === 'string' ? flushed : new TextDecoder().decode(flushed as Uint8Array)

/** The JSON body of an error: `__type`, the shape's own members, and the message in both spellings AWS uses. */
export function errorBody(
  shapes: ReturnType<typeof jsonShapes>,
  code: string,
  schema: $SchemaRef | undefined,
  error: WireError,
): string {
  const message = error.message
  const own = schema
    ? (JSON.parse(shapes.write(schema, { ...error.data, message, Message: message })) as object)
    : {}
  return JSON.stringify({ __type: code, ...own, message })
}

function jsonCodec(contentType: string): Codec {
  const shapes = jsonShapes(false)
  return {
    kind: 'json',
    async read({ operation }, request) {
      if (NormalizedSchema.of(operation.input).isUnitSchema()) return {}
      return shapes.read(operation.input, request.body)
    },
    write({ operation }, output) {
      const unit = NormalizedSchema.of(operation.output).isUnitSchema()
      const body = unit ? '{}' : shapes.write(operation.output, output)
      return { status: 200, headers: { 'content-type': contentType }, body }
    },
    fail(service, error) {
      const { code, status, schema } = resolveError(service, error, 'json')
      return {
        status,
        headers: { 'content-type': contentType, 'x-amzn-errortype': code },
        body: errorBody(shapes, code, schema, error),
      }
    },
  }
}

/** The awsJson1_0 and awsJson1_1 protocols: they differ in the content type alone. */
export const json10 = jsonCodec('application/x-amz-json-1.0')
export const json11 = jsonCodec('application/x-amz-json-1.1')
