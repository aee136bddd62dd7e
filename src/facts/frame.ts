/** What frames a report: where the account stands, what it is called, and whether something is wrong right now. */
import type { Fetcher } from '../aws/index.ts'
import { type Incident, known, mapFact, type Vantage } from '../model/index.ts'
import { accountInformation } from './account-information.ts'
import { identityCenter } from './identity-center.ts'
import { memberWayIn } from './member-way-in.ts'
import { organizationPlace } from './organization-place.ts'
import { takeoverSigns } from './takeover-signs.ts'
import { wayIn } from './way-in.ts'

const vantage: Fetcher<{ vantage: Vantage; organization?: string; managementAccount?: string }> = {
  name: 'vantage',
  reads: organizationPlace.reads,
  collect: async (source) =>
    mapFact(await source.get(organizationPlace), (place) => ({
      vantage: place.vantage,
      organization: place.organization?.id,
      managementAccount: place.organization?.managementAccount,
    })),
}

const accountName: Fetcher<string> = {
  name: 'account-name',
  reads: accountInformation.reads,
  collect: async (source) => mapFact(await source.get(accountInformation), (account) => account.name),
}

const hasIdentityCenter: Fetcher<boolean> = {
  name: 'has-identity-center',
  reads: identityCenter.reads,
  collect: async (source) => mapFact(await source.get(identityCenter), (centre) => centre.found),
}

/** What was not looked at, so that silence is not taken for an answer. */
const notes: Fetcher<readonly string[]> = {
  name: 'notes',
  reads: identityCenter.reads,
  collect: async (source) =>
    mapFact(await source.get(identityCenter), ({ found, regions }) =>
      found
        ? []
        : [
            `IAM Identity Center was looked for in ${regions.join(' and ')} only; other Regions were not looked at.`,
          ],
    ),
}

/** Where each account of an organization is only one of many, what costs a dozen questions more is left to a look of its own. */
const quiet = <T>(value: T): Fetcher<T> => ({
  name: 'not-looked-at',
  reads: [],
  collect: async () => known(value),
})

export const frame = {
  vantage,
  accountName,
  identityCenter: hasIdentityCenter,
  incident: takeoverSigns,
  notes,
  wayIn,
}

/** The frame of a member that is about to be changed: nothing is, where it looks taken over. */
export const mendingFrame = { ...frame, notes: quiet<readonly string[]>([]) }

/** The frame of a member that is looked at with all the others. */
export const memberFrame = {
  ...frame,
  incident: quiet<Incident | undefined>(undefined),
  notes: quiet<readonly string[]>([]),
  wayIn: memberWayIn,
}
