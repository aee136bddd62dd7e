/** Every source of credentials that the SDK knows, each really used: against the sandbox and servers on loopback. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connect, type Connection, UserError } from '../../src/index.ts'
import { credentialsFor } from '../../src/aws/index.ts'
import { addSession } from '../../src/sandbox/builder/iam.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { environment, loopback } from '../support/environment.ts'

const account = '111111111111'
const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`
const inAnHour = () => new Date(Date.now() + 3600_000).toISOString()
const anHourAgo = () => new Date(Date.now() - 3600_000).toISOString()

/** An account with a user `mia`, a role that she may assume, one that only that role may assume, and sessions. */
async function aws() {
  const world = newWorld({ scenario: 'test', began: new Date().toISOString() })
    .account(account, (a) =>
      a
        .user('mia', (u) => u.admin().key().isCaller())
        .role('auditor', { trust: `arn:aws:iam::${account}:user/mia`, attached: ['AdministratorAccess'] })
        .role('deep', { trust: arnOf('auditor'), attached: ['SecurityAudit'] }),
    )
    .build()
  const session = addSession(world, account, { kind: 'role', name: 'auditor', sessionName: 'sso-mia' })
  const sandbox = await createSandbox({ world })
  onTestFinished(() => sandbox.close())
  const mia = sandbox.credentials()
  return {
    sandbox,
    url: sandbox.url,
    key: `aws_access_key_id = ${mia.accessKeyId}\naws_secret_access_key = ${mia.secretAccessKey}\n`,
    mia,
    session: sandbox.credentials(session),
  }
}

/** Who AWS says that we are. */
async function whoAmI(connection: Connection): Promise<string> {
  const { door, caller } = await connect(connection)
  door.close()
  return caller.arn
}

async function mistake(promise: Promise<unknown>): Promise<UserError> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

const user = `arn:aws:iam::${account}:user/mia`
const assumed = (role: string) => new RegExp(`^arn:aws:sts::${account}:assumed-role/${role}/`)

