/** A real process that is killed in the middle of applying, at every call: the next one finishes, and does nothing twice. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRead } from '../../src/aws/index.ts'
import { createSandbox, makeScenario, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { changes, contents, journals, mails } from '../support/accidents.ts'
import { Home, run, start } from './run.ts'

/** Both clocks stand still, so that two runs leave the same dates. */
const began = '2026-11-23T06:30:00.000Z'
const whole = process.env.NEVERROOT_SOAK === '1'
const config = `
contacts:
  primary: { phone: "+61 412 345 611" }
  billing: { name: Accounts, title: Billing, email: aws-billing@corp.example, phone: "+61 2 9374 4001" }
  operations: { name: Desk, title: Support, email: aws-ops@corp.example, phone: "+61 2 9374 4002" }
  security: { name: Security, title: Security, email: aws-security@corp.example, phone: "+61 2 9374 4003" }
alerts: { emails: [a@posteo.example, b@mail.example] }
administrator: { name: first.admin@corp.example }
people: { companyPhones: ["+61 412 345 611"] }
`

/** When the process is killed, seen from the call: before AWS did it, when it is done and not answered, when it was answered. */
const moments = ['before', 'during', 'after'] as const
type Moment = (typeof moments)[number]

let home: Home
let sandbox: Sandbox
beforeEach(() => {
  home = new Home()
  home.file('work/neverroot.yaml', config)
})
afterEach(async () => {
  await sandbox.close()
  home.remove()
})

const env = (): NodeJS.ProcessEnv => {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentials()
  return {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
  }
}
const accountOf = (world: World) => Object.keys(world.accounts)[0]!
const args = (world: World) => [
  'apply',
  ...['--confirm', accountOf(world), '--as', 'business', '--no-cost-explorer', '--now', began],
  ...['--password-to', `cat > '${join(home.folder, 'password')}'`],
]
const withoutChoice = (list: string[]) => list.filter((word) => !['--as', 'business'].includes(word))

/** Serves the scenario and applies its plan; a signal is sent at the n-th call that changes something. */
async function applying(scenario: string, strike?: { nth: number; moment: Moment; signal: NodeJS.Signals }) {
  const world = await makeScenario(scenario, began)
  let writes = 0
  let answered = -1
  let kill: () => Promise<unknown> = async () => undefined
  sandbox = await createSandbox({
    world,
    now: began,
    afterWrite: async () => {
      if (strike && writes === strike.nth && strike.moment === 'during') await kill()
    },
  })
  sandbox.faults.strike = (operation) => {
    if (!strike) return undefined
    if (answered === strike.nth && strike.moment === 'after') {
      void kill()
      return 'drop'
    }
    if (isRead(operation)) return undefined
    writes++
    if (writes === strike.nth && strike.moment === 'before') {
      void kill()
      return 'drop'
    }
    answered = writes
    return undefined
  }
  const { child, ended } = start(args(world), home, { env: env() })
  kill = async () => {
    if (strike) child.kill(strike.signal)
    // The answer must not arrive while the process is still being ended.
    if (strike?.signal === 'SIGKILL') await ended
  }
  const ran = await ended
  sandbox.faults.strike = () => undefined
  return { world, ran, writes: () => writes }
}

async function writesOf(scenario: string) {
  const world = await makeScenario(scenario, began)
  sandbox = await createSandbox({ world, now: began })
  let writes = 0
  const strike = sandbox.faults.strike.bind(sandbox.faults)
  sandbox.faults.strike = (operation, key) => {
    if (!isRead(operation)) writes++
    return strike(operation, key)
  }
  const ran = await run(args(world), { home, env: env() })
  expect(ran.code, ran.stderr).toBe(0)
  return { world, writes }
}

describe.each(['neglected-business', 'fresh-personal'])('%s', (scenario) => {
  it('killed at its calls, before, during and after: the next process finishes it', async () => {
    const calm = await writesOf(scenario)
    expect(calm.writes).toBeGreaterThan(8)
    await sandbox.close()
    const all = Array.from({ length: calm.writes }, (_, i) => i + 1).flatMap((nth) =>
      moments.map((moment) => ({ nth, moment })),
    )
    // Neighbours in the list differ in both, so that a few of them still meet every kind.
    const struck = whole ? all : all.filter((_, i) => i % 8 === 3)
    for (const { nth, moment } of struck) {
      home.remove()
      home = new Home()
      home.file('work/neverroot.yaml', config)
      const { world, ran } = await applying(scenario, { nth, moment, signal: 'SIGKILL' })
      const when = `killed ${moment} call ${nth} of ${calm.writes}`
      expect(ran.code, when).not.toBe(0)
      const again = await run([...withoutChoice(args(world)), '--resume'], { home, env: env() })
      // After its last step was written down there is nothing to carry on with.
      const over = /came to its end/.test(again.stderr)
      expect(over ? 0 : again.code, `${when}: ${again.stderr}`).toBe(0)
      expect(contents(world), when).toEqual(contents(calm.world))
      expect(mails(world), when).toEqual(mails(calm.world))
      expect(changes(world, accountOf(world)), when).toEqual(changes(calm.world, accountOf(world)))
      told(when)
      await sandbox.close()
    }
  }, 600_000)

  it('interrupted with Ctrl-C: exit code 130, the lock is gone, and it carries on', async () => {
    const { world, ran } = await applying(scenario, { nth: 4, moment: 'during', signal: 'SIGINT' })
    expect(ran).toMatchObject({ code: 130 })
    expect(ran.stderr).toMatch(
      /interrupted; what was done stands in the journal\. Carry on: neverroot apply --resume/,
    )
    expect(home.files().filter(([path]) => path.endsWith('.lock'))).toEqual([])
    const again = await run([...withoutChoice(args(world)), '--resume'], { home, env: env() })
    expect(again.code, again.stderr).toBe(0)
    told('after Ctrl-C')
  })
})

/** Every step that counts as done was begun and ended in the journal, and no password is anywhere but where it was sent. */
function told(when: string): void {
  const [lines] = journals(home.state)
  for (const line of lines ?? []) {
    if (line.kind !== 'end' || line.result !== 'applied') continue
    const begun = lines!.some((l) => l.kind === 'begin' && l.step === line.step)
    expect(begun, `${when}: ${line.step}`).toBe(true)
  }
  const kept = home
    .files(home.folder)
    .find(([path]) => path === 'password')?.[1]
    .trim()
  if (!kept) return
  const elsewhere = home
    .files(home.folder)
    .filter(([path, text]) => path !== 'password' && text.includes(kept))
  expect(
    elsewhere.map(([path]) => path),
    when,
  ).toEqual([])
}
