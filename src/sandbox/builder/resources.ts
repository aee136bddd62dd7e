/** The parts of an account that are about money and watching: budgets, spend, trails, events, rules, topics, keys. */
import type {
  Bucket,
  Account,
  Budget,
  EventRule,
  IdentityCenter,
  KmsKey,
  Spend,
  SesSending,
  Topic,
  Trail,
  World,
} from '../world.ts'
import { day, moment, nextHex, nextUuid, type When } from './ids.ts'
import { rootKeyPolicy, topicPolicy } from './policies.ts'
import { homeRegion, type EventMaker } from './records.ts'

/** A budget in short. `limit` in USD; `at` in percent; `recipients` are e-mail addresses or topic ARNs. */
export interface BudgetSpec {
  period?: 'DAILY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUALLY'
  limit?: number
  at?: number
  type?: 'ACTUAL' | 'FORECASTED'
  recipients?: string[]
  /** True: credits and refunds are counted, AWS's default for budgets made in the console's simple mode. */
  credits?: boolean
  /** Anything else of the budget as AWS returns it (CostFilters, FilterExpression, AutoAdjustData ...). */
  more?: Record<string, unknown>
}

/** A topic in short; `publishers` are services that may publish from this account. */
export interface TopicSpec {
  region?: string
  publishers?: string[]
  emails?: { address: string; pending?: boolean; authenticated?: boolean; filter?: string }[]
  policy?: string
  kmsKeyId?: string
  displayName?: string
}

export class ResourceBuilder {
  constructor(
    readonly world: World,
    readonly account: Account,
  ) {}

  protected get arn(): (service: string, region: string, rest: string) => string {
    return (service, region, rest) =>
      `arn:${this.world.partition}:${service}:${region}:${this.account.id}:${rest}`
  }

  /** Security Hub is on in a Region, and holds nothing yet. */
  securityHub(region = homeRegion(this.world)): this {
    ;(this.account.securityHub ??= {})[region] = []
    return this
  }

  budget(name: string, spec: BudgetSpec = {}): this {
    const credits = spec.credits ?? false
    const subscribers = (spec.recipients ?? []).map((Address) => ({
      SubscriptionType: Address.startsWith('arn:') ? ('SNS' as const) : ('EMAIL' as const),
      Address,
    }))
    const budget: Budget['budget'] = {
      BudgetName: name,
      BudgetType: 'COST',
      TimeUnit: spec.period ?? 'MONTHLY',
      BudgetLimit: { Amount: (spec.limit ?? 50).toFixed(1), Unit: 'USD' },
      CostFilters: {},
      CostTypes: {
        IncludeTax: true,
        IncludeSubscription: true,
        UseBlended: false,
        IncludeRefund: credits,
        IncludeCredit: credits,
        IncludeUpfront: true,
        IncludeRecurring: true,
        IncludeOtherSubscription: true,
        IncludeSupport: true,
        IncludeDiscount: true,
        UseAmortized: false,
      },
      TimePeriod: {
        Start: `${day(this.account.createdAt).slice(0, 7)}-01T00:00:00.000Z`,
        End: '2087-06-15T00:00:00.000Z',
      },
      LastUpdatedTime: this.account.createdAt,
      ...spec.more,
    }
    this.account.budgets.push({
      budget,
      notifications: subscribers.length
        ? [
            {
              notification: {
                NotificationType: spec.type ?? 'ACTUAL',
                ComparisonOperator: 'GREATER_THAN',
                Threshold: spec.at ?? 100,
                ThresholdType: 'PERCENTAGE',
              },
              subscribers,
            },
          ]
        : [],
    })
    return this
  }

  /**
   * Spend on each of the `days` days before today and today so far (half a day). `wobble` is the share by which days
   * differ, in a fixed rhythm; `spikes` maps days ago to USD.
   */
  dailySpend(given: {
    days: number
    usd: number
    service?: string
    wobble?: number
    spikes?: Record<number, number>
    recordType?: Spend['recordType']
  }): this {
    const rhythm = [0, 1, -1, 0.5, -0.5, 0.25, -0.25]
    for (let ago = given.days; ago >= 0; ago -= 1) {
      const usual = given.usd * (1 + (given.wobble ?? 0) * rhythm[ago % 7]!)
      const usd = given.spikes?.[ago] ?? (ago === 0 ? usual / 2 : usual)
      this.spend(ago, usd, given.service, given.recordType)
    }
    return this
  }

