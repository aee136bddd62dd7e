/** Applying and taking back, of accounts of every shape. NEVERROOT_SEED looks at others, NEVERROOT_RUNS at more of them. */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  aWayInStays,
  cutOffAnywhere,
  nothingLeft,
  nothingPersonal,
  type Property,
  thereAndBack,
} from '../support/apply-properties.ts'
import { stops } from '../support/accidents.ts'
import { accounts, configurations, fullConfigurations } from '../support/worlds.ts'

const seed = Number(process.env.NEVERROOT_SEED ?? 1119)
const numRuns = Number(process.env.NEVERROOT_RUNS ?? 60)

const holds = (property: Property, given = configurations) =>
  fc.assert(fc.asyncProperty(accounts, given, property), { seed, numRuns })

describe('whatever the account and the configuration', () => {
  it(
    'what counts as fixed passes, nothing gets worse, and undo brings back what was',
    () => holds(thereAndBack),
    600_000,
  )

  it(
    'nothing is left to plan once everything was done',
    () => holds(nothingLeft, fullConfigurations),
    600_000,
  )

  it('nobody is locked out', () => holds(aWayInStays), 600_000)

  it('no address, number, password or code stands where it should not', () => holds(nothingPersonal), 600_000)

  it('what was cut off can be finished or taken back', async () => {
    const cut = fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...stops),
      fc.constantFrom('finish' as const, 'take back' as const),
    )
    const property = fc.asyncProperty(
      accounts,
      fullConfigurations,
      cut,
      (spec, configuration, [nth, stop, how]) => cutOffAnywhere(nth, stop, how)(spec, configuration),
    )
    await fc.assert(property, { seed, numRuns })
  }, 600_000)
})
