/** A door of one account, in a house of many. */
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols'
import type { AwsCredentialIdentity } from '@smithy/types'
import { refused } from '../answer.ts'
import { refuseForeignAnswer, refuseOtherPartition, refuseStrangers, saysTooOften } from '../checks.ts'
import { type Credentials, expiring, kept } from '../credentials.ts'
import { type Door, oneAtATime } from '../door.ts'
import type { DoorOwner, DoorsOptions } from '../doors.ts'
import { Meter } from '../meter.ts'
import { isRead, type Operation, opensSession, type ServicePrefix } from '../operations.ts'
import type { Pacer, Whose } from '../pacer.ts'
import { Interrupted } from '../refusal.ts'
import { Pauses, StoppableRetries } from '../retry.ts'
import { attempts } from './attempts.ts'
import type { AwsClock } from './clock.ts'
import { Limit } from './limit.ts'
import type { openService, Wired } from './service.ts'
import { Signer } from './sign.ts'

/** What all doors have in common. */
export interface House {
  options: DoorsOptions
  clock: AwsClock
  pacer: Pacer
  service(service: ServicePrefix, region: string): ReturnType<typeof openService>
  send(request: HttpRequest, limit: Limit): Promise<HttpResponse>
}

export class SharedDoor implements Door {
  readonly meter: Meter
  readonly #house: House
  readonly #owner: DoorOwner
  readonly #credentials: Credentials
  #identity: AwsCredentialIdentity | undefined
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
    const [service, name] = operation.split(':') as [ServicePrefix, string]
    const wire = await this.#house.service(service, region)
    // A process or a sign-in behind the credentials may take longer than a call, and must be possible to interrupt.
    this.#orInterrupted()
    if (!this.#known()) await this.#pauses.unlessStopped(this.#identify())
    this.meter.called(operation)
    this.#owner.onCall?.(operation, region)
    const limit = new Limit(options.timeoutMs ?? 20_000)
    this.#underWay.add(limit)
    const at = () => new Date(Date.now() + clock.told.offset).toISOString()
    try {
      const output = await this.#attempts(operation, await wire(name), input, region, limit)
      return { ok: true as const, output: output as never, at: at() }
    } catch (error) {
      this.#orInterrupted()
      return refused(error, operation, limit.timedOut, at())
    } finally {
      limit.pause()
      this.#underWay.delete(limit)
    }
  }

  /** Credentials that are good for a while: a promise for each of many thousand calls would cost more than the look. */
  #known(): AwsCredentialIdentity | undefined {
    return this.#identity && !expiring(this.#identity) ? this.#identity : undefined
  }

  async #identify(): Promise<AwsCredentialIdentity> {
    return (this.#identity = await this.#credentials())
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
    const budget = `${operation.split(':')[0]}/${region}`
    let accident = false
    return attempts({
      accident: () => accident,
      known: () => this.#retries.get(budget),
      strategy: () => this.#strategy(budget, most),
      limit,
      attempt: async (n) => {
        limit.pause()
        if (!pacer.free(operation, whose)) await pacer.take(operation, whose, limit.signal)
        limit.run()
        accident = false
        this.meter.attempted(n)
        request.headers['amz-sdk-invocation-id'] = id
        request.headers['amz-sdk-request'] = `attempt=${n}; max=${most}`
        try {
          return await this.#once(wired, request, limit)
        } catch (error) {
          if (saysTooOften(error)) {
            this.meter.throttled()
            accident = pacer.throttled(operation, whose)
          }
          throw error
        }
      },
    })
  }

  async #once(wired: Wired, request: HttpRequest, limit: Limit) {
    const { clock, send } = this.#house
    const caller = this.#known() ?? (await this.#identify())
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

/** The account that a call is about, where it names another one. */
function targetOf(input: object): string | undefined {
  const { AccountId } = input as { AccountId?: unknown }
  return typeof AccountId === 'string' ? AccountId : undefined
}
