/**
 * Doors for thousands of accounts. Each reads with the credentials of one account and behaves as the plain door does;
 * what is expensive (clients, connections, the pace that AWS allows) they share.
 */
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols'
import { refused } from './answer.ts'
import { refuseForeignAnswer, refuseOtherPartition, refuseStrangers, saysTooOften } from './checks.ts'
import { type Credentials, kept } from './credentials.ts'
import { type Door, type DoorOptions, oneAtATime } from './door.ts'
import { Meter } from './meter.ts'
import { isRead, type Operation, opensSession, type ServicePrefix } from './operations.ts'
import { Pacer, type Whose } from './pacer.ts'
import { Interrupted } from './refusal.ts'
import { Pauses, StoppableRetries } from './retry.ts'
import { attempts } from './shared/attempts.ts'
import { AwsClock } from './shared/clock.ts'
import { Limit } from './shared/limit.ts'
import { openService, type Wired } from './shared/service.ts'
import { canonicalQuery, Signer } from './shared/sign.ts'
import { openSockets } from './shared/sockets.ts'

export interface DoorsOptions extends Omit<DoorOptions, 'credentials' | 'mayWrite' | 'onCall'> {
  /** Default: one of their own. */
  pacer?: Pacer
  /** How many connections one host gets at most. Default 256. */
  connections?: number
}

/** Whose door it is. */
export interface DoorOwner {
  credentials: Credentials
  account: string
  /** Where its calls are counted. Default: a meter of its own. */
  meter?: Meter
  onCall?: DoorOptions['onCall']
}

export interface Doors {
  /** A door that reads, for one account's credentials. */
  as(owner: DoorOwner): Door
  /** How far AWS's clock is ahead of ours in milliseconds, as the last answers showed. */
  clockOffset(): number
  /** Closes every door, and the connections. */
  close(): void
}

/** Where requests of all doors go out, and what they have in common. */
interface House {
  options: DoorsOptions
  clock: AwsClock
  pacer: Pacer
  wired(operation: Operation, region: string): Promise<Wired>
  send(request: HttpRequest, limit: Limit): Promise<HttpResponse>
}

export function openDoors(options: DoorsOptions): Doors {
  const services = new Map<string, ReturnType<typeof openService>>()
  const sockets = openSockets(options.connections ?? 256)
  const handler = options.requestHandler as
    { handle(request: HttpRequest, options: object): Promise<{ response: HttpResponse }> } | undefined
  const house: House = {
    options,
    clock: new AwsClock(),
    pacer: options.pacer ?? new Pacer(),
    async wired(operation, region) {
      const [service, name] = operation.split(':') as [ServicePrefix, string]
      const key = `${service}/${region}`
      let wire = services.get(key)
      if (!wire) services.set(key, (wire = openService(service, region, options)))
      return (await wire)(name)
    },
    async send(request, limit) {
      // A handler need not know of signals.
      if (handler)
        return (await limit.during(handler.handle(request, { abortSignal: limit.signal }))).response
      return sockets.send(
        {
          origin: `${request.protocol}//${request.headers.host}`,
          method: request.method,
          path: withQuery(request),
          headers: request.headers,
          body: request.body as string,
        },
        limit.signal,
      )
    },
  }
  const open = new Set<SharedDoor>()
  const stop = () => {
    for (const door of open) door.stop()
  }
  options.signal?.addEventListener('abort', stop, { once: true })
  return {
    as(owner) {
      const door = new SharedDoor(house, owner, () => open.delete(door))
      open.add(door)
      return door
    },
    clockOffset: () => house.clock.told.offset,
    close() {
      options.signal?.removeEventListener('abort', stop)
      for (const door of open) door.close()
      if (!options.pacer) house.pacer.stop()
      sockets.destroy()
    },
  }
}

class SharedDoor implements Door {
  readonly meter: Meter
  readonly #house: House
  readonly #owner: DoorOwner
  readonly #credentials: Credentials
  readonly #signer = new Signer()
  readonly #pauses = new Pauses()
  readonly #retries = new Map<string, StoppableRetries>()
  readonly #underWay = new Set<Limit>()
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #forget: () => void
  #closed = false

  constructor(house: House, owner: DoorOwner, forget: () => void) {
    this.#house = house
    this.#owner = owner
    this.#credentials = kept(owner.credentials)
    this.#forget = forget
    this.meter = owner.meter ?? new Meter()
  }

  get place() {
    return this.#house.options.place
  }

