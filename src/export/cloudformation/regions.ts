/** A stack is in one Region: what a plan does in the others is a template of its own, deployed to each of them. */
import type { LeftOut } from '../left-out.ts'
import type { Thing } from '../things.ts'

/** The Region of the stack: that of the first thing that has one and that a stack can make. */
export const homeOf = (things: readonly Thing[]): string | undefined =>
  things.find(({ kind, step }) => kind !== 'call' && step.region !== undefined)?.step.region

export interface Elsewhere {
  /** As in one of the Regions; they are the same in all. */
  things: Thing[]
  regions: string[]
  leftOut: LeftOut[]
}

/** What is the same in the most other Regions, and what of the rest is not. */
export function elsewhere(things: readonly Thing[]): Elsewhere {
  const home = homeOf(things)
  const byRegion = new Map<string, Thing[]>()
  for (const thing of things) {
    const { region } = thing.step
    if (thing.kind === 'call' || region === undefined || region === home) continue
    byRegion.set(region, [...(byRegion.get(region) ?? []), thing])
  }
  const alike = new Map<string, string[]>()
  for (const [region, there] of byRegion) {
    const words = JSON.stringify(there.map(({ step: _, ...what }) => what))
    alike.set(words, [...(alike.get(words) ?? []), region])
  }
  const [regions = []] = [...alike.values()].sort((a, b) => b.length - a.length)
  const leftOut = [...byRegion]
    .filter(([region]) => !regions.includes(region))
    .flatMap(([region, there]) =>
      there.map(({ step }) => ({ step, because: `it is another one in ${region} than in ${regions[0]}` })),
    )
  return { things: byRegion.get(regions[0] ?? '') ?? [], regions, leftOut }
}
