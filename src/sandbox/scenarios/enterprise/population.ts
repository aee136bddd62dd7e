/** The accounts of the enterprise by their number: number 0 is the management account, which is described. */
import { moment } from '../../builder/ids.ts'
import type { Population } from '../../accounts/population.ts'
import type { Generated, Spend, World } from '../../world.ts'
import { FIRST_KEY, KEYS_EACH, makeAccount } from './account.ts'
import { traitsOf, type Traits } from './traits.ts'

const FIRST_ID = 200_000_000_000
const DAYS = 60

/** The id of an account by its number, from 1. */
export const idOf = (number: number): string => String(FIRST_ID + number)

export function enterprise(world: World, { accounts, seed }: Generated): Population {
  const { began, partition } = world
  const management = world.organization?.managementAccountId ?? ''
  const ids = Array.from({ length: Math.max(0, accounts - 1) }, (_, i) => idOf(i + 1))
  const days = Array.from({ length: DAYS + 1 }, (_, i) => moment(began, DAYS - i).slice(0, 10))
  const numberOf = (id: string): number | undefined => {
    const number = /^2\d{11}$/.test(id) ? Number(id) - FIRST_ID : 0
    return number >= 1 && number < accounts ? number : undefined
  }
  // A listing asks for the same account several times in a row.
  let latest: Traits | undefined
  const traits = (id: string): Traits => {
    const number = numberOf(id)!
    if (latest?.number !== number) latest = traitsOf(seed, number)
    return latest
  }
  const spend = (id: string): Spend[] => spendOf(traits(id), days)
  return {
    ids,
    has: (id) => numberOf(id) !== undefined,
    outline(id) {
      const { name, email, state, unit, joined, method, owner } = traits(id)
      return {
        id,
        name,
        email,
        state,
        ...(unit !== undefined && { unit }),
        joined: moment(began, joined),
        method,
        tags: tagsOf(owner),
      }
    },
    spend,
    make: (id) => makeAccount(traits(id), { id, seed, began, partition, management, spend: spend(id) }),
    ownerOfKey(accessKeyId) {
      const digits = /^A[KS]IASANDBOX(\d{9})$/.exec(accessKeyId)?.[1]
      const number = Math.floor((Number(digits ?? 0) - FIRST_KEY) / KEYS_EACH)
      return number >= 1 && number < accounts ? idOf(number) : undefined
    },
  }
}

const tagsOf = (owner: string | undefined): Record<string, string> =>
  owner === undefined ? {} : { Owner: owner }

/** A steady rhythm with a spike here and there; today is half over. */
function spendOf({ usd, number }: Traits, days: readonly string[]): Spend[] {
  if (usd === 0) return []
  const service = 'Amazon Elastic Compute Cloud - Compute'
  return days.map((day, i) => {
    const wobble = 1 + (((i * 7 + number) % 11) - 5) / 50
    const spike = (i * 13 + number) % 97 === 0 ? 3 : 1
    const share = i === days.length - 1 ? 0.5 : 1
    return { day, usd: Math.round(usd * wobble * spike * share * 100) / 100, recordType: 'Usage', service }
  })
}
