import type { Configuration, Json, Step } from '../../model/index.ts'
import { at, fromConfiguration, type Meanings } from '../plan/references.ts'

/**
 * What the references of these steps stand for, looked up before the first call is made. What is observed is observed of the
 * account that a step is about; `own`: the plan's, for whoever names none.
 */
export async function meaningsOf(
  steps: readonly Step[],
  configuration: Configuration,
  own: string,
  looked: { observed(name: string, account: string): Promise<Json | undefined> },
): Promise<Meanings> {
  const found = new Map<string, Json | undefined>()
  const keyOf = (name: string, account: string) => `${account} ${name}`
  for (const { account, input, undo } of steps)
    for (const [, name] of JSON.stringify([input, undo?.input]).matchAll(/\{"\$observed":"([^".]+)/g))
      if (!found.has(keyOf(name!, account)))
        found.set(keyOf(name!, account), await looked.observed(name!, account))
  return {
    config: fromConfiguration(configuration),
    observed: (path, account = own) => {
      const [name = '', ...rest] = path.split('.')
      return at(found.get(keyOf(name, account)), rest.join('.'))
    },
  }
}
