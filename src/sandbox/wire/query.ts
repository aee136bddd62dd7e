import type { StaticStructureSchema } from '@smithy/types'
import { XmlShapeSerializer } from '@aws-sdk/core/protocols'
import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { withContext } from './context.ts'
import { resolveError } from './errors.ts'
import type { Operation, ServiceSchema } from './service-schema.ts'
import type { Codec, WireResponse } from './types.ts'

/** Timestamps are ISO 8601 (format 5 of the SDK's schemas) unless the shape says otherwise. */
const timestampFormat = { useTrait: true, default: 5 } as const

/**
 * The awsQuery protocol: form fields in, an XML envelope out. Amazon EC2's dialect of it (ec2Query) has names of its own for
 * fields, lists without a word between name and number, and no element around the result.
 */
export const query: Codec = {
  kind: 'query',
  async read({ operation, form, service }) {
    const schema = NormalizedSchema.of(operation.input)
    if (schema.isUnitSchema()) return {}
    const fields = fieldTree(form ?? new URLSearchParams())
    return (readShape(schema, fields, isOfEc2(service)) ?? {}) as Record<string, unknown>
  },
  write({ service, operation }, output, requestId) {
    if (isOfEc2(service)) {
      const whole = (operation.envelope ??= ec2EnvelopeOf(operation)) as StaticStructureSchema
      return xml(200, service.xmlNamespace, whole, { ...output, requestId })
    }
    const envelope = (operation.envelope ??= envelopeOf(operation)) as StaticStructureSchema
    return xml(200, service.xmlNamespace, envelope, {
      [`${operation.name}Result`]: output,
      ResponseMetadata: { RequestId: requestId },
    })
  },
  fail(service, error, requestId) {
    const { code, status } = resolveError(service, error, 'query')
    if (service && isOfEc2(service))
      return xml(status, service.xmlNamespace, EC2_ERRORS, {
        Errors: { Error: { Code: code, Message: error.message } },
        RequestID: requestId,
      })
    return xml(
      status,
      service?.xmlNamespace ?? 'http://webservices.amazon.com/AWSFault/2005-15-09',
      ERROR_RESPONSE,
      {
        Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: error.message },
        RequestId: requestId,
      },
    )
  },
}

const isOfEc2 = ({ protocol }: Pick<ServiceSchema, 'protocol'>): boolean => protocol.endsWith('#ec2Query')

interface Field {
  value?: string
  children?: Map<string, Field>
}

/** `Tags.member.1.Key=a` becomes a tree by the dots of the name. */
function fieldTree(form: URLSearchParams): Field {
  const root: Field = { children: new Map() }
  for (const [name, value] of form) {
    let node = root
    for (const part of name.split('.')) {
      const children = (node.children ??= new Map<string, Field>())
      let child = children.get(part)
      if (!child) children.set(part, (child = {}))
      node = child
    }
    node.value = value
  }
  return root
}

const fromString = withContext(
  new FromStringShapeDeserializer({ timestampFormat, httpBindings: false } as never),
)

/** The name of a member in the form; EC2 writes the first letter of what XML calls it as a capital (ec2Query, "ec2QueryName"). */
function nameInForm(name: string, member: NormalizedSchema, ec2: boolean): string {
  const { xmlName, ec2QueryName } = member.getMemberTraits() as { xmlName?: string; ec2QueryName?: string }
  if (!ec2) return xmlName ?? name
  const plain = ec2QueryName ?? xmlName ?? name
  return ec2QueryName ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}

function readShape(schema: NormalizedSchema, field: Field | undefined, ec2 = false): unknown {
  if (field === undefined) return undefined
  if (schema.isStructSchema()) {
    const out: Record<string, unknown> = {}
    for (const [name, member] of schema.structIterator()) {
      const value = readShape(member, field.children?.get(nameInForm(name, member, ec2)), ec2)
      if (value !== undefined) out[name] = value
    }
    return out
  }
  const flattened = schema.getMergedTraits().xmlFlattened
  if (schema.isListSchema()) {
    const member = schema.getValueSchema()
    const wrapper = flattened || ec2 ? undefined : (member.getMergedTraits().xmlName ?? 'member')
    return numbered(field, wrapper).map((item) => readShape(member, item, ec2))
  }
  if (schema.isMapSchema()) {
    const key = schema.getKeySchema().getMergedTraits().xmlName ?? 'key'
    const value = schema.getValueSchema()
    const valueName = value.getMergedTraits().xmlName ?? 'value'
    return Object.fromEntries(
      numbered(field, flattened ? undefined : 'entry').map((entry) => [
        entry.children?.get(key)?.value ?? '',
        readShape(value, entry.children?.get(valueName)),
      ]),
    )
  }
  return fromString.read(schema, field.value ?? '')
}

/** The items of a list: children named 1, 2, 3..., in the order of their numbers. */
function numbered(field: Field, wrapper: string | undefined): Field[] {
  const items = (wrapper === undefined ? field : field.children?.get(wrapper))?.children
  return [...(items ?? [])].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item)
}

const struct = (name: string, members: Record<string, unknown>): StaticStructureSchema =>
  [3, 'sandbox', name, 0, Object.keys(members), Object.values(members)] as unknown as StaticStructureSchema

const METADATA = struct('ResponseMetadata', { RequestId: 0 })
const ERROR_RESPONSE = struct('ErrorResponse', {
  Error: () => struct('Error', { Type: 0, Code: 0, Message: 0 }),
  RequestId: 0,
})

const EC2_ERRORS = struct('Response', {
  Errors: () => struct('Errors', { Error: () => struct('Error', { Code: 0, Message: 0 }) }),
  RequestID: 0,
})

/** The members of the output, and the id of the request among them. */
function ec2EnvelopeOf(operation: Operation): StaticStructureSchema {
  const output = NormalizedSchema.of(operation.output)
  const members = output.isUnitSchema() ? [] : [...output.structIterator()]
  return struct(`${operation.name}Response`, {
    ...Object.fromEntries(
      members.map(([name, member]) => [name, [() => member.getSchema(), member.getMemberTraits()]]),
    ),
    requestId: 0,
  })
}

/** The response's envelope, as a schema around the operation's own output schema. */
function envelopeOf(operation: Operation): StaticStructureSchema {
  const unit = NormalizedSchema.of(operation.output).isUnitSchema()
  return struct(`${operation.name}Response`, {
    ...(unit ? {} : { [`${operation.name}Result`]: () => operation.output }),
    ResponseMetadata: () => METADATA,
  })
}

function xml(status: number, namespace: string, schema: StaticStructureSchema, value: object): WireResponse {
  const settings = {
    timestampFormat,
    httpBindings: false,
    xmlNamespace: namespace,
    serviceNamespace: 'sandbox',
  }
  const writer = withContext(new XmlShapeSerializer(settings as never))
  writer.write(schema, value)
  return { status, headers: { 'content-type': 'text/xml' }, body: writer.flush() }
}