describe('sources of credentials', () => {
  it('the environment', async () => {
    const { url, mia } = await aws()
    environment({ AWS_ACCESS_KEY_ID: mia.accessKeyId, AWS_SECRET_ACCESS_KEY: mia.secretAccessKey })
    expect(await whoAmI({ endpoint: url })).toBe(user)
  })

  it('the environment, with a session token and AWS_ENDPOINT_URL', async () => {
    const { url, session } = await aws()
    environment({
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken!,
      AWS_ENDPOINT_URL: url,
    })
    expect(await whoAmI({})).toMatch(assumed('auditor'))
  })

  it('the default profile', async () => {
    const { url, key } = await aws()
    environment({}, { credentials: `[default]\n${key}` })
    expect(await whoAmI({ endpoint: url })).toBe(user)
  })

  it.each(['flag', 'AWS_PROFILE'])('a profile with keys, named by %s', async (how) => {
    const { url, key } = await aws()
    environment(how === 'flag' ? {} : { AWS_PROFILE: 'lab' }, { credentials: `[lab]\n${key}` })
    expect(await whoAmI({ endpoint: url, ...(how === 'flag' ? { profile: 'lab' } : {}) })).toBe(user)
  })

  it('a profile wins over keys in the environment, without a word on stderr', async () => {
    const { url, key } = await aws()
    environment(
      { AWS_ACCESS_KEY_ID: 'AKIANOBODYKNOWSTHISK', AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) },
      { credentials: `[lab]\n${key}` },
    )
    const warn = vi.spyOn(console, 'warn')
    expect(await whoAmI({ endpoint: url, profile: 'lab' })).toBe(user)
    expect(warn).not.toHaveBeenCalled()
  })

  it("a profile's endpoint_url, without any other word of an endpoint", async () => {
    const { url, key } = await aws()
    environment({}, { config: `[profile lab]\nregion = eu-west-1\nendpoint_url = ${url}\n${key}` })
    expect(await whoAmI({ profile: 'lab' })).toBe(user)
  })

  it("the endpoints of a profile's services section", async () => {
    const { url, key } = await aws()
    environment(
      {},
      {
        config: `[profile lab]\nservices = local\n${key}\n[services local]\nsts =\n  endpoint_url = ${url}\n`,
      },
    )
    expect(await whoAmI({ profile: 'lab' })).toBe(user)
  })

  const roleFiles = (key: string, more = '') => ({
    config: `[profile base]\n${key}\n[profile audit]\nrole_arn = ${arnOf('auditor')}\nsource_profile = base\n${more}`,
  })
  it.each([
    ['the endpoint of the run', (url: string) => ({ connection: { endpoint: url } })],
    ['AWS_ENDPOINT_URL', (url: string) => ({ env: { AWS_ENDPOINT_URL: url } })],
    ['AWS_ENDPOINT_URL_STS', (url: string) => ({ env: { AWS_ENDPOINT_URL_STS: url } })],
    ['endpoint_url of the profile', (url: string) => ({ more: `endpoint_url = ${url}\n` })],
  ] as [string, (url: string) => { connection?: Connection; env?: Record<string, string>; more?: string }][])(
    'a role to assume, where STS is at %s',
    async (_where, given) => {
      const { url, key, sandbox } = await aws()
      const { connection, env, more } = given(url)
      environment(env, roleFiles(key, more))
      expect(await whoAmI({ ...connection, profile: 'audit' })).toMatch(assumed('auditor'))
      expect(sandbox.requests['sts:AssumeRole']).toBe(1)
    },
  )

  it('a role behind a role: each is assumed by the one before', async () => {
    const { url, key } = await aws()
    environment({}, roleFiles(key, `[profile deep]\nrole_arn = ${arnOf('deep')}\nsource_profile = audit\n`))
    expect(await whoAmI({ endpoint: url, profile: 'deep' })).toMatch(assumed('deep'))
  })

  it('a role with credential_source = Environment', async () => {
    const { url, mia } = await aws()
    environment(
      { AWS_ACCESS_KEY_ID: mia.accessKeyId, AWS_SECRET_ACCESS_KEY: mia.secretAccessKey },
      { config: `[profile audit]\nrole_arn = ${arnOf('auditor')}\ncredential_source = Environment\n` },
    )
    expect(await whoAmI({ endpoint: url, profile: 'audit' })).toMatch(assumed('auditor'))
  })

  it('a role is assumed in the Region of the run, so in its partition', async () => {
    const { key } = await aws()
    environment({}, roleFiles(key))
    let authorization = ''
    const server = await loopback((request) => {
      authorization = request.headers.authorization ?? ''
      return { status: 403, body: '' }
    })
    await mistake(credentialsFor({ profile: 'audit', region: 'cn-north-1', endpoint: server.url })())
    expect(authorization).toContain('/cn-north-1/sts/aws4_request')
  })

  it('credential_process', async () => {
    const { url, session } = await aws()
    const says = JSON.stringify({
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: inAnHour(),
    })
    const { file } = environment()
    const program = file('vault', says)
    file('config', `[profile vault]\ncredential_process = cat "${program}"\n`)
    expect(await whoAmI({ endpoint: url, profile: 'vault' })).toMatch(assumed('auditor'))
  })

  it('a web identity token, as a CI job has', async () => {
    const { url, session } = await aws()
    const sts = await loopback((_request, body) => {
      const asked = new URLSearchParams(body)
      if (
        asked.get('Action') !== 'AssumeRoleWithWebIdentity' ||
        asked.get('WebIdentityToken') !== 'the-token'
      )
        return { status: 400 }
      return {
        headers: { 'content-type': 'text/xml' },
        body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>${session.secretAccessKey}</SecretAccessKey><SessionToken>${session.sessionToken}</SessionToken><Expiration>${inAnHour()}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      }
    })
    const { file, folder } = environment({ AWS_ROLE_ARN: arnOf('auditor') })
    file('token', 'the-token')
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = join(folder, 'token')
    const credentials = credentialsFor({ region: 'us-east-1', endpoint: sts.url })
    expect(await whoAmI({ endpoint: url, credentials })).toMatch(assumed('auditor'))
    expect(sts.requests).toEqual(['POST /'])
  })

  it('container credentials', async () => {
    const { url, session } = await aws()
    const agent = await loopback((request) =>
      request.headers.authorization === 'let-me-in'
        ? {
            body: {
              AccessKeyId: session.accessKeyId,
              SecretAccessKey: session.secretAccessKey,
              Token: session.sessionToken,
              Expiration: inAnHour(),
            },
          }
        : { status: 401, body: {} },
    )
    environment({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'let-me-in',
    })
    expect(await whoAmI({ endpoint: url })).toMatch(assumed('auditor'))
  })

  it("an instance's role", async () => {
    const { url, session } = await aws()
    const metadata = await loopback((request) => {
      if (request.method === 'PUT') return { body: 'metadata-token' }
      if (request.headers['x-aws-ec2-metadata-token'] !== 'metadata-token') return { status: 401 }
      if (request.url!.endsWith('/security-credentials/')) return { body: 'auditor' }
      return {
        body: {
          Code: 'Success',
          AccessKeyId: session.accessKeyId,
          SecretAccessKey: session.secretAccessKey,
          Token: session.sessionToken,
          Expiration: inAnHour(),
        },
      }
    })
    environment({
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
    })
    expect(await whoAmI({ endpoint: url })).toMatch(assumed('auditor'))
  })
})

