import { accountOf, adoptedAccount, Write } from './accounts/find.ts'
import { Authorizer } from './authorize.ts'
import type { Clock } from './clock.ts'
import { deliverRecord } from './delivery/route.ts'
import type { FaultKind, Faults } from './faults.ts'
import { isRead, isRecorded, leavesNotes, leavesTraces, recordEvent } from './history.ts'
import { nextId } from './builder/ids.ts'
import { uuidFrom } from './ids.ts'
import { identify } from './identify.ts'
import type { Principal } from './identify.ts'
import { drawnBy, type Quotas } from './quotas.ts'
import type { Keeper } from './keeper.ts'
import type { Call, Service } from './service.ts'
import type { World } from './world.ts'
import { accident } from './accident.ts'
import { asWireError, Throttled, unreadable } from './refusals.ts'
import { resolveError } from './wire/errors.ts'
import { Unrecognised, protocolOf, recognise } from './wire/recognise.ts'
import type { Catalogue } from './wire/recognise.ts'
import { checkSignature, readSignature, wireError } from './wire/sigv4.ts'
import type { Refusal, Signature } from './wire/sigv4.ts'
import type { ServiceSchema } from './wire/service-schema.ts'
import type { Codec, WireCall, WireError, WireRequest, WireResponse } from './wire/types.ts'

/** What one request came to, for the log and the counts. */
export interface RequestLog {
  requestId: string
  /** `iam:GetAccountSummary`, or what of it could be recognised. */
  operation: string
  status: number
  /** The error's code on the wire, or the accident that struck. */
  error?: string
  accessKeyId?: string
  account?: string
}

/** An answer; `close` asks the server to break the connection instead, `hang` to say nothing. */
export type Answer = { log: RequestLog } & ({ response: WireResponse } | { close: true } | { hang: true })

export interface DispatchOptions {
  world: World
  clock: Clock
  catalogue: Catalogue
  services: readonly Service[]
  faults: Faults
  /** False: signatures are read but not checked. */
  verify: boolean
  /** Without them any number of requests is answered. */
  quotas?: Quotas
  keeper?: Keeper
  /** Awaited after each request that changed something, before its answer is sent. */
  afterWrite?: (world: World) => Promise<void>
}

/** What a request came to before its answer is written. */
type Outcome = { output: Record<string, unknown> } | { error: WireError }