  spend(
    when: When,
    usd: number,
    service = 'Amazon Elastic Compute Cloud - Compute',
    recordType: Spend['recordType'] = 'Usage',
  ): this {
    const at = day(moment(this.world.began, when))
    this.account.spend.push({ day: at, usd: Math.round(usd * 100) / 100, recordType, service })
    return this
  }

  costExplorer(state: Account['costExplorer']): this {
    this.account.costExplorer = state
    return this
  }

  freeTier(given: NonNullable<Account['freeTier']>): this {
    this.account.freeTier = given
    return this
  }

  /** A trail; multi-Region, logging, with all management events unless said otherwise. */
  trail(name: string, given: Partial<Trail> = {}): this {
    this.account.trails.push({
      name,
      homeRegion: homeRegion(this.world),
      multiRegion: true,
      organization: false,
      globalServiceEvents: true,
      bucket: `${name}-logs-${this.account.id}`,
      logging: true,
      ...given,
    })
    return this
  }

  /** A private, empty bucket without a policy unless said otherwise; other accounts cannot take its name. */
  bucket(name: string, given: Partial<Bucket> = {}): this {
    const buckets = (this.world.buckets ??= [])
    buckets.push({
      name,
      owner: this.account.id,
      region: homeRegion(this.world),
      created: this.world.began,
      ownership: 'BucketOwnerEnforced',
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      objects: [],
      ...given,
    })
    return this
  }

  event(...makers: EventMaker[]): this {
    this.account.events.push(...makers.map((make) => make({ world: this.world, account: this.account })))
    return this
  }

  /** An EventBridge rule on the default bus; `targets` are ARNs. */
  rule(
    name: string,
    given: Partial<Omit<EventRule, 'targets' | 'pattern'>> & { pattern?: object; targets?: string[] },
  ): this {
    const { pattern, targets, ...rest } = given
    this.account.eventRules.push({
      region: homeRegion(this.world),
      bus: 'default',
      name,
      state: 'ENABLED',
      ...rest,
      ...(pattern && { pattern: JSON.stringify(pattern) }),
      targets: (targets ?? []).map((Arn, i) => ({ Id: `target-${i + 1}`, Arn })),
    })
    return this
  }

  /** An SNS topic with its e-mail subscriptions. Its ARN: `topicArn(name)`. */
  topic(name: string, spec: TopicSpec = {}): this {
    const arn = this.topicArn(name, spec.region)
    const topic: Topic = {
      arn,
      policy: spec.policy ?? JSON.stringify(topicPolicy(arn, this.account.id, spec.publishers ?? [])),
      subscriptions: (spec.emails ?? []).map((e) => ({
        arn: `${arn}:${nextUuid(this.world)}`,
        protocol: 'email',
        endpoint: e.address,
        confirmed: !e.pending,
        authenticatedUnsubscribe: e.authenticated ?? false,
        ...(e.filter && { filterPolicy: e.filter }),
        token: nextHex(this.world, 'sandbox', 57),
      })),
      tags: {},
      ...(spec.kmsKeyId && { kmsKeyId: spec.kmsKeyId }),
      ...(spec.displayName && { displayName: spec.displayName }),
    }
    this.account.topics.push(topic)
    return this
  }

  /** SES in a Region: in its sandbox unless `production` is true. */
  sesSends(spec: Partial<SesSending> & { region?: string } = {}): this {
    const { region = homeRegion(this.world), ...rest } = spec
    this.account.sesSending = {
      ...this.account.sesSending,
      [region]: { production: false, verified: [], suppressed: [], ...rest },
    }
    return this
  }

  topicArn(name: string, region = homeRegion(this.world)): string {
    return this.arn('sns', region, name)
  }

  key(given: Partial<KmsKey> & { region?: string } = {}): this {
    const { region, ...rest } = given
    this.account.keys.push({
      arn: this.arn('kms', region ?? homeRegion(this.world), `key/${nextUuid(this.world)}`),
      aliases: [],
      policy: JSON.stringify(rootKeyPolicy(this.world.partition, this.account.id)),
      manager: 'CUSTOMER',
      enabled: true,
      ...rest,
    })
    return this
  }

  /** An Identity Center instance; users and groups by id, permission sets by name. */
  identityCenter(given: Partial<IdentityCenter> = {}): this {
    const instance = nextHex(this.world, 'ssoins-', 16)
    this.account.identityCenters.push({
      instanceArn: `arn:${this.world.partition}:sso:::instance/${instance}`,
      identityStoreId: nextHex(this.world, 'd-', 10),
      ownerAccountId: this.account.id,
      region: homeRegion(this.world),
      status: 'ACTIVE',
      permissionSets: [],
      assignments: [],
      users: [],
      groups: [],
      ...given,
    })
    return this
  }
}
