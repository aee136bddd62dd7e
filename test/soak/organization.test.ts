/** An audit of an organization in bad weather, and killed at random: it comes to the same report as on a calm day. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Home } from '../cli/run.ts'
import { Enterprise, saidIn } from '../support/enterprise.ts'
import { differences, killedAgainAndAgain } from '../support/organization-killed.ts'

const accounts = 2_000
const kills = 10
/** Each of these is minutes of several processes. */
const patience = 900_000
const seed = Number(process.env.NEVERROOT_SEED ?? 1)

describe(`an organization of ${accounts} accounts`, () => {
  it(
    `killed ${kills} times (seed ${seed}), and carried on with each time`,
    async () => {
      const { wrong, cameTo } = await killedAgainAndAgain({ accounts, kills, seed })
      process.stdout.write(`killed with ${cameTo.join(', ')} accounts there\n`)
      expect(wrong).toEqual([])
      expect(cameTo).toHaveLength(kills)
    },
    patience,
  )

  it(
    'with 5 % throttled, 1 % failing and 0.5 % of the connections broken',
    async () => {
      const home = new Home()
      const report = async (name: string, faults = {}) => {
        const enterprise = await Enterprise.open({ accounts, latencyMs: 2, faults })
        try {
          const output = join(home.folder, name)
          const { code, stderr } = await enterprise.audit(home, output, [
            '--state',
            join(home.folder, `of-${name}`),
          ])
          if (code > 1) throw new Error(stderr)
          return saidIn(output)
        } finally {
          enterprise.close()
        }
      }
      try {
        const calm = await report('calm.json')
        expect(
          differences(await report('bad.json', { throttle: 0.05, '5xx': 0.01, drop: 0.005, seed }), calm),
        ).toEqual([])
      } finally {
        home.remove()
      }
    },
    patience,
  )
})
