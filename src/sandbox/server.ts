import type http from 'node:http'
import { createClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { credentialsOf, type SandboxCredentials } from './credentials.ts'
import { Dispatcher } from './dispatch.ts'
import type { Answer, RequestLog } from './dispatch.ts'
import { Faults } from './faults.ts'
import type { FaultSpec } from './faults.ts'
import { inProcess, type RequestHandler } from './in-process.ts'
import { Quotas } from './quotas.ts'
import type { Keeper } from './keeper.ts'
import type { Service } from './service.ts'
import { services as allServices } from './services/index.ts'
import { SandboxUsageError } from './usage-error.ts'
import type { World } from './world.ts'
import { createCatalogue } from './wire/catalogue.ts'
import type { WireRequest } from './wire/types.ts'

export interface SandboxOptions {
  world: World
  /** Default 0: any free port. `false`: do not listen at all; only `requestHandler` reaches it. */
  port?: number | false
  /** Where the world's clock stands still until moved; without it, the machine's clock. */
  now?: Date | string
  faults?: FaultSpec | string
  /** `aws`: the request rates that AWS publishes are kept to. Without it any number is answered. */
  quotas?: 'aws'
  /** Each answer waits so long, those to parallel requests in parallel. */
  latencyMs?: number
  /** False switches signature checks off. Default true. */
  verify?: boolean
  /** Instead of all services. */
  services?: readonly Service[]
  onRequest?: (log: RequestLog) => void
  /**
   * Awaited after each request that changed something (a refused one too: it is in the history), and before its answer
   * is sent; also when the answer is then lost. Reads do not count, nor what they note of a key's use.
   */
  afterWrite?: (world: World) => Promise<void>
  /** Keeps the world outside this process, where others may change it too. */
  keeper?: Keeper
}

/** A running imitation of AWS. */
export interface Sandbox {
  /** Endpoint of every service, for AWS_ENDPOINT_URL. */
  url: string
  port: number
  /** For an SDK client in this process: answers without a socket. */
  requestHandler: RequestHandler
  world: World
  clock: Clock
  faults: Faults
  /** Requests answered so far, by `iam:GetAccountSummary`. */
  requests: Record<string, number>
  /** Credentials of an access key id of the world: the scenario's default caller when none is given. */
  credentials(accessKeyId?: string): SandboxCredentials
  /** Stops listening and breaks what is still open. */
  close(): Promise<void>
}

/** Serves a world on 127.0.0.1. Throws SandboxUsageError for a bad fault specification or a port in use. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { world, latencyMs = 0 } = options
  const services = options.services ?? allServices
  const clock = createClock(options.now)
  const faults = new Faults(options.faults)
  const dispatcher = new Dispatcher({
    world,
    clock,
    faults,
    services,
    catalogue: createCatalogue(services),
    verify: options.verify ?? true,
    quotas: options.quotas && new Quotas(),
    keeper: options.keeper,
    afterWrite: options.afterWrite,
  })
  const requests: Record<string, number> = {}

  const answer = async (request: WireRequest): Promise<Answer> => {
    const answered = await dispatcher.answer(request)
    requests[answered.log.operation] = (requests[answered.log.operation] ?? 0) + 1
    options.onRequest?.(answered.log)
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
    return answered
  }
  const { url, port, close } =
    options.port === false
      ? { url: 'http://sandbox.invalid', port: 0, close: async () => undefined }
      : await serve(answer, () => dispatcher.wireNow(), options.port ?? 0)
  return {
    url,
    port,
    requestHandler: inProcess(answer, () => dispatcher.wireNow()),
    world,
    clock,
    faults,
    requests,
    credentials: (accessKeyId = world.defaultAccessKeyId) => credentialsOf(world, accessKeyId),
    close,
  }
}

/** Listens on 127.0.0.1 and nowhere else. */
async function serve(answer: (request: WireRequest) => Promise<Answer>, date: () => Date, wanted: number) {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    readRequest(request)
      .then(answer)
      .then((answered) => sendAnswer(response, answered, date()))
      .catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  const port = await listen(server, wanted)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(request: http.IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  return {
    method: request.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
    body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
  }
}

function sendAnswer(response: http.ServerResponse, answer: Answer, date: Date): void {
  if ('hang' in answer) return
  if ('close' in answer) {
    response.destroy()
    return
  }
  const { status, headers, body } = answer.response
  response.writeHead(status, {
    ...headers,
    'x-amzn-requestid': answer.log.requestId,
    date: date.toUTCString(),
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new SandboxUsageError(`Port ${port} is in use.`, 'Choose another port, or none for any free one.')
          : error,
      ),
    )
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}
