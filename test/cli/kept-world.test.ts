/** Kept worlds: what was answered outlives a kill, and commands that use one world at the same time see each other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeptWorld } from '../../src/cli/kept-world.ts'
import { openSandbox } from '../../src/cli/sandboxed.ts'
import { loadWorld } from '../../src/sandbox/store.ts'

const scenario = 'neglected-personal'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neverroot-kept-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, `${scenario}.json`)
const open = (more: Partial<Parameters<typeof openSandbox>[0]> = {}) =>
  openSandbox({ scenario, folder, fresh: false, ...more })
type Opened = Awaited<ReturnType<typeof open>>

const iamOf = ({ connection }: Opened) =>
  new IAMClient({ ...connection, region: 'us-east-1', maxAttempts: 1 } as never)
const create = (opened: Opened, UserName: string) => iamOf(opened).send(new CreateUserCommand({ UserName }))
const users = async (opened: Opened) =>
  (await iamOf(opened).send(new ListUsersCommand({}))).Users!.map((u) => u.UserName!)
const keptUsers = async () =>
  Object.values((await loadWorld(folder, scenario))!.accounts)[0]!.iam.users.map((u) => u.name)

/** Starts the writer in a process of its own. `said` grows with what it was answered. */
function writer(prefix: string, most = 1000): { child: ChildProcess; said: string[]; ended: Promise<void> } {
  const script = join(import.meta.dirname, '../support/writer.ts')
  const child = spawn(process.execPath, ['--import=tsx', script, folder, prefix, String(most)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    said.push(...lines)
  })
  return { child, said, ended: new Promise((resolve) => child.once('close', () => resolve())) }
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('a kill in the middle', () => {
  it.each([1, 7, 23, 60])(
    'after %i answers loses none of them, and leaves a world that works',
    async (answers) => {
      const { child, said, ended } = writer('kill')
      await until(() => said.length > answers)
      child.kill('SIGKILL')
      await ended
      const answered = said.filter((line) => line !== 'ready')
      const kept = await keptUsers()
      expect(answered.length).toBeGreaterThanOrEqual(answers)
      expect(answered.filter((name) => !kept.includes(name))).toEqual([])
      // Nothing is in the way of the next one, which also clears up.
      const next = await open()
      await create(next, 'afterwards')
      await next.close()
      expect(await keptUsers()).toContain('afterwards')
      expect(readdirSync(folder)).toEqual([`${scenario}.json`])
    },
    60_000,
  )
})

describe('commands that use one world at the same time', () => {
  it('lose nothing of each other, in processes of their own', async () => {
    await (await open()).close()
    const writers = ['a', 'b'].map((name) => writer(name, 40))
    const here = await open()
    for (let n = 1; n <= 40; n++) await create(here, `c-${n}`)
    await Promise.all(writers.map((w) => w.ended))
    await here.close()
    const kept = await keptUsers()
    for (const name of ['a', 'b', 'c'])
      expect(kept.filter((user) => user.startsWith(`${name}-`))).toHaveLength(40)
  }, 60_000)

  it('see at once what the other did', async () => {
    const [one, other] = [await open(), await open()]
    await create(one, 'pat')
    expect(await users(other)).toContain('pat')
    await create(other, 'sam')
    expect(await users(one)).toEqual(expect.arrayContaining(['pat', 'sam']))
    await expect(create(one, 'sam')).rejects.toThrow('already exists')
    await one.close()
    await other.close()
    expect(await keptUsers()).toEqual(['mia', 'pat', 'sam'])
  })

  it('do many things at once in one turn, each with its own answer', async () => {
    const opened = await open()
    const names = Array.from({ length: 30 }, (_, i) => `many-${i % 20}`)
    const outcomes = await Promise.allSettled(names.map((name) => create(opened, name)))
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(20)
    expect(await keptUsers()).toHaveLength(21)
    await opened.close()
  })

  it('a reader that ends later takes nothing back', async () => {
    const [reader, other] = [await open(), await open()]
    await users(reader)
    await create(other, 'pat')
    await other.close()
    await reader.close()
    expect(await keptUsers()).toContain('pat')
  })

  it('--fresh begins anew for all of them', async () => {
    const one = await open()
    await create(one, 'pat')
    const fresh = await open({ fresh: true })
    expect(await users(one)).toEqual(['mia'])
    await create(one, 'sam')
    expect(await users(fresh)).toEqual(['mia', 'sam'])
    await Promise.all([one.close(), fresh.close()])
  })

  it('that begin together begin one world', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => open()))
    const [first, ...others] = opened.map((o) => o.sandbox.world.began)
    expect(others).toEqual(others.map(() => first))
    await Promise.all(opened.map((o) => o.close()))
  })
})