  // A source takes `door.call` by itself.
  readonly call: Door['call'] = async (operation, input, where = {}) => {
    if (!isRead(operation) && !opensSession(operation))
      throw new Error(`${operation} changes something: only applying a plan may`)
    this.#orInterrupted()
    const region = where.region ?? this.place.region
    if (!oneAtATime.has(operation)) return this.#call(operation, input as object, region)
    const queue = `${operation}/${region}`
    const before = this.#queues.get(queue) ?? Promise.resolve()
    const turn = before.then(() => this.#call(operation, input as object, region))
    this.#queues.set(
      queue,
      turn.catch(() => undefined),
    )
    return turn
  }

  clockOffset(): number {
    return this.#house.clock.told.offset
  }

  /** Interrupts every call under way. */
  stop(): void {
    this.#pauses.stop()
    for (const limit of this.#underWay) limit.interrupt()
  }

  close(): void {
    this.#closed = true
    this.stop()
    this.#forget()
  }

  #orInterrupted(): void {
    if (this.#closed || this.#house.options.signal?.aborted) throw new Interrupted()
  }

  async #call(operation: Operation, input: object, region: string) {
    const { options, clock } = this.#house
    const wired = await this.#house.wired(operation, region)
    // A process or a sign-in behind the credentials may take longer than a call, and must be possible to interrupt.
    this.#orInterrupted()
    await this.#pauses.unlessStopped(this.#credentials())
    this.meter.called(operation)
    this.#owner.onCall?.(operation, region)
    const limit = new Limit(options.timeoutMs ?? 20_000)
    this.#underWay.add(limit)
    const at = () => new Date(Date.now() + clock.told.offset).toISOString()
    try {
      const output = await this.#attempts(operation, wired, input, region, limit)
      return { ok: true as const, output: output as never, at: at() }
    } catch (error) {
      this.#orInterrupted()
      return refused(error, operation, limit.timedOut, at())
    } finally {
      limit.pause()
      this.#underWay.delete(limit)
    }
  }

  async #attempts(operation: Operation, wired: Wired, input: object, region: string, limit: Limit) {
    const { options, pacer } = this.#house
    const whose: Whose = {
      caller: this.#owner.account,
      target: targetOf(input) ?? this.#owner.account,
      region,
    }
    const request = await wired.write(input)
    refuseOtherPartition(options.place.partition, request.hostname)
    refuseStrangers(options.requestHandler !== undefined, input, request)
    const id = crypto.randomUUID()
    const most = options.maxAttempts ?? 5
    return attempts({
      strategy: () => this.#strategy(`${operation.split(':')[0]}/${region}`, most),
      limit,
      attempt: async (n) => {
        limit.pause()
        await pacer.take(operation, whose, limit.signal)
        limit.run()
        this.meter.attempted(n)
        request.headers['amz-sdk-invocation-id'] = id
        request.headers['amz-sdk-request'] = `attempt=${n}; max=${most}`
        try {
          return await this.#once(wired, request, limit)
        } catch (error) {
          if (saysTooOften(error)) {
            this.meter.throttled()
            pacer.throttled(operation, whose)
          }
          throw error
        }
      },
    })
  }

  async #once(wired: Wired, request: HttpRequest, limit: Limit) {
    const { clock, send } = this.#house
    const caller = await this.#credentials()
    const sentAt = Date.now()
    const signedAt = clock.now()
    const signed = new HttpRequest({
      ...request,
      headers: this.#signer.sign(request, wired.scope, caller, signedAt),
    })
    const response = await send(signed, limit)
    clock.read(response)
    try {
      const output = await wired.read(response)
      refuseForeignAnswer(response.headers, wired.name)
      return output
    } catch (error) {
      clock.judge(error, signedAt, sentAt)
      throw error
    }
  }

  /** As in the plain door, each service in each Region has a budget of retries. */
  #strategy(service: string, most: number): StoppableRetries {
    let strategy = this.#retries.get(service)
    if (!strategy) this.#retries.set(service, (strategy = new StoppableRetries(most, this.#pauses)))
    return strategy
  }
}

function withQuery({ path, query }: HttpRequest): string {
  const text = canonicalQuery(query as Record<string, string>)
  return text === '' ? path : `${path}?${text}`
}

/** The account that a call is about, where it names another one. */
function targetOf(input: object): string | undefined {
  const { AccountId } = input as { AccountId?: unknown }
  return typeof AccountId === 'string' ? AccountId : undefined
}
