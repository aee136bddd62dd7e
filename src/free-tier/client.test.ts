import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../sandbox/builder.ts'
import { createSandbox, type Sandbox } from '../sandbox/index.ts'
import { FreeTierClient, GetAccountPlanStateCommand, ResourceNotFoundException } from './client.ts'

const world = newWorld({ scenario: 'free-tier', began: '2026-11-23T06:30:00Z' })
  .account('111111111111', (a) =>
    a
      .freeTier({
        plan: 'FREE',
        status: 'ACTIVE',
        remainingCredits: 99.5,
        expires: '2027-05-22T00:00:00.000Z',
      })
      .user('mia', (u) => u.admin().key().isCaller()),
  )
  .account('222222222222', (a) => a.user('old', (u) => u.admin().key()))
  .account('333333333333', (a) => a.user('nobody', (u) => u.key()))
  .build()

describe('the free tier client', () => {
  let sandbox: Sandbox
  const client = (account: string, region = 'eu-west-1') =>
    new FreeTierClient({
      region,
      endpoint: sandbox.url,
      credentials: sandbox.credentials(world.accounts[account]!.iam.users[0]!.accessKeys[0]!.id),
      maxAttempts: 1,
    })
  beforeAll(async () => {
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it('reads the plan, its credits and its end, signed for us-east-1 from any Region', async () => {
    const { $metadata, ...plan } = await client('111111111111').send(new GetAccountPlanStateCommand({}))
    expect($metadata.httpStatusCode).toBe(200)
    expect(plan).toEqual({
      accountId: '111111111111',
      accountPlanType: 'FREE',
      accountPlanStatus: 'ACTIVE',
      accountPlanRemainingCredits: { amount: 99.5, unit: 'USD' },
      accountPlanExpirationDate: new Date('2027-05-22T00:00:00Z'),
    })
  })

  it('throws the modelled error where there is no plan', async () => {
    const error = await client('222222222222')
      .send(new GetAccountPlanStateCommand({}))
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ResourceNotFoundException)
    expect((error as Error).name).toBe('ResourceNotFoundException')
  })

  it('is refused without freetier:GetAccountPlanState', async () => {
    await expect(client('333333333333').send(new GetAccountPlanStateCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('freetier:GetAccountPlanState'),
    })
  })

  it('goes to the one public host when no endpoint is given', async () => {
    const seen: string[] = []
    const offline = new FreeTierClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIASANDBOX000000000', secretAccessKey: 'sandbox-not-a-secret' },
      maxAttempts: 1,
      requestHandler: {
        handle: async (request: { hostname: string; headers: Record<string, string> }) => {
          seen.push(
            request.hostname,
            request.headers.authorization ?? '',
            request.headers['x-amz-target'] ?? '',
          )
          throw new Error('not sent')
        },
      } as never,
    })
    await expect(offline.send(new GetAccountPlanStateCommand({}))).rejects.toThrow('not sent')
    expect(seen[0]).toBe('freetier.us-east-1.api.aws')
    expect(seen[1]).toContain('/us-east-1/freetier/aws4_request')
    expect(seen[2]).toBe('AWSFreeTierService.GetAccountPlanState')
  })
})
