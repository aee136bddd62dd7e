/** What holds a password is sent to IAM, to this machine, or not at all; everything else goes where it was told to. */
import { describe, expect, it } from 'vitest'
import { openDoor, type Operation, placeFor } from '../../src/aws/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { environment, loopback } from '../support/environment.ts'

const password = 'gpdibf#nh-MeqK2E2d9PiHb3'
const keys = async () => ({ accessKeyId: 'AKIASANDBOX000000001', secretAccessKey: 'x'.repeat(40) })

/** Makes one call and gives the answer and the hosts that were sent something. */
async function call(operation: Operation, input: object, endpoint?: string, region = 'us-east-1') {
  const sent: string[] = []
  const door = openDoor({
    credentials: keys,
    place: await placeFor(region, undefined),
    endpoint,
    mayWrite: true,
    requestHandler: {
      handle: async (request: { hostname: string }) => {
        sent.push(request.hostname)
        throw new Error('not sent')
      },
      destroy: () => undefined,
    },
  })
  const answer = await door.call(operation, input as never)
  door.close()
  return { answer, sent }
}

const secretCalls: [Operation, object][] = [
  ['iam:CreateLoginProfile', { UserName: 'mia', Password: password, PasswordResetRequired: true }],
  ['iam:UpdateLoginProfile', { UserName: 'mia', Password: password }],
  ['iam:ChangePassword', { OldPassword: 'old', NewPassword: password }],
]

describe.each(secretCalls)('%s', (operation, input) => {
  it.each([
    'https://aws.evil.example',
    'https://iam.amazonaws.com.evil.example',
    'https://iam.xamazonaws.com',
    'http://iam.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://localhost.localstack.cloud:4566',
  ])('is not sent to %s', async (endpoint) => {
    const { answer, sent } = await call(operation, input, endpoint)
    expect(sent).toEqual([])
    expect(answer).toMatchObject({ ok: false, code: 'SecretsStay', unknown: { why: 'failed' } })
    expect(JSON.stringify(answer)).toContain('a password goes to AWS over https or to this machine')
    expect(JSON.stringify(answer)).not.toContain(password)
  })

  it.each<[endpoint: string | undefined, region: string, host: string]>([
    [undefined, 'us-east-1', 'iam.amazonaws.com'],
    [undefined, 'cn-north-1', 'iam.cn-north-1.amazonaws.com.cn'],
    [undefined, 'us-gov-west-1', 'iam.us-gov.amazonaws.com'],
    [undefined, 'eusc-de-east-1', 'iam.eusc-de-east-1.amazonaws.eu'],
    ['http://127.0.0.1:4566', 'us-east-1', '127.0.0.1'],
    ['http://localhost:4566', 'us-east-1', 'localhost'],
    ['http://[::1]:4566', 'us-east-1', '[::1]'],
    ['http://sandbox.invalid', 'us-east-1', 'sandbox.invalid'],
  ])('goes to %s (%s)', async (endpoint, region, host) => {
    const { sent } = await call(operation, input, endpoint, region)
    expect(sent).toEqual([host])
  })
})

it('what holds no password goes anywhere', async () => {
  const elsewhere = 'https://proxy.corp.example'
  for (const [operation, input] of [
    ['iam:GetAccountSummary', {}],
    ['iam:UpdateLoginProfile', { UserName: 'mia', PasswordResetRequired: true }],
  ] as [Operation, object][])
    expect((await call(operation, input, elsewhere)).sent).toEqual(['proxy.corp.example'])
})

it('an endpoint of the environment is held to the same', async () => {
  environment({ AWS_ENDPOINT_URL_IAM: 'https://aws.evil.example' })
  const { answer, sent } = await call(...secretCalls[0]!)
  expect(sent).toEqual([])
  expect(answer).toMatchObject({ ok: false, code: 'SecretsStay' })
})

it('the name of the sandbox in this process is nothing to send a password to over a socket', async () => {
  environment()
  const door = openDoor({
    credentials: keys,
    place: await placeFor('us-east-1', undefined),
    endpoint: 'http://sandbox.invalid',
    mayWrite: true,
  })
  const [operation, input] = secretCalls[0]!
  expect(await door.call(operation, input as never)).toMatchObject({ ok: false, code: 'SecretsStay' })
  door.close()
})

it('a server on this machine gets it, and the sandbox in this process takes it', async () => {
  environment()
  let body = ''
  const server = await loopback((_request, text) => {
    body += text
    return { status: 400 }
  })
  const place = await placeFor('us-east-1', undefined)
  const [operation, input] = secretCalls[0]!
  const door = openDoor({ credentials: keys, place, endpoint: server.url, mayWrite: true, maxAttempts: 1 })
  await door.call(operation, input as never)
  door.close()
  expect(body).toContain('Action=CreateLoginProfile')

  const world = newWorld({ scenario: 'x', began: new Date().toISOString() })
    .account('111111111111', (a) => {
      a.user('ada', (u) => u.admin().key().isCaller())
      a.user('mia')
    })
    .build()
  const sandbox = await createSandbox({ world, port: false })
  const inside = openDoor({
    credentials: async () => sandbox.credentials(),
    place,
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    mayWrite: true,
  })
  expect(await inside.call(operation, input as never)).toMatchObject({ ok: true })
  inside.close()
  await sandbox.close()
})
