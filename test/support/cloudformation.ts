/** AWS's own specification of the resources that CloudFormation makes. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Property, PropertyType } from '@aws-cdk/service-spec-types'
import { expect } from 'vitest'

export type Properties = Record<string, unknown>

let loaded: ReturnType<typeof loadAwsServiceSpecSync> | undefined
const specification = () => (loaded ??= loadAwsServiceSpecSync())

const isRef = (value: unknown): value is { Ref: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'Ref'

/** Whether a value is of a type of the specification; a reference stands for a string. */
function fits(where: string, value: unknown, type: PropertyType): void {
  const is = (kind: string) => expect(typeof value, where).toBe(kind)
  switch (type.type) {
    case 'string':
      return isRef(value) ? undefined : is('string')
    case 'number':
    case 'integer':
      return is('number')
    case 'boolean':
      return is('boolean')
    case 'json':
      return is('object')
    case 'array':
      expect(Array.isArray(value), where).toBe(true)
      return (value as unknown[]).forEach((item, i) => fits(`${where}.${i}`, item, type.element))
    case 'map':
      return Object.entries(value as Properties).forEach(([key, item]) =>
        fits(`${where}.${key}`, item, type.element),
      )
    case 'union': {
      const some = type.types.some((one) => {
        try {
          fits(where, value, one)
          return true
        } catch {
          return false
        }
      })
      return expect(some, where).toBe(true)
    }
    case 'ref': {
      const definition = specification().get('typeDefinition', type.reference.$ref)
      return properties(where, value as Properties, definition.properties)
    }
    default:
      throw new Error(`${where}: the specification has a type ${type.type} that this test does not know`)
  }
}

function properties(where: string, given: Properties, known: Record<string, Property>): void {
  for (const [name, value] of Object.entries(given)) {
    expect(Object.keys(known), where).toContain(name)
    fits(`${where}.${name}`, value, known[name]!.type)
  }
  for (const [name, property] of Object.entries(known))
    if (property.required) expect(Object.keys(given), where).toContain(name)
}

/** Holds the properties of a resource to what AWS specifies for its type. */
export function fitsType(where: string, type: string, given: Properties): void {
  const [found] = specification().lookup('resource', 'cloudFormationType', 'equals', type)
  properties(where, given, found!.properties)
}
