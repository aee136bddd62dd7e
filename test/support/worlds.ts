/**
 * Generated accounts and the configurations that meet them, for properties over whole journeys:
 *
 *   await fc.assert(fc.asyncProperty(accounts, configurations, async (spec, configuration) => {
 *     const world = worldOf(spec, began)
 *     ...
 *   }), { seed: 1, numRuns: 200 })
 *
 * A spec is plain JSON that prints as it is; the same seed gives the same specs, and the same spec the same world. Each
 * part begins with its simplest value, so that what fails shrinks to an account where little else is to be seen.
 */
export { accounts } from './worlds/arbitrary.ts'
export { configurations, fullConfigurations, partialConfigurations } from './worlds/configurations.ts'
export { worldOf } from './worlds/make.ts'
export { accountId, pools, type AccountSpec } from './worlds/spec.ts'
