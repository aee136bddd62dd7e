/** The scenarios by name; each loads only when it is asked for. */
import type { Iso, World } from '../world.ts'

/** Makes the world of a scenario: a pure function of when it begins and, for one account, its id. */
export type Scenario = (began: Iso, accountId?: string) => World

interface Entry {
  /** One line: what world it is. */
  description: string
  load(): Promise<Scenario>
}

export const scenarios: Readonly<Record<string, Entry>> = {
  'neglected-personal': {
    description: 'admin mia without MFA, root key in use, monthly budget',
    load: async () => (await import('./neglected-personal.ts')).neglectedPersonal,
  },
}

/** Makes the world of a scenario by name; an unknown name is a RangeError that lists the known ones. */
export async function makeScenario(name: string, began: Iso, accountId?: string): Promise<World> {
  const entry = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
  if (!entry) throw new RangeError(`no scenario "${name}"; there are: ${Object.keys(scenarios).join(', ')}`)
  return (await entry.load())(began, accountId)
}