/** Everything that happens between an HTTP request and its answer. One request runs at a time on the world. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #services: readonly Service[]
  readonly #authorizer: Authorizer
  #count = 0

  constructor(options: DispatchOptions) {
    this.#options = options
    this.#services = options.services
    this.#authorizer = new Authorizer(options.world)
  }

  /** The server's wall clock, which dates responses and signatures; the world's clock may be elsewhere. */
  wireNow(): Date {
    return new Date(Date.now() + (this.#options.world.behaviour.clockSkewMinutes ?? 0) * 60_000)
  }

  async answer(request: WireRequest): Promise<Answer> {
    this.#count += 1
    const { world, catalogue, faults } = this.#options
    const log: RequestLog = {
      requestId: uuidFrom(`${world.scenario}/${world.began}/request/${this.#count}`),
      operation: `${request.method} ${request.path}`,
      status: 0,
    }
    const refuse = (codec: Codec, service: ServiceSchema | undefined, error: WireError): Answer => {
      const response = codec.fail(service, error, log.requestId)
      log.status = response.status
      log.error = resolveError(service, error, codec.kind).code
      return { log, response }
    }

    const signature = readSignature(request)
    const signed = signature && 'accessKeyId' in signature ? signature : undefined
    if (signed) log.accessKeyId = signed.accessKeyId
    if (this.#options.verify && !signed) {
      const codec = protocolOf(request)
      return refuse(
        codec,
        undefined,
        wireError((signature as Refusal | undefined) ?? { kind: 'missing' }, codec.kind),
      )
    }

    let wire: WireCall
    try {
      wire = await recognise(catalogue, request, signed?.service)
    } catch (error) {
      if (!(error instanceof Unrecognised)) throw error
      log.operation = error.operation
      return refuse(error.codec, error.service, { name: error.code, message: error.message, status: 501 })
    }
    log.operation = `${wire.service.prefix}:${wire.operation.name}`

    const fault = faults.strike(log.operation, signed?.accessKeyId)
    if (fault && fault !== 'lost' && fault !== 'deny') {
      log.error = fault
      return accident(fault, wire, log)
    }

    const outcome = await this.#onTheWorld(wire.operation.name, () =>
      this.#attend(wire, request, signed, fault, log),
    )
    if (fault === 'lost') return { log: { ...log, error: 'lost' }, close: true }
    if ('error' in outcome) return refuse(wire.codec, wire.service, outcome.error)
    const response = wire.codec.write(wire, outcome.output, log.requestId)
    log.status = response.status
    return { log, response }
  }

  /** Runs what looks at the world or changes it: on the world as it is now, and so that a change is kept before it is answered. */
  async #onTheWorld<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const { keeper, world } = this.#options
    if (keeper && leavesTraces(operation) && !leavesNotes(world, operation)) return keeper.change(work)
    keeper?.refresh()
    return work()
  }

  async #attend(
    wire: WireCall,
    request: WireRequest,
    signed: Signature | undefined,
    fault: FaultKind | undefined,
    log: RequestLog,
  ): Promise<Outcome> {
    let write = leavesTraces(wire.operation.name) ? new Write(this.#options.world) : undefined
    const authenticate = () => this.#authenticate(request, signed)
    try {
      const principal = write ? write.run(authenticate) : authenticate()
      if ('kind' in principal) return { error: wireError(principal, wire.codec.kind) }
      log.account = principal.caller.account.id
      if (!write && isRecorded(wire.operation.name, principal)) {
        // What root reads is noted in its account, which stays in hand until then.
        write = new Write(this.#options.world)
        write.run(() => accountOf(this.#options.world, principal.caller.account.id))
      }
      const region = signed?.region ?? 'us-east-1'
      return await this.#perform(wire, request, principal, region, fault, log.requestId, write)
    } finally {
      write?.end()
    }
  }

  /** The principal behind the signature, or why it is refused. */
  #authenticate(request: WireRequest, signed: Signature | undefined): Principal | Refusal {
    const { world, clock, verify } = this.#options
    const principal = identify(world, signed?.accessKeyId ?? world.defaultAccessKeyId)
    if (!principal) return { kind: 'unknown-key' }
    const { session, key } = principal
    if (verify && signed) {
      if (signed.token !== session?.token) return { kind: 'unknown-key' }
      const refusal = checkSignature(request, signed, principal.secret, this.wireNow())
      if (refusal) return refusal
    }
    if (session && Date.parse(session.expires) <= clock.now().getTime()) return { kind: 'expired-token' }
    if (key && signed) {
      // Reads note it too: an account whose keys are in use is not let go.
      adoptedAccount(world, principal.caller.account.id)
      noteUse(key, clock.now(), signed)
    }
    return principal
  }

  async #perform(
    wire: WireCall,
    request: WireRequest,
    principal: Principal,
    region: string,
    fault: FaultKind | undefined,
    requestId: string,
    write?: Write,
  ): Promise<Outcome> {
    const { world, clock, quotas, afterWrite } = this.#options
    const operation = wire.operation.name
    const service = this.#services.find(
      (one) => one.prefix === wire.service.prefix && one.handlers[operation],
    )
    const handler = service?.handlers[operation]
    if (!service || !handler) {
      const name = `${wire.service.prefix}:${operation}`
      return {
        error: { name: 'NotImplemented', message: `The sandbox does not simulate ${name}.`, status: 501 },
      }
    }
    const authorizer = this.#authorizer
    // Global services are asked for in us-east-1, whatever Region the client signed with.
    const asked = { region: service.regional ? region : 'us-east-1', now: clock.now() }
    const call: Call = {
      world,
      caller: principal.caller,
      account: principal.caller.account,
      region,
      now: clock.now(),
      requestId,
      operation,
      id: (prefix, length) => nextId(world, prefix, length),
      allowed: (action, resource, context, policy) =>
        authorizer.decide(principal, asked, action, resource, context, policy).allowed,
    }
    let input: Record<string, unknown> = {}
    let error: WireError | undefined
    let output: Record<string, unknown> | undefined
    try {
      input = await wire.codec.read(wire, request).catch(unreadable)
      if (quotas && !quotas.take(drawnBy(wire.service.prefix, call, input))) throw new Throttled()
      const work = () => {
        authorizer.check(service, principal, call, input, wire, fault === 'deny')
        return handler(input, call)
      }
      output = ((await (write ? write.run(work) : work())) ?? {}) as Record<string, unknown>
    } catch (thrown) {
      error = asWireError(thrown, wire)
    }
    if (isRecorded(operation, principal)) {
      const code =
        error &&
        resolveError(wire.service, error, wire.codec.kind).code.replace(
          /^AccessDeniedException$/,
          'AccessDenied',
        )
      const outcome = error ? { error: { code: code ?? error.name, message: error.message } } : { output }
      const event = recordEvent(wire, call, principal, service.regional, input, outcome)
      deliverRecord(world, call.caller.account, event, call.now)
      write?.settle()
    }
    if (!isRead(operation)) await afterWrite?.(world)
    return error ? { error } : { output: output ?? {} }
  }
}

/** Use of a key is recorded once in 15 minutes (IAM User Guide, "Getting credential reports for your AWS account"). */
function noteUse(key: NonNullable<Principal['key']>, now: Date, { region, service }: Signature): void {
  if (key.lastUsed && Math.abs(now.getTime() - Date.parse(key.lastUsed.at)) < 15 * 60_000) return
  key.lastUsed = { at: now.toISOString(), region, service }
}
