import { compilePattern, patternsMeet, type PatternList, type Statement } from '../../policy/index.ts'
import type { ActionTable, ArnForm } from '../actions/read.ts'
import { arnOf } from '../resource.ts'

/** Whether a statement speaks about an action: for no resource, for some, or for all that it works on. */
export const NEVER = 0
export const DEPENDS = 1
export const ALWAYS = 2

/** For every action of the table, in its order: NEVER, DEPENDS or ALWAYS. */
export type Mask = Uint8Array

/** Makes the masks of statements, each once: policies are attached in many places. */
export class Masks {
  readonly #table: ActionTable
  readonly #at: ReadonlyMap<string, number>
  readonly #services = new Map<string, { from: number; to: number }>()
  readonly #kept = new WeakMap<Statement, Mask>()

  constructor(table: ActionTable) {
    this.#table = table
    this.#at = new Map(table.actions.map(({ name }, index) => [name.toLowerCase(), index]))
    for (const [index, { service }] of table.actions.entries()) {
      const range = this.#services.get(service)
      if (range) range.to = index + 1
      else this.#services.set(service, { from: index, to: index + 1 })
    }
  }

  /** The mask of a statement for an account. Where its resources name accounts it is another one for each of them. */
  of(statement: Statement, account: string): Mask {
    const kept = this.#kept.get(statement)
    if (kept) return kept
    const mask = this.#onActions(statement.action)
    if (statement.resource) this.#onResources(mask, statement, statement.resource, account)
    if (!namesAccounts(statement)) this.#kept.set(statement, mask)
    return mask
  }

  #onActions({ patterns, not }: PatternList): Mask {
    const { actions } = this.#table
    const mask = new Uint8Array(actions.length)
    for (const raw of patterns) {
      const pattern = raw.toLowerCase()
      const wildcard = pattern.search(/[*?]/)
      const colon = pattern.indexOf(':')
      if (pattern === '*') mask.fill(ALWAYS)
      else if (wildcard === -1) {
        const index = this.#at.get(pattern)
        if (index !== undefined) mask[index] = ALWAYS
      } else {
        const named = colon !== -1 && colon < wildcard
        const range = named ? this.#services.get(pattern.slice(0, colon)) : { from: 0, to: actions.length }
        const test = compilePattern(pattern)
        for (let i = range?.from ?? 0; i < (range?.to ?? 0); i++)
          if (mask[i] === NEVER && test(actions[i]!.name.toLowerCase())) mask[i] = ALWAYS
      }
    }
    if (not) for (let i = 0; i < mask.length; i++) mask[i] = mask[i] === NEVER ? ALWAYS : NEVER
    return mask
  }

  #onResources(mask: Mask, { variables }: Statement, { patterns, not }: PatternList, account: string): void {
    if (patterns.includes('*')) {
      if (not) mask.fill(NEVER)
      return
    }
    const known = new Map<readonly ArnForm[], number>()
    const { actions } = this.#table
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === NEVER) continue
      const { forms } = actions[i]!
      let on = known.get(forms)
      if (on === undefined) {
        on = reach(patterns, forms, account, variables)
        // A variable without a value keeps NotResource from matching.
        if (not && on === NEVER && variables && patterns.some(hasVariable)) on = DEPENDS
        known.set(forms, on)
      }
      mask[i] = not ? ALWAYS - on : on
    }
  }
}

/** ALWAYS where the patterns cover every ARN of the forms, NEVER where they meet none. */
function reach(
  patterns: readonly string[],
  forms: readonly ArnForm[],
  account: string,
  variables: boolean,
): number {
  const isOpen = (pattern: string) => variables && hasVariable(pattern)
  const tests = patterns.filter((pattern) => !isOpen(pattern)).map(compilePattern)
  const covered = (form: ArnForm) => tests.some((test) => test(arnOf(form, account)))
  if (forms.every(covered)) return ALWAYS
  // A variable may be anything, and what is not modelled as well.
  const open = patterns.map((pattern) => (isOpen(pattern) ? pattern.replace(/\$\{.*\}?/s, '*') : pattern))
  const meets = (form: ArnForm) => open.some((pattern) => patternsMeet(pattern, patternOf(form, account)))
  return forms.some(meets) ? DEPENDS : NEVER
}

const hasVariable = (pattern: string): boolean => pattern.includes('${')

const patternOf = ({ service, region, account: owner }: ArnForm, account: string): string =>
  `arn:aws:${service}:${region}:${owner === '@' ? account : owner}:*`

/**
 * Whether the patterns of its resources may say different things about different accounts. An account's id is digits:
 * without any, and without `?`, only a `*` can stand for it.
 */
export function namesAccounts({ resource }: Statement): boolean {
  const inOtherParts = /^arn:[^:*?]*:[^:*?]*:[^:*?]*:\*?:/
  return resource?.patterns.some((pattern) => /[0-9?]/.test(pattern) && !inOtherParts.test(pattern)) ?? false
}
