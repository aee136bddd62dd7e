/** `neverroot sandbox --act`: what people do outside any API, by hand, in a world that other commands may be using. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { SendPhoneNumberVerificationCommand, AccountClient } from '@aws-sdk/client-account'
import { CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { reportOf } from './report.ts'
import { Home, run } from './run.ts'
import { serving } from './serve.ts'

async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const home = new Home()
  await use(home).finally(() => home.remove())
}

const act = (home: Home, scenario: string, ...acts: string[]) =>
  run(['sandbox', scenario, ...acts.flatMap((one) => ['--act', one])], { home })
const exportsOf = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    [...stdout.matchAll(/^export ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
  )
const settings = (env: Record<string, string>) => ({
  region: 'us-east-1',
  endpoint: env.AWS_ENDPOINT_URL!,
  maxAttempts: 1,
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID!,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
  },
})

describe.concurrent('neverroot sandbox --act', () => {
  it('--list-acts names each in a line', async () => {
    const { stdout, stderr, code } = await run(['sandbox', '--list-acts'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^set-root-password +\S/m)
    expect(stdout).toMatch(/^register-root-mfa\[=virtual or fido\] +\S/m)
    expect(stdout).toMatch(/^first-sign-in=<user> +\S/m)
    expect(stdout.split('\n').filter((line) => line.length > 110)).toEqual([])
  })

  it('does all in order, says each on stderr, and the next audit sees it', () =>
    withHome(async (home) => {
      const acts = ['set-root-password', 'register-root-mfa=fido:safe', 'turn-on-billing-access']
      const done = await act(home, 'fresh-personal', ...acts)
      expect(done).toMatchObject({ code: 0, stdout: '' })
      expect(done.stderr.split('\n')).toHaveLength(4)
      const args = ['audit', '--sandbox', 'fresh-personal', '--only', 'root-has-mfa', '--format', 'json']
      const [finding] = reportOf(await run(args, { home })).findings
      expect(finding!.status).toBe('pass')
    }))

  it('prints a code alone, and the exports of a session', () =>
    withHome((home) =>
      serving(['neglected-personal'], home, async ({ env }) => {
        await new AccountClient(settings(env)).send(new SendPhoneNumberVerificationCommand({}))
        const code = await act(home, 'neglected-personal', 'code=+61412345600')
        expect(code).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[A-Z0-9]{6}\n$/) })

        const iam = new IAMClient(settings(env))
        const UserName = 'pat@mail.example'
        await iam.send(new CreateUserCommand({ UserName }))
        await iam.send(
          new CreateLoginProfileCommand({
            UserName,
            Password: 'Correct-Horse-7',
            PasswordResetRequired: true,
          }),
        )
        const refused = await act(home, 'neglected-personal', `first-sign-in=${UserName}`)
        expect(refused).toMatchObject({ code: 2, stdout: '' })
        expect(refused.stderr).toMatch(
          /^neverroot: pat@mail.example must change the first password and may not/,
        )

        const session = await act(home, 'neglected-personal', 'register-mfa=mia', 'log-in=mia')
        expect(session.code).toBe(0)
        const credentials = settings({ ...env, ...exportsOf(session.stdout) })
        const { Arn } = await new STSClient(credentials).send(new GetCallerIdentityCommand({}))
        expect(Arn).toMatch(/user\/mia$/)
      }),
    ))

  it('hands the world over: root logs out, and the administrator is the caller from then on', () =>
    withHome(async (home) => {
      const caller = async () => {
        const args = [
          'audit',
          '--sandbox',
          'exemplary-personal',
          '--only',
          'root-has-mfa',
          '--format',
          'json',
        ]
        const ran = await run(args, { home })
        return ran.code === 2 ? ran.stderr : reportOf(ran).caller.arn
      }
      expect(await caller()).toMatch(/user\/mia$/)
      await act(home, 'exemplary-personal', 'log-in-as-root')
      expect(await caller()).toMatch(/:root$/)
      await act(home, 'exemplary-personal', 'log-out-root')
      expect(await caller()).toMatch(/expired/i)
      await act(home, 'exemplary-personal', 'log-in=mia')
      expect(await caller()).toMatch(/user\/mia$/)
    }))

  it.each([
    [['fly'], /^neverroot: There is no act "fly"\.\n.*--list-acts\n$/],
    [['first-sign-in'], /^neverroot: The act "first-sign-in" needs a value\.\nWrite first-sign-in=USER\.\n$/],
    [['set-root-password=x'], /^neverroot: The act "set-root-password" takes no value\.\n/],
    [['register-root-mfa=paper'], /^neverroot: "paper" is no kind of MFA device\.\n/],
    [
      ['first-sign-in=nobody'],
      /^neverroot: There is no user nobody in account 111111111111\.\nThere is: mia\.\n$/,
    ],
    [['confirm=pat@mail.example'], /^neverroot: No mail of AWS waits for pat@mail\.example\.\n/],
    [[''], /^neverroot: "" is not what --act takes\.\n/],
    // What came before it is not done either.
    [['register-root-mfa', 'fly'], /^neverroot: There is no act "fly"\.\n/],
  ])('%j is a mistake in two lines, and changes nothing', (acts, says) =>
    withHome(async (home) => {
      const ran = await act(home, 'neglected-personal', ...acts)
      expect(ran).toMatchObject({ code: 2, stdout: '' })
      expect(ran.stderr).toMatch(says)
      const kept = home.files().find(([path]) => path.endsWith('neglected-personal.json'))
      if (kept) expect(kept[1]).not.toContain('EnableMFADevice')
    }),
  )
})
