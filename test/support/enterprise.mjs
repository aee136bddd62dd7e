/**
 * An enterprise of the built sandbox in a process of its own, which tells what it was asked. Started with `fork`: the wish
 * (accounts, seed, began, faults, quotas, latencyMs) is its argument, and its first message says where it answers.
 */
import { createSandbox, makeScenario } from '../../dist/sandbox.mjs'

const { accounts, seed = 1, began, ...options } = JSON.parse(process.argv[2])
/** How often each account was asked with credentials of its own, since this was last asked for. */
let asked = {}
const sandbox = await createSandbox({
  world: await makeScenario('enterprise', began, undefined, { accounts, seed }),
  now: began,
  verify: false,
  port: 0,
  onRequest: ({ account }) => {
    if (account) asked[account] = (asked[account] ?? 0) + 1
  },
  ...options,
})
process.on('message', () => {
  process.send(asked)
  asked = {}
})
process.on('disconnect', () => process.exit())
process.send({ url: sandbox.url, credentials: sandbox.credentials() })
