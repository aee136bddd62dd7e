/** What the product calls its own. */
export const budgetName = 'neverroot-daily'

/** That name, or the first free one like it: a budget of another kind may have taken it. */
export function freeName(taken: readonly string[]): string {
  let name = budgetName
  for (let n = 2; taken.includes(name); n++) name = `${budgetName}-${n}`
  return name
}