describe('what is kept from run to run', () => {
  it('the use of a key, which reads note', async () => {
    const first = await open({ now: new Date('2026-11-23T06:30:00Z') })
    await users(first)
    await first.close()
    const key = Object.values((await loadWorld(folder, scenario))!.accounts)[0]!.iam.users[0]!.accessKeys[0]!
    expect(key.lastUsed).toMatchObject({ at: '2026-11-23T06:30:00.000Z', service: 'iam' })
  })

  it('a credential report, for four hours', async () => {
    const reportAt = async (now: string) => {
      const opened = await open({ now: new Date(now) })
      const iam = iamOf(opened)
      await iam.send(new GenerateCredentialReportCommand({}))
      const { Content, GeneratedTime } = await iam.send(new GetCredentialReportCommand({}))
      await opened.close()
      return { made: GeneratedTime!.toISOString().slice(11, 16), text: Buffer.from(Content!).toString() }
    }
    const first = await reportAt('2026-11-23T06:30:00Z')
    expect(first).toMatchObject({ made: '06:30', text: expect.not.stringContaining('pat') })
    const between = await open({ now: new Date('2026-11-23T06:40:00Z') })
    await create(between, 'pat')
    await between.close()
    expect(await reportAt('2026-11-23T10:29:00Z')).toEqual(first)
    expect(await reportAt('2026-11-23T10:31:00Z')).toMatchObject({
      made: '10:31',
      text: expect.stringContaining('pat'),
    })
  })

  it('a session of root that was handed out', async () => {
    const first = await open()
    const { accessKeyId } = await first.rootCredentials()
    const second = await open()
    expect(second.sandbox.credentials(accessKeyId)).toHaveProperty('sessionToken')
  })
})

describe('a lock that is in the way', () => {
  const lock = (pid: number | undefined, agedMs = 0) => {
    const owner = pid === undefined ? '' : JSON.stringify({ pid, host: hostname(), token: 'x' })
    writeFileSync(`${file()}.lock`, owner)
    const at = new Date(Date.now() - agedMs)
    utimesSync(`${file()}.lock`, at, at)
  }
  /** A process id that nobody has. */
  const nobody = 2 ** 22 + 1

  it.each([
    ['of a process that is gone', nobody, 0],
    ['of a living process, from long ago', process.pid, 60_000],
    ['of a process that was killed before it could write its name', undefined, 3_000],
  ])('is taken over: %s', async (_, pid, agedMs) => {
    const opened = await open()
    writeFileSync(`${file()}.${nobody}-0123abcd.new`, '{"schema":')
    lock(pid, agedMs)
    await create(opened, 'pat')
    expect(await keptUsers()).toContain('pat')
    expect(readdirSync(folder)).toEqual([`${scenario}.json`])
  })

  it('is waited for, and then named in one sentence; nothing was done', async () => {
    await (await open()).close()
    const make = () => Promise.reject(new Error('there is one'))
    const kept = await KeptWorld.open(folder, scenario, { fresh: false, make, patienceMs: 50 })
    lock(process.pid)
    const change = () =>
      kept.change(async () => {
        kept.world.sequence = 999
      })
    const error = (await change().catch((e: unknown) => e)) as Error & { hint: string }
    expect(error.name).toBe('SandboxUsageError')
    expect(error.message).toMatch(/^Another neverroot \(process \d+\) is changing this kept world.*\.$/)
    expect(error.hint).toContain(`${scenario}.json.lock`)
    expect((await loadWorld(folder, scenario))!.sequence).not.toBe(999)
    rmSync(`${file()}.lock`)
    await change()
    expect((await loadWorld(folder, scenario))!.sequence).toBe(999)
  })

  it('lost while the process stood still keeps what is done from being kept', async () => {
    const opened = await open()
    const { world } = opened.sandbox
    const kept = await KeptWorld.open(folder, scenario, { fresh: false, make: async () => world })
    const change = kept.change(async () => {
      kept.world.sequence = 999
      lock(nobody)
    })
    await expect(change).rejects.toThrow('is changing this kept world')
    expect((await loadWorld(folder, scenario))!.sequence).not.toBe(999)
    kept.refresh()
    expect(kept.world.sequence, 'nor is it seen any more').not.toBe(999)
  })

  it('does not keep a reader', async () => {
    const opened = await open()
    lock(process.pid)
    expect(await users(opened)).toEqual(['mia'])
  })
})

describe('a kept enterprise', () => {
  const enterprise = () =>
    openSandbox({ scenario: 'enterprise', folder, fresh: false, size: { accounts: 300, seed: 1 } })
  const inside = async ({ connection }: Opened, account: string) => {
    const sts = new STSClient({ ...connection, region: 'us-east-1' } as never)
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'audit' }))
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    }
    return new IAMClient({ ...connection, region: 'us-east-1', credentials } as never)
  }
  const kept = () => loadWorld(folder, 'enterprise')
  const security = '200000000001'

  it('keeps sessions and reports when the command ends, changes at once, and nothing of what was read', async () => {
    const first = await enterprise()
    const iam = await inside(first, security)
    await iam.send(new GenerateCredentialReportCommand({}))
    expect((await kept())!.changed, 'notes wait').toBeUndefined()
    await iam.send(new CreateUserCommand({ UserName: 'pat' }))
    expect(Object.keys((await kept())!.changed!), 'a change does not').toEqual([security])
    await iam.send(new ListUsersCommand({}))
    await first.close()
    const again = await openSandbox({ scenario: 'enterprise', folder, fresh: false })
    const later = await inside(again, security)
    expect((await later.send(new ListUsersCommand({}))).Users!.map((u) => u.UserName)).toContain('pat')
    await expect(later.send(new GetCredentialReportCommand({}))).resolves.toBeDefined()
    await again.close()
    expect(Object.keys((await kept())!.accounts)).toEqual(['111111111111'])
  })

  it('leaves a session open while another command changes the world', async () => {
    const [one, other] = [await enterprise(), await enterprise()]
    const iam = await inside(one, security)
    await (await inside(other, security)).send(new CreateUserCommand({ UserName: 'robin' }))
    expect((await iam.send(new ListUsersCommand({}))).Users!.map((u) => u.UserName)).toContain('robin')
    await Promise.all([one.close(), other.close()])
  })
})
