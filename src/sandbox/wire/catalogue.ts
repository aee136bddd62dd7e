import type { Service } from '../service.ts'
import type { Catalogue } from './recognise.ts'
import { readServiceSchema } from './service-schema.ts'
import type { ServiceSchema } from './service-schema.ts'

/** Reads each service's schemas when its first request arrives: importing a client package costs tens of milliseconds. */
export function createCatalogue(services: readonly Service[]): Catalogue {
  return {
    byPrefix: (prefix) => Promise.all(services.filter((one) => one.prefix === prefix).map(schemaFor)),
    all: () => Promise.all(services.map(schemaFor)),
  }
}

/** One reading serves every sandbox of the process. */
const shared = new WeakMap<Service, Promise<ServiceSchema>>()

function schemaFor(service: Service): Promise<ServiceSchema> {
  let schema = shared.get(service)
  if (!schema) {
    schema = service.load().then((namespace) => readServiceSchema(namespace, service.client))
    shared.set(service, schema)
  }
  return schema
}
