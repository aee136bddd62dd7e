/**
 * The same answers of the SDK's own deserializers in less time and with less garbage, for thousands of accounts: what they make
 * anew for each answer is kept, and XML is read word by word instead of letter by letter. Types, errors and everything out of
 * the ordinary stay the SDK's own; tests hold that both come to the same.
 */
import { XmlShapeDeserializer } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { plainXml } from './plain-xml.ts'

type Members = ReturnType<NormalizedSchema['getMemberSchemas']>
type Iterate = NormalizedSchema['structIterator']
type Parse = (text: string) => unknown

const schemas = NormalizedSchema.prototype
const xml = XmlShapeDeserializer.prototype as unknown as { parseXml: Parse }

/** The SDK's own methods. */
export const sdkOwn = {
  iterate: schemas.structIterator,
  members: schemas.getMemberSchemas,
  value: schemas.getValueSchema,
  parseXml: xml.parseXml,
}

/** Puts quicker ones in their place, for the whole process. */
export function quicken(): void {
  const entries = new Map<unknown, Iterable<[string, NormalizedSchema]>>()
  const members = new Map<unknown, Members>()
  const values = new Map<unknown, NormalizedSchema>()
  // A schema is a constant of the SDK, and so is what is made of it.
  schemas.structIterator = function (this: NormalizedSchema) {
    // Loops take a list as well as an iterator.
    return (
      this.isStructSchema()
        ? kept(entries, this, () => [...sdkOwn.iterate.call(this)])
        : sdkOwn.iterate.call(this)
    ) as ReturnType<Iterate>
  }
  schemas.getMemberSchemas = function (this: NormalizedSchema) {
    return this.isStructSchema()
      ? kept(members, this, () => sdkOwn.members.call(this))
      : sdkOwn.members.call(this)
  }
  schemas.getValueSchema = function (this: NormalizedSchema) {
    return kept(values, this, () => sdkOwn.value.call(this))
  }
  xml.parseXml = function (text: string) {
    return plainXml(text) ?? sdkOwn.parseXml.call(this, text)
  }
}

function kept<V>(all: Map<unknown, V>, of: NormalizedSchema, make: () => V): V {
  const schema = of.getSchema()
  let value = all.get(schema)
  if (value === undefined) all.set(schema, (value = make()))
  return value
}
