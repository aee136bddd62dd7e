/**
 * AWS's published request rates, kept as token buckets. Only what AWS publishes is limited: IAM, Budgets and Cost
 * Explorer publish nothing. Each operation of a row has buckets of its own unless the row says that they share.
 */
import { memberOf } from './accounts/members.ts'
import type { Call } from './service.ts'

export interface Rate {
  /** Tokens that come back in a second, and how many a full bucket holds. */
  perSecond: number
  burst: number
  /** Whose bucket it is. `instance` is the target that the input names as IdentityStoreId. */
  per: 'caller' | 'caller and region' | 'organization' | 'target' | 'instance'
}

interface Row {
  operations: readonly string[]
  rates: readonly Rate[]
  /** The operations draw from one bucket. */
  shared?: boolean
}

const per =
  (whose: Rate['per']) =>
  (perSecond: number, burst: number): Rate => ({ perSecond, burst, per: whose })
const caller = per('caller')
const organization = per('organization')
const regional = per('caller and region')

/** Organizations User Guide, "Quotas for AWS Organizations", throttling limits. */
const ORGANIZATIONS: readonly Row[] = [
  { operations: ['ListAccounts'], rates: [caller(8, 12), organization(9, 15)] },
  { operations: ['DescribeAccount'], rates: [caller(20, 30), organization(24, 36)] },
  {
    operations: ['ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent'],
    rates: [caller(5, 8), organization(6, 10)],
  },
  { operations: ['DescribeOrganization', 'ListRoots'], rates: [caller(1, 2)] },
  { operations: ['ListPolicies', 'ListPoliciesForTarget', 'ListTargetsForPolicy'], rates: [caller(5, 8)] },
  { operations: ['DescribePolicy'], rates: [caller(2, 2)] },
  {
    operations: ['CreatePolicy', 'DeletePolicy', 'AttachPolicy', 'DetachPolicy', 'UpdatePolicy'],
    rates: [caller(2, 3)],
  },
  { operations: ['ListDelegatedAdministrators'], rates: [caller(5, 8)] },
  { operations: ['ListAWSServiceAccessForOrganization'], rates: [caller(1, 3)] },
  { operations: ['EnableAWSServiceAccess', 'RegisterDelegatedAdministrator'], rates: [caller(1, 2)] },
  { operations: ['CloseAccount'], rates: [caller(0.05, 1)] },
  { operations: ['CreateAccount'], rates: [caller(0.1, 3)] },
]

/**
 * Account Management reference, "Quotas". It says "per account" of the contacts, which may be the caller's or the one
 * that is named: the caller's is assumed.
 */
const ACCOUNT: readonly Row[] = [
  { operations: ['GetContactInformation', 'GetAlternateContact'], rates: [caller(10, 15)] },
  { operations: ['GetPrimaryEmail', 'GetAccountInformation'], rates: [caller(3, 3)] },
  { operations: ['PutContactInformation', 'PutAlternateContact'], rates: [caller(5, 8)] },
  { operations: ['DeleteAlternateContact'], rates: [caller(1, 6)] },
  { operations: ['PutAccountName', 'AcceptPrimaryEmailUpdate'], rates: [caller(1, 1)] },
  // And three in 30 seconds for one target.
  { operations: ['StartPrimaryEmailUpdate'], rates: [caller(1, 1), per('target')(0.1, 3)] },
]

/** IAM User Guide, "IAM and AWS STS quotas": one rate for all of them; AssumeRoot is not among them. The burst is assumed. */
const STS: readonly Row[] = [
  {
    operations: ['AssumeRole', 'GetCallerIdentity', 'GetSessionToken', 'GetAccessKeyInfo'],
    rates: [regional(600, 600)],
    shared: true,
  },
]

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  organizations: ORGANIZATIONS,
  account: ACCOUNT,
  sts: STS,
  // CloudTrail API reference, LookupEvents: "two per second, per account, per Region".
  cloudtrail: [{ operations: ['LookupEvents'], rates: [regional(2, 2)] }],
  // IAM Identity Center User Guide, "Additional quotas": all APIs together; the burst is assumed.
  sso: [{ operations: ['*'], rates: [regional(20, 20)], shared: true }],
  // Same page, of the identity store: 20 for each API of an instance.
  identitystore: [{ operations: ['*'], rates: [per('instance')(20, 20)] }],
}

/** One request, as far as rates go. */
export interface Drawn {
  service: string
  operation: string
  caller: string
  region: string
  organization: string | undefined
  input: Record<string, unknown>
}

export function drawnBy(
  service: string,
  { caller: { account }, operation, region, world }: Call,
  input: Record<string, unknown>,
): Drawn {
  const organization = memberOf(world, account.id) && world.organization?.id
  return { service, operation, caller: account.id, region, organization, input }
}

/** So many buckets are kept before the full ones, which say nothing, are thrown away. */
const MANY = 50_000

export class Quotas {
  readonly #buckets = new Map<string, { tokens: number; at: number; rate: Rate }>()
  readonly #now: () => number

  /** `now` in milliseconds: by default the machine's, not the world's, which may stand still. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Takes a token from every bucket that the request draws from, or from none: false where one is empty. */
  take(drawn: Drawn): boolean {
    const row = ROWS[drawn.service]?.find(
      ({ operations }) => operations[0] === '*' || operations.includes(drawn.operation),
    )
    if (!row) return true
    const named = row.shared ? row.operations[0]! : drawn.operation
    const buckets = row.rates.map((rate) => this.#bucket(rate, `${drawn.service}:${named}`, drawn))
    if (buckets.some(({ tokens }) => tokens < 1)) return false
    for (const bucket of buckets) bucket.tokens -= 1
    return true
  }

  #bucket(rate: Rate, named: string, drawn: Drawn) {
    const key = `${named} ${rate.per} ${ownerOf(rate, drawn)}`
    const now = this.#now()
    let bucket = this.#buckets.get(key)
    if (!bucket) {
      if (this.#buckets.size >= MANY) this.#forgetFull(now)
      bucket = { tokens: rate.burst, at: now, rate }
      this.#buckets.set(key, bucket)
    }
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond)
    bucket.at = now
    return bucket
  }

  #forgetFull(now: number): void {
    for (const [key, { tokens, at, rate }] of this.#buckets)
      if (tokens + ((now - at) / 1000) * rate.perSecond >= rate.burst) this.#buckets.delete(key)
  }
}

function ownerOf({ per: whose }: Rate, { caller: from, region, organization: all, input }: Drawn): string {
  switch (whose) {
    case 'caller':
      return from
    case 'caller and region':
      return `${from} ${region}`
    // A calling account without one has its own bucket alone.
    case 'organization':
      return all ?? from
    case 'target':
      return String(input.AccountId ?? from)
    case 'instance':
      return `${String(input.IdentityStoreId ?? from)} ${region}`
  }
}
