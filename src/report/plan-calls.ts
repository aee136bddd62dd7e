/** The calls of a plan in few words: what each does to what is there, and how all of them are taken back. */
import type { Json, PlanItem, Step } from '../model/index.ts'

/** What a call does to what is there, by AWS's own verbs. */
export function signOf({ action }: Step): '+' | '~' | '-' {
  const verb = action.split(':')[1] ?? ''
  if (/^(Delete|Remove|Detach|Deactivate|Unsubscribe|Disable)/.test(verb)) return '-'
  return /^(Put|Update|Set)/.test(verb) ? '~' : '+'
}

/** What a person must know of a step before anything else. */
export const labelsOf = (step: Step): string =>
  `${step.weakens ? ' (weakens)' : ''}${step.risk === 'irreversible' ? ' (cannot be undone)' : ''}`

/** True where a step without an undo goes with what another step of the item makes and its undo takes away. */
export function goesWith(step: Step, { steps }: PlanItem): boolean {
  const made = outputsIn(step.input)
  return steps.some((other) => other.undo && made.includes(other.id))
}

function outputsIn(input: Json | undefined): string[] {
  if (typeof input !== 'object' || input === null) return []
  if (Array.isArray(input)) return input.flatMap((item: Json) => outputsIn(item))
  return Object.entries(input as { readonly [key: string]: Json | undefined }).flatMap(([key, value]) =>
    key === '$output' && Array.isArray(value) ? [String(value[0])] : outputsIn(value),
  )
}

const risks = ['safe', 'disruptive', 'irreversible'] as const

/** `sns:CreateTopic, sns:Subscribe x2, safe; undo: sns:DeleteTopic (weakens)`; of what takes back, only the calls. */
export function callsOf(steps: readonly Step[], isUndo: boolean): string {
  const calls = counted(steps.map((step) => step.action))
  if (isUndo) return calls
  const risk = risks[Math.max(...steps.map((step) => risks.indexOf(step.risk)))]
  const undos = steps.flatMap((step) => (step.undo ? [step.undo] : [])).reverse()
  const back = undos.length === 0 ? 'no undo' : `undo: ${counted(undos.map((undo) => undo.action))}`
  return `${calls}, ${risk}; ${back}${undos.some((undo) => undo.weakens) ? ' (weakens)' : ''}`
}

/** Each once, in order, with how often it comes. */
function counted(actions: readonly string[]): string {
  return [...new Set(actions)]
    .map((action) => {
      const times = actions.filter((other) => other === action).length
      return times > 1 ? `${action} x${times}` : action
    })
    .join(', ')
}
