/** The one door to AWS: every request of the product passes here, is counted, timed, retried and, if refused, classified. */
import { type Answer, refused } from './answer.ts'
import { makeClient } from './client.ts'
import { type Credentials, kept } from './credentials.ts'
import { Meter } from './meter.ts'
import { countAttempts, keepSecrets, stayInPartition } from './middleware.ts'
import {
  isRead,
  isSend,
  type Input,
  type Operation,
  opensSession,
  type Output,
  type ServicePrefix,
} from './operations.ts'
import { Interrupted } from './refusal.ts'
import type { Place } from './region.ts'
import { Pauses, StoppableRetries } from './retry.ts'

export interface DoorOptions {
  credentials: Credentials
  place: Place
  /** Replaces AWS's own endpoints for every service. */
  endpoint?: string
  /** The profile whose endpoints and other settings hold, where it is not the one that AWS_PROFILE names. */
  profile?: string
  /** Where clients send requests instead of sockets: the sandbox in this process. */
  requestHandler?: object
  /** Milliseconds that one call may take in all, retries included; finding credentials is not part of it. */
  timeoutMs?: number
  maxAttempts?: number
  /** True: calls that change something may be made. Only applying a plan opens such a door; every other one reads. */
  mayWrite?: boolean
  /** The ARN of a topic: messages may be published to it, and to no other one. Only sending opens such a door. */
  mayPublishTo?: string
  /** An address: mail may be sent from it through SES, and from no other one. Only sending opens such a door. */
  mayMailFrom?: string
  /** True: what tells others something may be sent, and nothing may be changed. Drills and imports of findings open such a door. */
  maySend?: boolean
  /** Aborts every call under way. */
  signal?: AbortSignal
  /** Told of every call as it is made. */
  onCall?: (operation: Operation, region: string) => void
}

export interface Door {
  readonly place: Place
  readonly meter: Meter
  call<O extends Operation>(
    operation: O,
    input: Input<O>,
    options?: { region?: string },
  ): Promise<Answer<Output<O>>>
  /** How far AWS's clock is ahead of ours in milliseconds, as the last answers showed. */
  clockOffset(): number
  close(): void
}

/** Operations with so low a quota that two at a time only throttle each other (LookupEvents: 2 a second). */
export const oneAtATime: ReadonlySet<Operation> = new Set<Operation>(['cloudtrail:LookupEvents'])

export function openDoor(options: DoorOptions): Door {
  const meter = new Meter()
  const clients = new Map<string, ReturnType<typeof clientFor>>()
  const queues = new Map<string, Promise<unknown>>()
  const { timeoutMs = 20_000, maxAttempts = 5 } = options
  const handler = options.requestHandler
    ? Promise.resolve({ ...options.requestHandler, destroy: () => undefined })
    : sharedHandler()
  const clock = { offset: 0 }
  const credentials = kept(options.credentials)
  const pauses = new Pauses()
  const stop = () => pauses.stop()
  options.signal?.addEventListener('abort', stop, { once: true })

  const isAllowed = (operation: Operation, input: unknown) =>
    (operation === 'sns:Publish' &&
      options.mayPublishTo !== undefined &&
      (input as Input<'sns:Publish'>).TopicArn === options.mayPublishTo) ||
    (operation === 'sesv2:SendEmail' &&
      options.mayMailFrom !== undefined &&
      (input as Input<'sesv2:SendEmail'>).FromEmailAddress === options.mayMailFrom)

  async function clientFor(service: ServicePrefix, region: string) {
    const { namespace, client } = await makeClient(service, region, {
      credentials,
      endpoint: options.endpoint,
      profile: options.profile,
      retryStrategy: new StoppableRetries(maxAttempts, pauses),
      maxAttempts,
      requestHandler: await handler,
    })
    client.middlewareStack.add(stayInPartition(options.place.partition), {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'neverrootPartition',
    })
    client.middlewareStack.add(keepSecrets(options.requestHandler !== undefined), {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'neverrootSecrets',
    })
    client.middlewareStack.add(countAttempts(meter, clock), {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'neverrootMeter',
    })
    return { namespace, client }
  }

  async function send(operation: Operation, input: unknown, region: string): Promise<Answer<never>> {
    const [service, name] = operation.split(':') as [ServicePrefix, string]
    const key = `${service}/${region}`
    if (!clients.has(key)) clients.set(key, clientFor(service, region))
    const { namespace, client } = await clients.get(key)!
    // A process or a sign-in behind the credentials may take longer than a call, and must be possible to interrupt.
    if (options.signal?.aborted) throw new Interrupted()
    await pauses.unlessStopped(credentials())
    meter.called(operation)
    options.onCall?.(operation, region)
    const limit = AbortSignal.timeout(timeoutMs)
    const abortSignal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
    const at = () => new Date(Date.now() + clock.offset).toISOString()
    try {
      const output = await client.send(new namespace[`${name}Command`]!(input), { abortSignal })
      return { ok: true, output: output as never, at: at() }
    } catch (error) {
      if (options.signal?.aborted) throw new Interrupted()
      return refused(error, operation, limit.aborted, at())
    }
  }

  return {
    place: options.place,
    meter,
    async call(operation, input, where = {}) {
      if (isSend(operation)) {
        if (!options.maySend)
          throw new Error(`${operation} tells others something: only what was asked to send may`)
      } else if (
        !options.mayWrite &&
        !isRead(operation) &&
        !opensSession(operation) &&
        !isAllowed(operation, input)
      )
        throw new Error(`${operation} changes something: only applying a plan may`)
      if (options.signal?.aborted) throw new Interrupted()
      const region = where.region ?? options.place.region
      if (!oneAtATime.has(operation)) return send(operation, input, region)
      const queue = `${operation}/${region}`
      const turn = (queues.get(queue) ?? Promise.resolve()).then(() => send(operation, input, region))
      queues.set(
        queue,
        turn.catch(() => undefined),
      )
      return turn
    },
    clockOffset: () => clock.offset,
    close() {
      options.signal?.removeEventListener('abort', stop)
      stop()
      void handler.then((h) => h.destroy())
    },
  }
}

async function sharedHandler() {
  const [{ NodeHttpHandler }, { Agent: HttpsAgent }, { Agent: HttpAgent }] = await Promise.all([
    import('@smithy/node-http-handler'),
    import('node:https'),
    import('node:http'),
  ])
  const agent = { keepAlive: true, maxSockets: 50 }
  return new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  })
}
