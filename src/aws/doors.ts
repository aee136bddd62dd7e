/**
 * Doors for thousands of accounts. Each reads with the credentials of one account and behaves as the plain door does;
 * what is expensive (clients, connections, the pace that AWS allows) they share.
 */
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols'
import type { Credentials } from './credentials.ts'
import type { Door, DoorOptions } from './door.ts'
import type { Meter } from './meter.ts'
import { Pacer } from './pacer.ts'
import { AwsClock } from './shared/clock.ts'
import { type House, SharedDoor } from './shared/door.ts'
import { openService } from './shared/service.ts'
import { canonicalQuery } from './shared/sign.ts'
import { openSockets } from './shared/sockets.ts'

export interface DoorsOptions extends Omit<
  DoorOptions,
  'credentials' | 'mayWrite' | 'maySend' | 'mayPublishTo' | 'onCall'
> {
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

export function openDoors(options: DoorsOptions): Doors {
  const services = new Map<string, ReturnType<typeof openService>>()
  const sockets = openSockets(options.connections ?? 256)
  const handler = options.requestHandler as
    { handle(request: HttpRequest, options: object): Promise<{ response: HttpResponse }> } | undefined
  const house: House = {
    options,
    clock: new AwsClock(),
    pacer: options.pacer ?? new Pacer(),
    service(service, region) {
      const key = `${service}/${region}`
      let opened = services.get(key)
      if (!opened) services.set(key, (opened = openService(service, region, options)))
      return opened
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

function withQuery({ path, query }: HttpRequest): string {
  const text = canonicalQuery(query as Record<string, string>)
  return text === '' ? path : `${path}?${text}`
}
