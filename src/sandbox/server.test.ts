import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from './builder.ts'
import { createSandbox } from './index.ts'
import type { Sandbox } from './index.ts'

describe('the sandbox', () => {
  let sandbox: Sandbox
  const config = () => ({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.credentials() })

  beforeAll(async () => {
    const world = newWorld({ scenario: 'test', began: '2026-11-23T06:30:00Z' })
      .account('111111111111', (account) => account.user('mia', (user) => user.admin().key().isCaller()))
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it('says who calls', async () => {
    const answer = await new STSClient(config()).send(new GetCallerIdentityCommand({}))
    expect(answer.Arn).toBe('arn:aws:iam::111111111111:user/mia')
  })

  it('summarises the account', async () => {
    const { SummaryMap } = await new IAMClient(config()).send(new GetAccountSummaryCommand({}))
    expect(SummaryMap).toMatchObject({ Users: 1, AccountPasswordPresent: 1, AccountMFAEnabled: 0 })
  })
})
