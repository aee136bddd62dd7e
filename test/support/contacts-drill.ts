/** A company whose contacts are in order, with people who may do nothing but say who they are, and a mail server of its own. */
import { AccountClient, PutAlternateContactCommand } from '@aws-sdk/client-account'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { type GotMail, mailServer, type MailServerHere, type MailServerOptions } from './mail-server.ts'
import { reportOf } from '../cli/report.ts'
import { Home, type Ran, run, type RunOptions } from '../cli/run.ts'
import { serving } from '../cli/serve.ts'

export const account = '111111111111'
/** Whom AWS and its alarms write to there, and what for. */
export const addresses = {
  root: 'aws-management@corp.example',
  billing: 'accounts@corp.example',
  operations: 'operations@corp.example',
  security: 'security@corp.example',
} as const
export const phrase = 'blue heron over the harbour'
const people = ['driller', 'tomasz', 'patrycja']

export const configurationFor = (port: number) =>
  `drills:\n  phrase: ${phrase}\n  mail: { host: 127.0.0.1, port: ${port}, from: drills@corp.example }\n`

export interface Company {
  home: Home
  server: MailServerHere
  env: Record<string, string>
  /** As the administrator, or as somebody else. */
  as(who: string | undefined, args: readonly string[], more?: Omit<RunOptions, 'home'>): Promise<Ran>
  keys(who: string): Record<string, string>
  answer(who: string, code: string, ...more: string[]): Promise<Ran>
  /** The status, grade and message of the named controls. */
  audit(controls: readonly string[], ...more: string[]): Promise<Record<string, string>>
  changeSecurityContact(address: string): Promise<void>
}

export const opening = [
  'drill',
  'contacts',
  '--open',
  '--by',
  'Dana',
  '--reason',
  'quarterly',
  '--confirm',
  account,
]
export const reminding = ['drill', 'contacts', '--remind', '--by', 'Dana', '--confirm', account]
export const closing = ['drill', 'contacts', '--close', '--by', 'Dana', '--format', 'json']
/** Some hours from now, as `--now` takes it. */
export const inHours = (hours: number) => ['--now', new Date(Date.now() + hours * 3_600_000).toISOString()]

/** The code in the last message to an address. */
export function codeTo(got: readonly GotMail[], address: string): string {
  const mail = got.filter(({ to }) => to.includes(address)).at(-1)
  const code = /^Your code: (\S+)\s*$/m.exec(mail?.raw ?? '')?.[1]
  if (code === undefined) throw new Error(`no code came to ${address}`)
  return code
}

export const everyAddress = (got: readonly GotMail[]): string[] => got.flatMap(({ to }) => to)

export async function company(
  work: (company: Company) => Promise<void>,
  options: MailServerOptions = {},
): Promise<void> {
  const home = new Home()
  // AWS, as far as it is imitated, keeps its own things elsewhere.
  const aws = new Home()
  const server = await mailServer(options)
  home.file('work/neverroot.yaml', configurationFor(server.port))
  try {
    await serving(['exemplary-organization'], aws, async ({ env }) => {
      const keys: Record<string, Record<string, string>> = {}
      const client = {
        region: 'us-east-1',
        endpoint: env.AWS_ENDPOINT_URL!,
        credentials: {
          accessKeyId: env.AWS_ACCESS_KEY_ID!,
          secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
          ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
        },
      }
      const iam = new IAMClient(client)
      for (const UserName of people) {
        await iam.send(new CreateUserCommand({ UserName }))
        const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }))
        keys[UserName] = {
          AWS_ACCESS_KEY_ID: key!.AccessKeyId!,
          AWS_SECRET_ACCESS_KEY: key!.SecretAccessKey!,
        }
      }
      const PolicyDocument = (await run(['permissions', 'drill-contacts'])).stdout
      await iam.send(new PutUserPolicyCommand({ UserName: 'driller', PolicyName: 'drill', PolicyDocument }))
      const as: Company['as'] = (who, args, more) =>
        run(args, {
          ...more,
          home,
          env: { ...env, ...(who === undefined ? {} : { AWS_SESSION_TOKEN: undefined, ...keys[who] }) },
        })
      await work({
        home,
        server,
        env,
        as,
        keys: (who) => keys[who]!,
        answer: (who, code, ...more) =>
          as(who, ['drill', 'contacts', '--code-stdin', ...more], { stdin: `${code}\n` }),
        async audit(controls, ...more) {
          const only = ['audit', '--only', controls.join(','), '--format', 'json', '--as', 'business']
          const { findings } = reportOf(await as(undefined, [...only, ...more]))
          return Object.fromEntries(
            findings.map(({ control, status, grade, message }) => [
              control,
              `${status}${grade ? ` ${grade}` : ''}: ${message}`,
            ]),
          )
        },
        async changeSecurityContact(address) {
          await new AccountClient(client).send(
            new PutAlternateContactCommand({
              AlternateContactType: 'SECURITY',
              Name: 'Corp',
              Title: 'Team',
              EmailAddress: address,
              PhoneNumber: '+61 2 9374 4000',
            }),
          )
        },
      })
    })
  } finally {
    await server.close()
    home.remove()
    aws.remove()
  }
}