const startUrl = 'https://corp.awsapps.example/start'

/** A home with an IAM Identity Center profile and its cached token; the portal is on loopback. */
async function signedInWithSso(expiresAt: string, answer?: { status: number }) {
  const { url, session } = await aws()
  const portal = await loopback((request) =>
    answer || request.headers['x-amz-sso_bearer_token'] !== 'the-access-token'
      ? {
          status: answer?.status ?? 401,
          headers: { 'x-amzn-errortype': 'UnauthorizedException' },
          body: { message: 'Session token not found or invalid' },
        }
      : {
          body: {
            roleCredentials: {
              accessKeyId: session.accessKeyId,
              secretAccessKey: session.secretAccessKey,
              sessionToken: session.sessionToken,
              expiration: Date.now() + 3600_000,
            },
          },
        },
  )
  const { file } = environment(
    { AWS_ENDPOINT_URL_SSO: portal.url, AWS_ENDPOINT_URL_SSO_OIDC: portal.url },
    {
      config:
        `[profile corp]\nsso_session = ${name}\nsso_account_id = ${account}\nsso_role_name = auditor\n` +
        `[sso-session ${name}]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\n` +
        `[profile behind]\nrole_arn = ${arnOf('deep')}\nsource_profile = corp\n` +
        `[profile old]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\nsso_account_id = ${account}\nsso_role_name = auditor\n`,
    },
  )
  const token = JSON.stringify({ startUrl, region: 'eu-west-1', accessToken: 'the-access-token', expiresAt })
  for (const key of [name, startUrl])
    file(`.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`, token)
  return { url, portal }
}
const name = 'corp-sso'

describe('IAM Identity Center', () => {
  it.each(['corp', 'old'])('a cached token gives the credentials of the role (%s)', async (profile) => {
    const { url, portal } = await signedInWithSso(inAnHour())
    expect(await whoAmI({ endpoint: url, profile })).toMatch(assumed('auditor'))
    expect(portal.requests).toEqual([`GET /federation/credentials?account_id=${account}&role_name=auditor`])
  })

  it('a role behind it', async () => {
    const { url } = await signedInWithSso(inAnHour())
    expect(await whoAmI({ endpoint: url, profile: 'behind' })).toMatch(assumed('deep'))
  })

  it.each([
    ['corp', 'aws sso login --profile corp'],
    ['old', 'aws sso login --profile old'],
    ['behind', 'aws sso login --profile corp'],
  ])('an expired token: %s is told %s', async (profile, command) => {
    const { url } = await signedInWithSso(anHourAgo())
    const error = await mistake(whoAmI({ endpoint: url, profile }))
    expect([error.code, error.message, error.hint]).toEqual([
      'credentials-expired',
      `No credentials for profile "${profile}": the sign-in has expired.`,
      `Run: ${command}`,
    ])
  })

  it('a token that the portal no longer knows', async () => {
    const { url } = await signedInWithSso(inAnHour(), { status: 401 })
    const error = await mistake(whoAmI({ endpoint: url, profile: 'corp' }))
    expect(error.hint).toBe('Run: aws sso login --profile corp')
  })

  it('never signed in', async () => {
    await aws()
    environment(
      {},
      {
        config: `[profile corp]\nsso_session = never\nsso_account_id = ${account}\nsso_role_name = auditor\n[sso-session never]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\n`,
      },
    )
    const error = await mistake(whoAmI({ profile: 'corp' }))
    expect([error.message, error.hint]).toEqual([
      'No credentials for profile "corp": nobody is signed in.',
      'Run: aws sso login --profile corp',
    ])
  })
})

/** A home where `aws login` was run; AWS's sign-in endpoint is on loopback. */
async function signedIn(expiresAt: string, refresh: { status: number; body: unknown }) {
  const { url, session } = await aws()
  const signin = await loopback(() => refresh)
  const { file, folder } = environment(
    { AWS_ENDPOINT_URL_SIGNIN: signin.url },
    {
      config: `[default]\nlogin_session = ${user}\nregion = eu-west-1\n[profile mia]\nlogin_session = ${user}\nregion = eu-west-1\n`,
    },
  )
  process.env.AWS_LOGIN_CACHE_DIRECTORY = join(folder, 'login')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const accessToken = {
    accessKeyId: session.accessKeyId,
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken,
    accountId: account,
    expiresAt,
  }
  file(
    `login/${createHash('sha256').update(user).digest('hex')}.json`,
    JSON.stringify({
      accessToken,
      clientId: 'arn:aws:signin:::devtools/same-device',
      refreshToken: 'the-refresh-token',
      dpopKey: privateKey.export({ format: 'pem', type: 'sec1' }),
    }),
  )
  return { url, signin, accessToken }
}

