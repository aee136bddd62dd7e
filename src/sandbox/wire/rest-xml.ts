import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { readBindings } from './bindings.ts'
import { withContext } from './context.ts'
import { resolveError } from './errors.ts'
import type { Codec } from './types.ts'

const settings = (xmlNamespace: string) =>
  ({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
    xmlNamespace,
    serviceNamespace: 'sandbox',
  }) as never

const reader = withContext(new XmlShapeDeserializer(settings('')))

/**
 * The restXml protocol of Amazon S3 and Route 53: path, query and headers carry most members, an XML document or a plain
 * text the rest. Errors of S3 have no envelope (Amazon S3 API reference, "Error responses"), those of Route 53 have one.
 */
export const restXml: Codec = {
  kind: 'rest-xml',
  async read(call, request) {
    const schema = NormalizedSchema.of(call.operation.input)
    if (schema.isUnitSchema()) return {}
    const { bound } = await readBindings(
      call,
      request,
      (member, body) => reader.read(member, body) as unknown,
    )
    return bound
  },
  write({ operation, route, service }, output) {
    const schema = NormalizedSchema.of(operation.output)
    const status = route?.route.status ?? 200
    const headers: Record<string, string> = {}
    if (schema.isUnitSchema()) return { status, headers, body: '' }
    let inBody = false
    for (const [name, member] of schema.structIterator()) {
      const { httpHeader, httpPayload } = member.getMergedTraits()
      const value = output[name]
      if (httpPayload) {
        const text = typeof value === 'string'
        if (text) return { status, headers: { ...headers, 'content-type': 'application/json' }, body: value }
        return xml(status, headers, service.xmlNamespace, member, value)
      }
      if (httpHeader === undefined) inBody = true
      else if (value !== undefined) headers[httpHeader.toLowerCase()] = String(value)
    }
    return inBody ? xml(status, headers, service.xmlNamespace, schema, output) : { status, headers, body: '' }
  },
  fail(service, error, requestId) {
    const { code, status } = resolveError(service, error, 'rest-xml')
    const head = { status, headers: { 'content-type': 'application/xml' } }
    if (service && service.prefix !== 's3') {
      const type = status < 500 ? 'Sender' : 'Receiver'
      const inner = `<Type>${type}</Type><Code>${escaped(code)}</Code><Message>${escaped(error.message)}</Message>`
      return {
        ...head,
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="${service.xmlNamespace}"><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      }
    }
    const fields = {
      Code: code,
      Message: error.message,
      ...error.data,
      RequestId: requestId,
      HostId: 'sandbox',
    }
    const body = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    return {
      ...head,
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${body.join('')}</Error>`,
    }
  },
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function xml(
  status: number,
  headers: Record<string, string>,
  namespace: string,
  schema: NormalizedSchema,
  value: unknown,
) {
  const writer = withContext(new XmlShapeSerializer(settings(namespace)))
  writer.write(schema, value)
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${String(writer.flush())}`,
  }
}
