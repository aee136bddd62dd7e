/** The public interface of neverroot. */
import {
  type Cache,
  type Credentials,
  credentialsFor,
  type Door,
  identify,
  openDoor,
  placeFor,
} from './aws/index.ts'
import { controls } from './controls/index.ts'
import { assess, type AssessOptions } from './engine/assess.ts'
import { audit } from './engine/audit.ts'
import { makePlan } from './engine/plan/make.ts'
import { frame } from './facts/frame.ts'
import {
  type Caller,
  type Configuration,
  noRecords,
  type Plan,
  type Profile,
  type Records,
  type Report,
  type Section,
} from './model/index.ts'
import { type Host, silent } from './ports.ts'
import { tool } from './version.ts'

export * from './model/index.ts'
export type { Host, Notice } from './ports.ts'
export { Interrupted } from './aws/index.ts'
export { controls } from './controls/index.ts'
export { statementOf } from './facts/statement.ts'
export { tool } from './version.ts'

/** How to reach AWS (or what imitates it). */
export interface Connection {
  profile?: string
  region?: string
  /** Replaces the endpoints of every service. */
  endpoint?: string
  /** Instead of sockets: the sandbox in this process. */
  requestHandler?: object
  /** Instead of the SDK's credential chain. */
  credentials?: Credentials
  /** Milliseconds that one call may take, retries included. Default 20,000. */
  timeoutMs?: number
  signal?: AbortSignal
}

export interface AuditAccountOptions extends Connection {
  configuration?: Configuration
  /** What people recorded, or how to look it up once it is known which account it is about. */
  records?: Records | ((account: string) => Promise<Records>)
  /** Wins over the configuration. */
  as?: Profile
  /** Ids of controls; others are left out. */
  only?: readonly string[]
  section?: Section
  /** The clock to judge by. Default: the machine's, corrected by AWS's where they differ by more than a minute. */
  now?: Date
  /** False: make no Cost Explorer request (USD 0.01 each). */
  costExplorer?: boolean
  cache?: Cache
  host?: Host
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
}

/** Opens the door and says who we are. Throws UserError where the caller cannot be identified. */
export async function connect(
  connection: Connection,
  host: Host = silent,
): Promise<{ door: Door; caller: Caller; partition: string; credentials: Credentials }> {
  const place = await placeFor(connection.region, connection.profile)
  const credentials =
    connection.credentials ??
    credentialsFor({
      profile: connection.profile,
      region: place.region,
      endpoint: connection.endpoint,
    })
  const door = openDoor({
    place,
    credentials,
    endpoint: connection.endpoint,
    profile: connection.profile,
    requestHandler: connection.requestHandler,
    timeoutMs: connection.timeoutMs,
    signal: connection.signal,
    onCall: (operation, region) => host.notify({ code: 'call', data: { operation, region } }),
  })
  try {
    return {
      door,
      credentials,
      ...(await identify(door, {
        // The SDK reads the variable itself, in its own order; here it is for the words of a failure.
        endpoint: connection.endpoint ?? process.env.AWS_ENDPOINT_URL,
        profile: connection.profile,
      })),
    }
  } catch (error) {
    door.close()
    throw error
  }
}

/** Audits the account that the credentials belong to. Reads only. Throws UserError where it cannot begin. */
export async function auditAccount(options: AuditAccountOptions): Promise<Report> {
  return looking(options, (assess, door) =>
    audit({ ...assess, tool, sandbox: options.sandbox, calls: () => door.meter.count() }),
  )
}

export interface PlanAccountOptions extends AuditAccountOptions {
  /** Where the configuration came from: it stands in the plan. */
  config?: { path: string; sha256: string }
}

/**
 * Looks at the account and plans what would be done about every finding that fails. Nothing is changed. Throws UserError
 * where it cannot begin, and where the account looks taken over.
 */
export async function planAccount(options: PlanAccountOptions): Promise<Plan> {
  return looking(options, async (how) =>
    makePlan({ assessment: await assess(how), tool, config: options.config }),
  )
}

/** Opens the door, hands over what looking needs, and closes the door whatever happens. */
async function looking<T>(
  options: AuditAccountOptions,
  look: (assess: AssessOptions, door: Door) => Promise<T>,
): Promise<T> {
  const host = options.host ?? silent
  const { door, caller, partition } = await connect(options, host)
  try {
    const how: AssessOptions = {
      sight: {
        now: options.now ?? new Date(Date.now() + door.clockOffset()),
        caller,
        partition,
        region: door.place.region,
        globalRegion: door.place.globalRegion,
        configuration: options.configuration ?? {},
        records:
          typeof options.records === 'function'
            ? await options.records(caller.account)
            : (options.records ?? noRecords),
        costExplorer: options.costExplorer ?? true,
        ...(options.cache ? { cache: options.cache } : {}),
        call: door.call,
        spend: (operation, usd) => host.notify({ code: 'cost', data: { operation, usd } }),
      },
      catalogue: { controls, frame },
      profile: options.as,
      only: options.only,
      section: options.section,
    }
    return await look(how, door)
  } finally {
    door.close()
  }
}

/**
 * Every IAM action that an audit of one account may need, sorted: for the whole catalogue, or for a choice of controls
 * (and what is always looked at, such as whether there is an organization).
 */
export function auditPermissions(choice: { only?: readonly string[]; section?: Section } = {}): string[] {
  const chosen = controls.filter(
    (c) => (!choice.only || choice.only.includes(c.id)) && (!choice.section || c.section === choice.section),
  )
  const collectors = [
    ...chosen.flatMap(
      (c) => [...Object.values(c.requires), ...Object.values(c.considers)] as { reads: readonly string[] }[],
    ),
    ...Object.values(frame),
  ]
  return [...new Set(collectors.flatMap((c) => c.reads))].sort()
}
