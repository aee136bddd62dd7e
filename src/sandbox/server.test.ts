import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account'
import {
  CreateUserCommand,
  DeleteUserCommand,
  GetAccountSummaryCommand,
  GetUserCommand,
  IAMClient,
  ListServerCertificateTagsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { newWorld } from './builder.ts'
import { createSandbox } from './index.ts'
import type { RequestLog, Sandbox, SandboxOptions } from './index.ts'
import { clientConfig, keyOf, outcome, sessionOf } from './testing-principals.ts'

const ID = '111111111111'

const makeWorld = () =>
  newWorld({ scenario: 'test', began: '2026-11-23T06:30:00Z' })
    .account(ID, (account) => account.user('mia', (user) => user.admin().key().isCaller()))
    .build()

const open = new Set<Sandbox>()
async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ world: makeWorld(), ...options })
  open.add(sandbox)
  return sandbox
}
afterEach(async () => {
  await Promise.all([...open].map((sandbox) => sandbox.close()))
  open.clear()
})

const iam = (sandbox: Sandbox, key?: string, extra: object = {}) =>
  new IAMClient({ ...clientConfig(sandbox, key), ...extra })
const whoAmI = (sandbox: Sandbox, key?: string, extra: object = {}) =>
  new STSClient({ ...clientConfig(sandbox, key), ...extra }).send(new GetCallerIdentityCommand({}))

