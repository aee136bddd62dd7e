/** An audit of an organization, killed at any moment: what was found is there, and the next one carries on. The soak tests kill more. */
import { expect, it } from 'vitest'
import { killedAgainAndAgain } from '../support/organization-killed.ts'

it('killed three times, it comes to the same report, and nobody is asked twice', async () => {
  const { wrong, cameTo } = await killedAgainAndAgain({ accounts: 40, kills: 3, seed: 1 })
  expect(wrong).toEqual([])
  expect(cameTo).toHaveLength(3)
})
