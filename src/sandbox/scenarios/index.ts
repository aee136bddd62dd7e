/** The scenarios by name; each loads only when it is asked for. */
import type { Iso, World } from '../world.ts'
import type { EnterpriseSize } from './enterprise.ts'

/** Makes the world of a scenario: a pure function of when it begins, the id of its (management) account, and its size. */
export type Scenario = (began: Iso, accountId?: string, size?: EnterpriseSize) => World

interface Entry {
  /** One line: what world it is. */
  description: string
  load(): Promise<Scenario>
}

export const scenarios: Readonly<Record<string, Entry>> = {
  'fresh-personal': {
    description: 'a day-old account, only root, no spend history',
    load: async () => (await import('./fresh-personal.ts')).freshPersonal,
  },
  'neglected-personal': {
    description: 'admin mia without MFA, root key in use, monthly budget',
    load: async () => (await import('./neglected-personal.ts')).neglectedPersonal,
  },
  'exemplary-personal': {
    description: 'all that the API can show is in order',
    load: async () => (await import('./exemplary-personal.ts')).exemplaryPersonal,
  },
  'neglected-business': {
    description: 'standalone, contacts of a leaver, root without MFA and in use',
    load: async () => (await import('./neglected-business.ts')).neglectedBusiness,
  },
  'new-signup': {
    description: 'contact reads denied by service control policies of AWS itself',
    load: async () => (await import('./new-signup.ts')).newSignup,
  },
  startup: {
    description: 'organization of 3, workloads in the management account',
    load: async () => (await import('./startup.ts')).startup,
  },
  'neglected-organization': {
    description: '12 accounts that between them hold the hard cases',
    load: async () => (await import('./neglected-organization.ts')).neglectedOrganization,
  },
  'exemplary-organization': {
    description: '6 accounts, all in order',
    load: async () => (await import('./exemplary-organization.ts')).exemplaryOrganization,
  },
  enterprise: {
    description: '--accounts N --seed S: made as it is looked at, clean and dirty mixed',
    load: async () => (await import('./enterprise.ts')).enterprise,
  },
}

/** The scenarios of one account alone, without an organization. */
export const standaloneScenarios: readonly string[] = [
  'fresh-personal',
  'neglected-personal',
  'exemplary-personal',
  'neglected-business',
  'new-signup',
]

/** Makes the world of a scenario by name; an unknown name is a RangeError that lists the known ones. Only `enterprise` has a size. */
export async function makeScenario(
  name: string,
  began: Iso,
  accountId?: string,
  size?: EnterpriseSize,
): Promise<World> {
  const entry = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
  if (!entry) throw new RangeError(`no scenario "${name}"; there are: ${Object.keys(scenarios).join(', ')}`)
  return (await entry.load())(began, accountId, size)
}
