import { BudgetsClient, DescribeBudgetsCommand } from '@aws-sdk/client-budgets'
import {
  CreateUserCommand,
  DeleteUserCommand,
  GenerateCredentialReportCommand,
  IAMClient,
  ListUsersCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { newWorld } from './builder.ts'
import { createSandbox } from './index.ts'
import type { Sandbox, SandboxOptions, World } from './index.ts'
import { clientConfig, keyOf, outcome } from './testing-principals.ts'

const ID = '111111111111'
let sandbox: Sandbox
afterEach(() => sandbox.close())

/** A sandbox that notes how many users there were each time something had changed. */
async function start(options: Partial<SandboxOptions> = {}) {
  const world = newWorld({ scenario: 'test', began: '2026-11-23T06:30:00Z' })
    .account(ID, (a) => a.user('mia', (u) => u.admin().key().isCaller()).user('guest'))
    .build()
  const seen: number[] = []
  const afterWrite = async ({ accounts }: World) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.push(accounts[ID]!.iam.users.length)
  }
  sandbox = await createSandbox({ world, afterWrite, ...options })
  return { seen, iam: new IAMClient(clientConfig(sandbox)), config: clientConfig(sandbox) }
}

describe('after a write', () => {
  it('is called before the answer is sent, with the world as it then is', async () => {
    const { seen, iam } = await start()
    await iam.send(new CreateUserCommand({ UserName: 'ann' }))
    expect(seen).toEqual([3])
    await iam.send(new DeleteUserCommand({ UserName: 'ann' }))
    expect(seen).toEqual([3, 2])
  })

  it('is called when the answer is then lost', async () => {
    const { seen, iam } = await start({ faults: 'lost:iam:CreateUser=1' })
    expect(await outcome(iam.send(new CreateUserCommand({ UserName: 'ann' })))).toContain('socket hang up')
    expect(seen).toEqual([3])
  })

  it('is called in a process without a socket alike', async () => {
    const { seen, config } = await start({ port: false })
    const { requestHandler } = sandbox
    await new IAMClient({ ...config, requestHandler }).send(new CreateUserCommand({ UserName: 'ann' }))
    expect(seen).toEqual([3])
  })

  it('is called for a refused one, which stands in the history', async () => {
    const { seen, iam } = await start()
    expect(await outcome(iam.send(new CreateUserCommand({ UserName: 'mia' })))).toContain('already exists')
    const guest = new IAMClient(clientConfig(sandbox, keyOf(sandbox.world, ID, 'guest')))
    expect(await outcome(guest.send(new DeleteUserCommand({ UserName: 'mia' })))).toMatch(/^AccessDenied/)
    expect(seen).toEqual([2, 2])
    expect(sandbox.world.accounts[ID]!.events.map((e) => e.name)).toEqual(['CreateUser', 'DeleteUser'])
  })

  it('is called for credentials that were handed out, which are recorded too', async () => {
    const { seen, config } = await start()
    await new STSClient(config).send(new GetSessionTokenCommand({}))
    expect(seen).toHaveLength(1)
    expect(sandbox.world.accounts[ID]!.events.at(-1)).toMatchObject({
      name: 'GetSessionToken',
      readOnly: true,
    })
  })

  it('is not called for reads, for what struck before the world was reached, or for what is not simulated', async () => {
    const { seen, iam, config } = await start({ faults: 'drop:iam:CreateUser=1,throttle:iam:DeleteUser=1' })
    await iam.send(new ListUsersCommand({}))
    await iam.send(new GenerateCredentialReportCommand({}))
    await new STSClient(config).send(new GetCallerIdentityCommand({}))
    await new BudgetsClient(config).send(new DescribeBudgetsCommand({ AccountId: ID }))
    await outcome(iam.send(new CreateUserCommand({ UserName: 'ann' })))
    await outcome(iam.send(new DeleteUserCommand({ UserName: 'guest' })))
    const stranger = { accessKeyId: 'AKIASANDBOX999999999', secretAccessKey: 'x' }
    await outcome(
      new IAMClient({ ...config, credentials: stranger }).send(new CreateUserCommand({ UserName: 'ann' })),
    )
    const upload = new UploadSSHPublicKeyCommand({ UserName: 'mia', SSHPublicKeyBody: 'x' })
    expect(await outcome(iam.send(upload))).toMatch(/^NotImplemented/)
    expect(seen).toEqual([])
  })
})