describe('aws login', () => {
  it('a fresh session needs no network', async () => {
    const { url, signin } = await signedIn(inAnHour(), { status: 500, body: {} })
    expect(await whoAmI({ endpoint: url, profile: 'mia' })).toMatch(assumed('auditor'))
    expect(signin.requests).toEqual([])
  })

  it('an old one is refreshed', async () => {
    const refreshed = { status: 200, body: {} as unknown }
    const { url, signin, accessToken } = await signedIn(anHourAgo(), refreshed)
    refreshed.body = {
      accessToken,
      refreshToken: 'the-next',
      expiresIn: 900,
      tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
    }
    expect(await whoAmI({ endpoint: url, profile: 'mia' })).toMatch(assumed('auditor'))
    expect(signin.requests).toEqual(['POST /v1/token'])
  })

  it.each([
    ['mia', 'Run: aws login --profile mia'],
    [undefined, 'Run: aws login'],
  ])('one that cannot be refreshed (profile %s)', async (profile, hint) => {
    const { url } = await signedIn(anHourAgo(), {
      status: 400,
      body: { __type: 'AccessDeniedException', error: 'TOKEN_EXPIRED', message: 'expired' },
    })
    const error = await mistake(whoAmI({ endpoint: url, ...(profile ? { profile } : {}) }))
    expect([error.code, error.hint]).toEqual(['credentials-expired', hint])
  })

  it('never signed in, or signed out', async () => {
    const { folder } = environment({}, { config: `[profile mia]\nlogin_session = ${user}\n` })
    process.env.AWS_LOGIN_CACHE_DIRECTORY = join(folder, 'login')
    const error = await mistake(whoAmI({ profile: 'mia' }))
    expect([error.message, error.hint]).toEqual([
      'No credentials for profile "mia": nobody is signed in.',
      'Run: aws login --profile mia',
    ])
  })
})

describe('mistakes', () => {
  it.each(['flag', 'AWS_PROFILE'])('a profile that does not exist, named by %s', async (how) => {
    environment(how === 'flag' ? {} : { AWS_PROFILE: 'labb' }, {
      config: '[profile lab]\nregion = eu-west-1\n[sso-session corp]\nsso_region = eu-west-1\n',
    })
    const error = await mistake(whoAmI(how === 'flag' ? { profile: 'labb' } : {}))
    expect([error.message, error.hint]).toEqual([
      'There is no profile "labb" in the AWS configuration.',
      'There is: lab.',
    ])
  })

  it('no credentials anywhere', async () => {
    environment()
    const error = await mistake(whoAmI({}))
    expect([error.code, error.message]).toEqual(['no-credentials', 'No credentials.'])
    expect(error.hint).toContain('--sandbox')
  })

  it('a role that asks for an MFA code', async () => {
    const { key } = await aws()
    environment(
      {},
      {
        config: `[profile base]\n${key}\n[profile audit]\nrole_arn = ${arnOf('auditor')}\nsource_profile = base\nmfa_serial = arn:aws:iam::${account}:mfa/mia\n`,
      },
    )
    const error = await mistake(whoAmI({ profile: 'audit' }))
    expect(error.hint).toContain('aws configure export-credentials --profile audit')
  })

  it('a role that may not be assumed', async () => {
    const { url, key } = await aws()
    environment(
      {},
      {
        config: `[profile base]\n${key}\n[profile audit]\nrole_arn = ${arnOf('deep')}\nsource_profile = base\n`,
      },
    )
    const error = await mistake(whoAmI({ endpoint: url, profile: 'audit' }))
    expect(error.message).toContain('is not authorized to perform: sts:AssumeRole')
    expect(error.hint).toBe('Check the profile with: aws sts get-caller-identity --profile audit')
  })

  it('keys that AWS does not know, and a secret that is not theirs', async () => {
    const { url, mia } = await aws()
    environment()
    const with_ = (accessKeyId: string, secretAccessKey: string) =>
      mistake(whoAmI({ endpoint: url, credentials: async () => ({ accessKeyId, secretAccessKey }) }))
    expect((await with_('AKIANOBODYKNOWSTHISK', 'x'.repeat(40))).message).toContain('does not know these')
    expect((await with_(mia.accessKeyId, 'x'.repeat(40))).message).toContain('does not belong')
  })
})