describe('the sandbox', () => {
  it('says who calls', async () => {
    expect((await whoAmI(await start())).Arn).toBe(`arn:aws:iam::${ID}:user/mia`)
  })

  it('counts requests, logs them, and gives each an id', async () => {
    const log: RequestLog[] = []
    const sandbox = await start({ onRequest: (line) => log.push(line) })
    const answer = await iam(sandbox).send(new GetAccountSummaryCommand({}))
    await outcome(iam(sandbox).send(new GetUserCommand({ UserName: 'nobody' })))
    expect(sandbox.requests).toEqual({ 'iam:GetAccountSummary': 1, 'iam:GetUser': 1 })
    expect(log[0]).toMatchObject({ operation: 'iam:GetAccountSummary', status: 200, account: ID })
    expect(log[1]).toMatchObject({ operation: 'iam:GetUser', status: 404, error: 'NoSuchEntity' })
    expect(answer.$metadata.requestId).toBe(log[0]!.requestId)
  })

  it('never answers success for what it does not do, and the SDK does not try again', async () => {
    const sandbox = await start()
    const client = new IAMClient({ ...clientConfig(sandbox), maxAttempts: 3 })
    const answer = await outcome(
      client.send(new ListServerCertificateTagsCommand({ ServerCertificateName: 'x' })),
    )
    expect(answer).toBe('NotImplemented 501: The sandbox does not simulate iam:ListServerCertificateTags.')
    expect(sandbox.requests).toEqual({ 'iam:ListServerCertificateTags': 1 })
  })

  it('listens on the loopback address alone, and says when its port is taken', async () => {
    const sandbox = await start()
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`)
    await expect(createSandbox({ world: makeWorld(), port: sandbox.port })).rejects.toThrow(
      `Port ${sandbox.port} is in use.`,
    )
  })
})

describe('credentials', () => {
  it('with a wrong secret do not work', async () => {
    const sandbox = await start()
    const credentials = { ...sandbox.credentials(), secretAccessKey: 'wrong' }
    expect(await outcome(whoAmI(sandbox, undefined, { credentials }))).toMatch(
      /^SignatureDoesNotMatch 403: The request signature we calculated/,
    )
    const unchecked = await start({ verify: false })
    expect(await outcome(whoAmI(unchecked, undefined, { credentials }))).toBe('fine')
  })

  it('that nobody has do not work, in the words of each protocol', async () => {
    const sandbox = await start()
    const credentials = { accessKeyId: 'AKIASANDBOX999999999', secretAccessKey: 'x' }
    const invalid = 'The security token included in the request is invalid.'
    expect(await outcome(whoAmI(sandbox, undefined, { credentials }))).toBe(
      `InvalidClientTokenId 403: ${invalid}`,
    )
    const organizations = new OrganizationsClient({ ...clientConfig(sandbox), credentials })
    expect(await outcome(organizations.send(new DescribeOrganizationCommand({})))).toBe(
      `UnrecognizedClientException 400: ${invalid}`,
    )
  })

  it('that are inactive do not work', async () => {
    const sandbox = await start()
    const key = keyOf(sandbox.world, ID, 'mia')
    sandbox.world.accounts[ID]!.iam.users[0]!.accessKeys[1]!.status = 'Inactive'
    expect(await outcome(whoAmI(sandbox, key))).toMatch(/^InvalidClientTokenId 403/)
  })

  it('of a session need its token', async () => {
    const sandbox = await start()
    const key = sessionOf(sandbox.world, ID, { kind: 'root' })
    expect((await whoAmI(sandbox, key)).Arn).toBe(`arn:aws:iam::${ID}:root`)
    const credentials = { ...sandbox.credentials(key), sessionToken: 'forged' }
    expect(await outcome(whoAmI(sandbox, key, { credentials }))).toMatch(/^InvalidClientTokenId 403/)
  })

  it('of a session end with it', async () => {
    const sandbox = await start()
    const expires = new Date(Date.now() + 3_600_000).toISOString()
    const key = sessionOf(sandbox.world, ID, { kind: 'root' }, { expires })
    expect(await outcome(whoAmI(sandbox, key))).toBe('fine')
    sandbox.clock.advance(3_700_000)
    expect(await outcome(whoAmI(sandbox, key))).toMatch(/^ExpiredToken 403/)
    const organizations = new OrganizationsClient(clientConfig(sandbox, key))
    expect(await outcome(organizations.send(new DescribeOrganizationCommand({})))).toMatch(
      /^ExpiredTokenException 400/,
    )
  })

  it('that are used say when and where', async () => {
    const sandbox = await start({ now: '2026-11-23T07:00:00Z' })
    await whoAmI(sandbox)
    const [key] = sandbox.world.accounts[ID]!.iam.users[0]!.accessKeys
    expect(key!.lastUsed).toEqual({ at: '2026-11-23T07:00:00.000Z', region: 'us-east-1', service: 'sts' })
  })
})

describe('a request that no client would send', () => {
  const post = async (sandbox: Sandbox, headers: Record<string, string>, body: string) => {
    const answer = await fetch(sandbox.url, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const json = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSOrganizationsV20161128.DescribeAccount',
  }

  it('without a signature misses its token', async () => {
    const sandbox = await start()
    const query = await post(sandbox, form, 'Action=ListUsers&Version=2010-05-08')
    expect(query.status).toBe(403)
    expect(query.text).toContain('<Code>MissingAuthenticationToken</Code>')
    expect((await post(sandbox, json, '{}')).text).toContain('MissingAuthenticationTokenException')
  })

  it('is understood without a signature when none is checked', async () => {
    const sandbox = await start({ verify: false })
    const query = await post(sandbox, form, 'Action=GetCallerIdentity&Version=2011-06-15')
    expect(query.text).toContain(`<Arn>arn:aws:iam::${ID}:user/mia</Arn>`)
    expect(await post(sandbox, json, '{"AccountId": ')).toMatchObject({
      status: 400,
      text: expect.stringContaining('SerializationException') as string,
    })
    expect(await post(sandbox, form, 'Action=Nonsense&Version=2010-05-08')).toMatchObject({
      status: 501,
      text: expect.stringContaining('<Code>InvalidAction</Code>') as string,
    })
  })
})

describe('a clock that is ahead', () => {
  it('is found out and corrected by the SDK', async () => {
    const world = makeWorld()
    world.behaviour.clockSkewMinutes = 10
    const sandbox = await start({ world })
    expect(await outcome(whoAmI(sandbox))).toMatch(/^SignatureDoesNotMatch 403: Signature expired: /)
    expect(await outcome(whoAmI(sandbox, undefined, { maxAttempts: 3 }))).toBe('fine')
    expect(sandbox.requests['sts:GetCallerIdentity']).toBe(3)
  })
})

describe('accidents', () => {
  const summary = (sandbox: Sandbox, extra: object = {}) =>
    outcome(iam(sandbox, undefined, extra).send(new GetAccountSummaryCommand({})))
  const contact = (sandbox: Sandbox) =>
    outcome(new AccountClient(clientConfig(sandbox)).send(new GetContactInformationCommand({})))

  it.each([
    ['throttle=1', 'Throttling 400: Rate exceeded'],
    ['5xx=1', 'ServiceUnavailable 503: '],
    [
      'deny=iam:GetAccountSummary',
      `AccessDenied 403: User: arn:aws:iam::${ID}:user/mia is not authorized to perform: iam:GetAccountSummary`,
    ],
    ['501=iam:GetAccountSummary', 'NotImplemented 501: '],
    ['drop=1', 'socket hang up'],
    ['lost=iam:*', 'socket hang up'],
  ])('%s', async (faults, expected) => {
    expect(await summary(await start({ faults }))).toContain(expected)
  })

  it.each([
    ['throttle=1', 'TooManyRequestsException 429'],
    ['html=account:GetContactInformation', 'SyntaxError 200'],
  ])('%s, seen by Account Management', async (faults, expected) => {
    expect(await contact(await start({ faults }))).toMatch(new RegExp(`^${expected}`))
  })

  it('twice are survived by the SDK', async () => {
    const sandbox = await start({ faults: 'throttle:iam:GetAccountSummary=2' })
    expect(await summary(sandbox, { maxAttempts: 3 })).toBe('fine')
    expect(sandbox.requests['iam:GetAccountSummary']).toBe(3)
  })

  it('may lose the answer to what was done', async () => {
    const sandbox = await start({ faults: 'lost:iam:CreateUser=1' })
    expect(await outcome(iam(sandbox).send(new CreateUserCommand({ UserName: 'ann' })))).toContain(
      'socket hang up',
    )
    expect(sandbox.world.accounts[ID]!.iam.users.map((user) => user.name)).toContain('ann')
  })

  it('may leave a request without any answer', async () => {
    const sandbox = await start()
    sandbox.faults.add({ kind: 'hang', operation: 'iam:GetAccountSummary' })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 50)
    const sent = iam(sandbox).send(new GetAccountSummaryCommand({}), { abortSignal: abort.signal })
    expect(await outcome(sent)).toMatch(/^AbortError/)
  })

  it('expire credentials after so many requests', async () => {
    const sandbox = await start({ faults: 'expire-after=2' })
    expect([await summary(sandbox), await summary(sandbox)]).toEqual(['fine', 'fine'])
    expect(await summary(sandbox)).toMatch(/^ExpiredToken 403/)
  })
})

describe('the event history', () => {
  it('records what was changed, and who was refused, without reads', async () => {
    const sandbox = await start({ now: '2026-11-23T07:00:00Z' })
    await iam(sandbox).send(new CreateUserCommand({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'a' }] }))
    await iam(sandbox).send(new ListUsersCommand({}))
    await outcome(
      iam(sandbox, keyOf(sandbox.world, ID, 'ann')).send(new DeleteUserCommand({ UserName: 'mia' })),
    )
    const { events } = sandbox.world.accounts[ID]!
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      name: 'CreateUser',
      source: 'iam.amazonaws.com',
      username: 'mia',
      region: 'us-east-1',
    })
    expect(events[0]!.record).toMatchObject({
      eventTime: '2026-11-23T07:00:00Z',
      userIdentity: { type: 'IAMUser', userName: 'mia', accountId: ID },
      requestParameters: { userName: 'ann', tags: [{ key: 'team', value: 'a' }] },
      responseElements: { user: { userName: 'ann' } },
      sourceIPAddress: '127.0.0.1',
      readOnly: false,
    })
    expect(events[1]!.record).toMatchObject({
      eventName: 'DeleteUser',
      errorCode: 'AccessDenied',
      responseElements: null,
    })
  })
})
