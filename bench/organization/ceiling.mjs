/**
 * What the imitation alone can serve: the requests of a real audit, recorded on their way and sent again by a generator
 * that only sends bytes. No audit can be faster than that on the same machine.
 */
import { createServer, request as ask } from 'node:http'
import { audit } from './processes.mjs'

const { default: Pool } = await import('undici/lib/dispatcher/pool.js')
const lanes = 128

export async function ceilingOf(folder, env, flags) {
  const recorded = await record(folder, env, flags)
  let best = 0
  for (let round = 0; round < 3; round++) best = Math.max(best, await replay(env.AWS_ENDPOINT_URL, recorded))
  return best
}

async function record(folder, env, flags) {
  const recorded = []
  const to = new URL(env.AWS_ENDPOINT_URL)
  const proxy = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url: path, headers } = request
      const body = Buffer.concat(chunks)
      recorded.push({ method, path, headers: { ...headers, connection: undefined }, body })
      ask({ host: to.hostname, port: to.port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers)
        answer.pipe(response)
      }).end(body)
    })
  })
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const through = { ...env, AWS_ENDPOINT_URL: `http://127.0.0.1:${proxy.address().port}` }
  await audit(folder, through, ...flags)
  proxy.closeAllConnections()
  proxy.close()
  return recorded.map(({ method, path, headers, body }) => ({
    method,
    path,
    body: body.length > 0 ? body : null,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
  }))
}

async function replay(url, recorded) {
  const pool = new Pool(url, { connections: lanes })
  let next = 0
  const lane = async () => {
    while (next < recorded.length) await exchange(pool, recorded[next++])
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  const perSecond = recorded.length / ((performance.now() - began) / 1_000)
  await pool.destroy()
  return perSecond
}

const exchange = (pool, request) =>
  new Promise((resolve, reject) =>
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd: resolve,
      onResponseError: (_, error) => reject(error),
    }),
  )
