import type { Json } from '../model/index.ts'
import type { Given, Reference } from './given.ts'
import { Names } from './names.ts'

/** A value that a template or module takes from outside: addresses, numbers and names do not stand in it. */
export interface Variable {
  name: string
  kind: 'config' | 'observed'
  /** Where the value comes from: a path of neverroot.yaml, or of what was observed. */
  path: string
}

/** Where a variable's value comes from, for a person. */
export const sourceOf = ({ kind, path }: Variable): string =>
  kind === 'config' ? `${path} of neverroot.yaml` : `carried over as it is: ${path}`

/** One variable for every reference that has to be looked up, in the order in which they are needed. */
export class Variables {
  readonly #names = new Names()
  readonly #found = new Map<string, Variable>()

  /** `spell`: a path as a name that the tool takes. */
  constructor(readonly spell: (path: string) => string) {}

  of({ kind, path }: Reference): Variable {
    if (kind !== 'config' && kind !== 'observed') throw new Error(`${kind} ${path} is no variable`)
    const key = `${kind} ${path}`
    const known = this.#found.get(key)
    if (known) return known
    const name = this.#names.give(this.spell(kind === 'config' ? path : `observed.${path}`))
    const variable: Variable = { name, kind, path }
    this.#found.set(key, variable)
    return variable
  }

  get all(): readonly Variable[] {
    return [...this.#found.values()]
  }
}

/** A file of values for `aws cloudformation deploy --parameter-overrides`. Throws where one has no value. */
export const cloudformationParameters = (variables: readonly Variable[], given: Given): string =>
  json(
    variables.map((variable) => ({
      ParameterKey: variable.name,
      ParameterValue: textOf(variable, given),
    })),
  )

/** A `.tfvars.json` file. Throws where a variable has no value. */
export const terraformValues = (variables: readonly Variable[], given: Given): string =>
  json(Object.fromEntries(variables.map((variable) => [variable.name, textOf(variable, given)])))

const json = (value: Json): string => `${JSON.stringify(value, null, 2)}\n`

/** Looked up the way inputs are, so that a value that is missing is told of in the same words. */
function textOf({ kind, path }: Variable, { resolve, config, observed }: Given): string {
  return String(resolve({ [`$${kind}`]: path }, { config, observed }))
}
