/**
 * How many calls a second an audit of an organization can make: through a plain door for each account, and through
 * doors that share what is expensive. The sandbox answers in a process of its own, without checking signatures; what it
 * serves to a generator that only sends bytes is the ceiling of both. Ratios are what to compare: machines differ.
 *
 *   node bench/organization-transport.mjs [accounts] [accounts at once] [rounds]
 */
import { build } from 'esbuild'
import { fork } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { Agent } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [accounts = 1000, atOnce = 64, rounds = 3] = process.argv.slice(2).map(Number)
const place = { region: 'us-east-1', partition: 'aws', globalRegion: 'us-east-1' }

/** About what one account is asked in an audit. */
const calls = (account) => [
  ['sts:GetCallerIdentity', {}],
  ['iam:GetAccountSummary', {}],
  ['iam:GetAccountPasswordPolicy', {}],
  ['iam:ListVirtualMFADevices', {}],
  ['iam:GenerateCredentialReport', {}],
  ['iam:GetAccountAuthorizationDetails', { Filter: ['User', 'Group'] }],
  ['account:GetContactInformation', {}],
  ['account:GetAlternateContact', { AlternateContactType: 'SECURITY' }],
  ['account:GetAlternateContact', { AlternateContactType: 'BILLING' }],
  ['account:GetAlternateContact', { AlternateContactType: 'OPERATIONS' }],
  ['account:ListRegions', {}],
  ['budgets:DescribeBudgets', { AccountId: account }],
  ['cloudtrail:DescribeTrails', {}],
  ['organizations:DescribeOrganization', {}],
  ['sns:ListTopics', {}],
]

const folder = mkdtempSync(join(tmpdir(), 'neverroot-bench-'))
try {
  await bundle()
  const { NodeHttpHandler, openDoor, openDoors, openSockets } = await import(
    pathToFileURL(join(folder, 'client.mjs'))
  )
  const { child, url, owners } = await sandbox()
  const work = { plain: plainDoors, node: nodeClient, shared: sharedDoors, floor: bytesOnly }
  const best = {}
  for (let round = 0; round < rounds; round++)
    // Interleaved, so that a busy moment hits all alike; the best round is the one least disturbed.
    for (const [name, run] of Object.entries(work)) {
      const result = await timed(run)
      if (!best[name] || result.perSecond > best[name].perSecond) best[name] = result
    }
  child.disconnect()
  const { floor } = best
  console.log(`${accounts} accounts of ${calls('').length} calls, ${atOnce} at once; best of ${rounds}`)
  const line = (label, { perSecond, cpu }) =>
    console.log(
      `  ${label.padEnd(26)}${perSecond.toFixed(0).padStart(6)} calls/s  ${(perSecond / floor.perSecond).toFixed(2)} x floor  ${(cpu * 1e6).toFixed(0).padStart(5)} us of our CPU a call`,
    )
  line('a plain door each', best.plain)
  line('shared doors, node:http', best.node)
  line('shared doors', best.shared)
  line('bytes only: the sandbox', floor)
  console.log(
    `  shared is ${(best.shared.perSecond / best.plain.perSecond).toFixed(2)} x plain; by our CPU alone ${(best.plain.cpu / best.shared.cpu).toFixed(2)} x, ${(1 / best.shared.cpu).toFixed(0)} calls/s on one core`,
  )
  console.log(`  memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB after all`)

  async function plainDoors() {
    return eachOwner(async ({ account, credentials }) => {
      const door = openDoor({ place, endpoint: url, credentials: async () => credentials })
      await all(door, account)
      door.close()
    })
  }

  /** The same doors with the SDK's own handler and Node's client under them. */
  async function nodeClient() {
    const agent = new Agent({ keepAlive: true, maxSockets: 256 })
    const requestHandler = new NodeHttpHandler({ httpAgent: agent })
    await sharedDoors({ requestHandler: { handle: requestHandler.handle.bind(requestHandler) } })
    agent.destroy()
    return {}
  }

  async function sharedDoors(more = {}) {
    const doors = openDoors({ place, endpoint: url, ...more })
    try {
      return await eachOwner(async ({ account, credentials }) => {
        const door = doors.as({ account, credentials: async () => credentials })
        await all(door, account)
        door.close()
      })
    } finally {
      doors.close()
    }
  }

  /** Requests as they were signed for each owner before, sent again without a thought. */
  async function bytesOnly() {
    const recorded = []
    const requestHandler = {
      handle: async (request) => {
        recorded.push(request)
        throw Object.assign(new Error(), { name: 'Recorded' })
      },
    }
    const doors = openDoors({ place, endpoint: url, requestHandler })
    for (const { account, credentials } of owners) {
      const door = doors.as({ account, credentials: async () => credentials })
      await Promise.all(calls(account).map(([operation, input]) => door.call(operation, input)))
      door.close()
    }
    doors.close()
    const sockets = openSockets(256)
    const bare = recorded.map(({ method, path, headers, body, protocol }) => ({
      origin: `${protocol}//${headers.host}`,
      method,
      path,
      headers,
      body,
    }))
    const began = process.cpuUsage()
    const start = performance.now()
    const { signal } = new AbortController()
    setMaxListeners(0, signal)
    let next = 0
    let served = 0
    const lane = async () => {
      while (next < bare.length) {
        const { statusCode } = await sockets.send(bare[next++], signal)
        if (statusCode === 200 || statusCode === 400 || statusCode === 404) served += 1
      }
    }
    await Promise.all(Array.from({ length: Math.min(256, atOnce * calls('').length) }, lane))
    sockets.destroy()
    if (served !== owners.length * calls('').length)
      throw new Error(`the sandbox answered ${served} requests`)
    return { measured: { start, began } }
  }

  async function all(door, account) {
    const answers = await Promise.all(calls(account).map(([operation, input]) => door.call(operation, input)))
    for (const answer of answers)
      if (!answer.ok && !/NoSuch|ResourceNotFound|NotInUse/.test(answer.code)) throw new Error(answer.message)
  }

  async function eachOwner(look) {
    let next = 0
    const lane = async () => {
      while (next < owners.length) await look(owners[next++])
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    return {}
  }

  async function timed(run) {
    let began = process.cpuUsage()
    let start = performance.now()
    const { measured } = await run()
    if (measured) ({ start, began } = measured)
    const { user, system } = process.cpuUsage(began)
    const count = owners.length * calls('').length
    return { perSecond: (count / (performance.now() - start)) * 1_000, cpu: (user + system) / 1e6 / count }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The doors are no part of what is published, so they are bundled here, as `scripts/build.mjs` does it. */
async function bundle() {
  await build({
    stdin: {
      contents: `
        export { NodeHttpHandler } from '@smithy/node-http-handler'
        export { openDoor } from './src/aws/door.ts'
        export { openDoors } from './src/aws/doors.ts'
        export { openSockets } from './src/aws/shared/sockets.ts'`,
      resolveDir: join(import.meta.dirname, '..'),
    },
    outfile: join(folder, 'client.mjs'),
    ...esbuildOptions(),
  })
  await build({
    entryPoints: [join(import.meta.dirname, 'organization-world.ts')],
    outfile: join(folder, 'world.mjs'),
    ...esbuildOptions(),
  })
}

function esbuildOptions() {
  return {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { __VERSION__: '"0.0.0"' },
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  }
}

function sandbox() {
  return new Promise((resolve, reject) => {
    const child = fork(join(folder, 'world.mjs'), [String(accounts)])
    child.once('error', reject)
    child.once('exit', () => reject(new Error('the sandbox ended')))
    child.once('message', (told) => resolve({ child, ...told }))
  })
}
