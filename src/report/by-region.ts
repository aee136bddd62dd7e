/** Calls that differ in their Region alone, told once. */
import type { Step } from '../model/index.ts'

/** Fewer than this are told one by one. */
const fewest = 3
/** So many Regions are named. */
const named = 2

/**
 * The steps with those that do the same in several Regions as one, in the place of the first; its words say in how many. The
 * plan itself, and `--verbose`, have each of them.
 */
export function byRegion(steps: readonly Step[]): Step[] {
  const groups = new Map<string, Step[]>()
  for (const step of steps) {
    const key = `${step.action} ${step.weakens ?? ''} ${step.risk} ${withoutRegion(step) ?? step.id}`
    const group = groups.get(key)
    if (group) group.push(step)
    else groups.set(key, [step])
  }
  const told = new Map(
    [...groups.values()].flatMap((group): [Step, Step | undefined][] =>
      group.length < fewest
        ? group.map((step) => [step, step])
        : group.map((step, i) => [step, i === 0 ? inAll(group) : undefined]),
    ),
  )
  return steps.flatMap((step) => told.get(step) ?? [])
}

/** What it does, without where; undefined: it does not say where. */
function withoutRegion({ does, region }: Step): string | undefined {
  if (region === undefined || !does.includes(` in ${region}`)) return undefined
  return does.replace(` in ${region}`, ' in *')
}

function inAll(group: readonly Step[]): Step {
  const [first] = group as [Step, ...Step[]]
  const regions = group.map(({ region }) => region!)
  const left = regions.length - named
  const where = `${regions.length} Regions (${regions.slice(0, named).join(', ')} and ${left} more)`
  return { ...first, does: first.does.replace(` in ${first.region}`, ` in ${where}`) }
}
