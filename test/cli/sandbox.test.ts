/** `neverroot sandbox`: what it prints for a shell, whom it lets in, and what it keeps. */
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { allScenarios } from './report.ts'
import { Home, run } from './run.ts'
import { type Served, serve, serving } from './serve.ts'

/** A client as any SDK would make one of the exports. */
function settings({ env }: Pick<Served, 'env'>) {
  return {
    region: env.AWS_REGION!,
    endpoint: env.AWS_ENDPOINT_URL!,
    maxAttempts: 1,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID!,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    },
  }
}
const whoIs = async (served: Pick<Served, 'env'>) =>
  (await new STSClient(settings(served)).send(new GetCallerIdentityCommand({}))).Arn

async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const home = new Home()
  await use(home).finally(() => home.remove())
}

describe.concurrent('neverroot sandbox', () => {
  it('--list names every scenario in a line', async () => {
    const { stdout, stderr, code } = await run(['sandbox', '--list'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/)[0]),
    ).toEqual(allScenarios)
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })

  it.each(allScenarios)('%s: exports and nothing else on stdout, all of it fake and local', (scenario) =>
    withHome((home) =>
      serving([scenario], home, async (served) => {
        expect(served.stdout).toMatch(/^(export [A-Z_]+=\S+\n){4,5}$/)
        expect(served.env.AWS_ENDPOINT_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
        expect(served.env.AWS_ACCESS_KEY_ID).toContain('SANDBOX')
        expect(served.env.AWS_SECRET_ACCESS_KEY).toContain('not-a-secret')
        expect(await whoIs(served)).toMatch(/^arn:aws:/)
      }),
    ),
  )

  it('without a scenario: neglected-personal, as mia', () =>
    withHome((home) =>
      serving([], home, async (served) => {
        expect(await whoIs(served)).toMatch(/:user\/mia$/)
        expect(served.stderr(), "nothing of the SDK's own").not.toContain('Warning')
      }),
    ))

  it('--as-root hands out a session of root', () =>
    withHome((home) =>
      serving(['exemplary-personal', '--as-root'], home, async (served) => {
        expect(served.env).toHaveProperty('AWS_SESSION_TOKEN')
        expect(await whoIs(served)).toMatch(/:root$/)
      }),
    ))

  it('--account gives the world another id, and is not silently forgotten by a kept one', () =>
    withHome(async (home) => {
      await serving(['neglected-personal', '--account', '999999999999'], home, async (served) =>
        expect(await whoIs(served)).toBe('arn:aws:iam::999999999999:user/mia'),
      )
      const other = await run(['sandbox', 'neglected-personal', '--account', '888888888888'], { home })
      expect(other).toMatchObject({ code: 2, stdout: '' })
      expect(other.stderr).toMatch(/^neverroot: .*999999999999, not 888888888888\.\n.*--fresh.*\n$/)
    }))

  it('enterprise has as many accounts as it was told, and a kept one stays so', () =>
    withHome(async (home) => {
      await serving(['enterprise', '--accounts', '30', '--seed', '7'], home, async (served) => {
        const organizations = new OrganizationsClient(settings(served))
        let accounts = 0
        for await (const page of paginateListAccounts({ client: organizations }, {}))
          accounts += page.Accounts!.length
        expect(accounts).toBe(30)
      })
      const other = await run(['sandbox', 'enterprise', '--accounts', '40'], { home })
      expect(other).toMatchObject({ code: 2, stdout: '' })
      expect(other.stderr).toMatch(/^neverroot: .*30 accounts of seed 7, not 40 of seed 7\.\n.*--fresh.*\n$/)
    }))

  it.each<[when: string, args: string[], says: RegExp]>([
    ['no accounts', ['enterprise', '--accounts', '0'], /from 1 to 20000/],
    ['too many accounts', ['enterprise', '--accounts', '20001'], /from 1 to 20000/],
    ['not a number', ['enterprise', '--accounts', 'many'], /from 1 to 20000/],
    ['a size of another scenario', ['startup', '--accounts', '5'], /"startup" has no size/],
    ['quotas of nobody', ['startup', '--quotas', 'gcp'], /aws/],
  ])('%s: one sentence and what to do', async (_when, args, says) => {
    const { stdout, stderr, code } = await run(['sandbox', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })

  it('--port listens there, and only there until it ends', () =>
    withHome(async (home) => {
      const first = await serve([], home)
      const port = new URL(first.env.AWS_ENDPOINT_URL!).port
      const taken = await run(['sandbox', '--port', port])
      expect(taken).toMatchObject({ code: 2, stdout: '' })
      await first.stop()
      await serving(['--port', port], home, async (served) =>
        expect(served.env.AWS_ENDPOINT_URL).toBe(first.env.AWS_ENDPOINT_URL),
      )
    }))

  it('keeps what was answered when it is killed', () =>
    withHome(async (home) => {
      const first = await serve([], home)
      await new IAMClient(settings(first)).send(new CreateUserCommand({ UserName: 'pat' }))
      await first.kill()
      await serving([], home, async (served) => {
        const { Users } = await new IAMClient(settings(served)).send(new ListUsersCommand({}))
        expect(Users!.map((u) => u.UserName)).toEqual(['mia', 'pat'])
      })
    }))

  it('serves one world twice, on two ports', () =>
    withHome((home) =>
      serving([], home, (one) =>
        serving([], home, async (other) => {
          await new IAMClient(settings(one)).send(new CreateUserCommand({ UserName: 'pat' }))
          const { Users } = await new IAMClient(settings(other)).send(new ListUsersCommand({}))
          expect(Users!.map((u) => u.UserName)).toEqual(['mia', 'pat'])
        }),
      ),
    ))

  it('keeps what was changed when it ends with Ctrl-C, until --fresh', () =>
    withHome(async (home) => {
      const users = async (served: Served) =>
        (await new IAMClient(settings(served)).send(new ListUsersCommand({}))).Users!.map((u) => u.UserName)
      const first = await serve([], home)
      await new IAMClient(settings(first)).send(new CreateUserCommand({ UserName: 'pat' }))
      expect(await first.stop()).toBe(0)
      await serving([], home, async (served) => expect(await users(served)).toEqual(['mia', 'pat']))
      await serving(['--fresh'], home, async (served) => expect(await users(served)).toEqual(['mia']))
    }))

  it('shows the same world to an audit with --sandbox', () =>
    withHome(async (home) => {
      await serving([], home, async (served) => {
        await new IAMClient(settings(served)).send(new CreateUserCommand({ UserName: 'pat' }))
      })
      const args = ['audit', '--sandbox', 'neglected-personal', '--only', 'root-has-mfa', '--format', 'json']
      expect((await run(args, { home })).code).toBe(0)
      const world = home.files().find(([path]) => path.endsWith('neglected-personal.json'))!
      expect(world[1]).toContain('"pat"')
    }))

  it('checks signatures, and with --no-verify does not', () =>
    withHome(async (home) => {
      const wrong = ({ env }: Served) => ({ env: { ...env, AWS_SECRET_ACCESS_KEY: 'another' } })
      await serving([], home, async (served) =>
        expect(await whoIs(wrong(served)).catch((error: Error) => error.name)).toBe('SignatureDoesNotMatch'),
      )
      await serving(['--no-verify'], home, async (served) =>
        expect(await whoIs(wrong(served))).toMatch(/:user\/mia$/),
      )
    }))
})
