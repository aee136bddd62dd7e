/** Regions of an account: which exist, and opting in and out. */
import type * as sdk from '@aws-sdk/client-account'
import { page } from '../../paging.ts'
import { AwsError, type Handlers } from '../../service.ts'
import type { Account } from '../../world.ts'
import { check } from './contacts.ts'
import { invalidField, targetOf } from './target.ts'

function optTarget(account: Account, region: string | undefined): string {
  check({ RegionName: region }, { RegionName: { min: 1, max: 50 } })
  const state = account.regions[region!]
  if (state === undefined) {
    throw new AwsError('ValidationException', `${region} is not a valid Region.`, 400, {
      reason: 'invalidRegionOptTarget',
      fieldList: [{ name: 'regionName', message: `${region} is not a valid Region.` }],
    })
  }
  return region!
}

/** Turns a Region on or off. It takes AWS minutes to hours; here it is done at once. */
function opt(account: Account, name: string | undefined, to: 'ENABLED' | 'DISABLED'): void {
  const region = optTarget(account, name)
  const state = account.regions[region]
  if (state === 'ENABLED_BY_DEFAULT') {
    const message = `${region} is enabled by default and cannot be enabled or disabled.`
    throw new AwsError('ValidationException', message, 400, {
      reason: 'invalidRegionOptTarget',
      fieldList: [{ name: 'regionName', message }],
    })
  }
  if (state === 'ENABLING' || state === 'DISABLING') {
    throw new AwsError('ConflictException', `${region} is in status ${state}.`, 409)
  }
  account.regions[region] = to
}

export const regions: Handlers<typeof sdk> = {
  ListRegions(input, call) {
    const account = targetOf(call, input.AccountId)
    check(input, {
      MaxResults: { min: 1, max: 50, optional: true },
      NextToken: { min: 0, max: 1000, optional: true },
    })
    const wanted = input.RegionOptStatusContains
    const all = Object.entries(account.regions)
      .filter(([, status]) => !wanted?.length || wanted.includes(status))
      .map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }))
      .sort((a, b) => a.RegionName.localeCompare(b.RegionName))
    const { items, next } = page(call, all, {
      token: input.NextToken,
      size: input.MaxResults ?? 50,
      bind: [input.AccountId, wanted],
      invalid: () => invalidField('nextToken', 'The token is not valid.'),
    })
    return { Regions: items, NextToken: next }
  },

  GetRegionOptStatus(input, call) {
    const account = targetOf(call, input.AccountId)
    const RegionName = optTarget(account, input.RegionName)
    return { RegionName, RegionOptStatus: account.regions[RegionName] }
  },

  EnableRegion: (input, call) => opt(targetOf(call, input.AccountId), input.RegionName, 'ENABLED'),
  DisableRegion: (input, call) => opt(targetOf(call, input.AccountId), input.RegionName, 'DISABLED'),
}
