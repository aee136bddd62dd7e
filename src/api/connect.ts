/** Reaching AWS as somebody: the door to read through, and the hand that writes, which only applying a plan takes. */
import {
  type Cache,
  type Credentials,
  credentialsFor,
  type Door,
  identify,
  openDoor,
  openDoors,
  Pacer,
  placeFor,
} from '../aws/index.ts'
import { controls } from '../controls/index.ts'
import { openDirectory } from '../directory/index.ts'
import { openLookups } from '../lookups/index.ts'
import { type Assessment, assess, type AssessOptions } from '../engine/assess.ts'
import { frame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import {
  type Caller,
  type Configuration,
  noRecords,
  type Profile,
  type Records,
  type Section,
} from '../model/index.ts'
import { type Host, silent } from '../ports.ts'

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

/** What to look at, and what to judge it by. */
export interface LookOptions extends Connection {
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
}

/** Somebody who was identified, and the door they look through. */
export interface Connected {
  door: Door
  caller: Caller
  partition: string
  credentials: Credentials
  /**
   * Opens a door that may write: each call is tried once. `signal` null: also after somebody said stop; `as`: with the
   * credentials of a session in another account.
   */
  hand(signal?: AbortSignal | null, as?: Credentials): Door
  /** Opens a door through which messages are sent to one topic, each call tried once. */
  sender(topic: string): Door
  /** Opens a door through which mail is sent from one address by SES, each call tried once. */
  mailer(from: string): Door
  /** Opens a door that may send, and neither reads more nor writes: for what is said to people. */
  voice(): Door
  /** Two doors for the credentials of a session: one reads, and one writes, each call once. */
  session(credentials: Credentials): { read: Door; write: Door }
  /**
   * Doors that read, for thousands of accounts: what is expensive they share. `as` opens one for other credentials; all of
   * them count their calls together with this one.
   */
  many(): { as(credentials: Credentials, account: string): Door; close(): void }
}

/** Opens the door and says who we are. Throws UserError where the caller cannot be identified. */
export async function connect(connection: Connection, host: Host = silent): Promise<Connected> {
  const place = await placeFor(connection.region, connection.profile)
  const credentials =
    connection.credentials ??
    credentialsFor({
      profile: connection.profile,
      region: place.region,
      endpoint: connection.endpoint,
    })
  const options = {
    place,
    credentials,
    endpoint: connection.endpoint,
    profile: connection.profile,
    requestHandler: connection.requestHandler,
    timeoutMs: connection.timeoutMs,
    onCall: (operation: string, region: string) => host.notify({ code: 'call', data: { operation, region } }),
  }
  const door = openDoor({ ...options, signal: connection.signal })
  try {
    const identity = await identify(door, {
      // The SDK reads the variable itself, in its own order; here it is for the words of a failure.
      endpoint: connection.endpoint ?? process.env.AWS_ENDPOINT_URL,
      profile: connection.profile,
    })
    const hand = (signal?: AbortSignal | null, as?: Credentials) =>
      openDoor({
        ...options,
        ...(as ? { credentials: as } : {}),
        mayWrite: true,
        maxAttempts: 1,
        ...(signal === null ? {} : { signal: signal ?? connection.signal }),
      })
    const voice = () => openDoor({ ...options, maySend: true, signal: connection.signal })
    const session = (other: Credentials) => {
      const its = { ...options, credentials: other, signal: connection.signal }
      return { read: openDoor(its), write: openDoor({ ...its, mayWrite: true, maxAttempts: 1 }) }
    }
    const sender = (topic: string) =>
      openDoor({ ...options, signal: connection.signal, mayPublishTo: topic, maxAttempts: 1 })
    const mailer = (from: string) =>
      openDoor({ ...options, signal: connection.signal, mayMailFrom: from, maxAttempts: 1 })
    const many = () => {
      const doors = openDoors({
        ...options,
        signal: connection.signal,
        // Of a hundred thousand calls some meet several accidents in a row.
        maxAttempts: 8,
        // The sandbox in this process has no quotas.
        ...(connection.requestHandler ? { pacer: new Pacer(undefined, () => undefined) } : {}),
      })
      const as = (other: Credentials, account: string) =>
        doors.as({ credentials: other, account, meter: door.meter, onCall: options.onCall })
      return { as, close: () => doors.close() }
    }
    return { door, credentials, ...identity, hand, sender, mailer, voice, session, many }
  } catch (error) {
    door.close()
    throw error
  }
}

/** The whole catalogue, as the engine takes it. */
export const catalogue = { controls, frame, observables }

/** How to look at the connected account. */
export async function assessOptions(
  options: LookOptions,
  { door, caller, partition, credentials }: Connected,
): Promise<AssessOptions> {
  const host = options.host ?? silent
  const now = options.now ?? new Date(Date.now() + door.clockOffset())
  const onLookup = (what: string, where: string) =>
    host.notify({ code: 'lookup', data: { what, host: where } })
  const directory = openDirectory(options.configuration?.people, {
    environment: process.env,
    call: door.call,
    now,
    region: door.place.region,
    onLookup,
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const lookups = openLookups(options.configuration?.lookups, {
    now: () => now,
    onLookup,
    ...(options.cache ? { cache: options.cache } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  return {
    sight: {
      now,
      ...(directory ? { directory } : {}),
      ...(lookups ? { lookups } : {}),
      caller,
      signedWith: (await credentials()).accessKeyId,
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
    catalogue,
    profile: options.as,
    only: options.only,
    section: options.section,
  }
}

/** Looks at the connected account and judges it, with what a plan needs besides. */
export const look = async (options: LookOptions, connected: Connected): Promise<Assessment> =>
  assess({ ...(await assessOptions(options, connected)), toMend: true })
