import { AccountClient, GetAlternateContactCommand } from '@aws-sdk/client-account'
import { GetAccountSummaryCommand, GetLoginProfileCommand, IAMClient } from '@aws-sdk/client-iam'
import { paginateListAccounts, OrganizationsClient } from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, AssumeRootCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, makeScenario, type Sandbox } from '../index.ts'
import { ACCOUNT } from './neglected-organization/structure.ts'

const BEGAN = '2026-11-23T06:30:00.000Z'
const AUDIT = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'

let sandbox: Sandbox | undefined
afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

async function open(scenario: string) {
  sandbox = await createSandbox({ world: await makeScenario(scenario, BEGAN), now: BEGAN, port: false })
  const { requestHandler } = sandbox
  const config = (credentials = sandbox!.credentials()) => ({
    endpoint: 'http://sandbox.invalid',
    region: 'us-east-1',
    requestHandler: requestHandler as never,
    credentials,
  })
  const sts = new STSClient(config())
  const credentialsOf = (made: {
    AccessKeyId?: string
    SecretAccessKey?: string
    SessionToken?: string
  }) => ({
    accessKeyId: made.AccessKeyId!,
    secretAccessKey: made.SecretAccessKey!,
    sessionToken: made.SessionToken!,
  })
  return {
    async accounts() {
      const found = []
      for await (const { Accounts } of paginateListAccounts(
        { client: new OrganizationsClient(config()) },
        {},
      ))
        found.push(...(Accounts ?? []))
      return found
    },
    async assume(account: string, role: string) {
      const RoleArn = `arn:aws:iam::${account}:role/${role}`
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'audit' }))
      return config(credentialsOf(Credentials!))
    },
    /** What an assumed root of the account finds when it looks for a password. */
    async rootPassword(account: string) {
      const { Credentials } = await sts.send(
        new AssumeRootCommand({ TargetPrincipal: account, TaskPolicyArn: { arn: AUDIT } }),
      )
      const iam = new IAMClient(config(credentialsOf(Credentials!)))
      return iam.send(new GetLoginProfileCommand({})).then(
        () => 'present',
        (error: Error) => error.name,
      )
    },
  }
}

describe('startup', () => {
  it('has an account that Organizations created, with its role, and an invited one without', async () => {
    const { accounts, assume } = await open('startup')
    expect((await accounts()).map((a) => [a.Name, a.JoinedMethod])).toEqual([
      ['startup', 'INVITED'],
      ['product', 'CREATED'],
      ['acquired-labs', 'INVITED'],
    ])
    await expect(assume('333333333333', 'OrganizationAccountAccessRole')).resolves.toBeDefined()
    await expect(assume('444444444444', 'OrganizationAccountAccessRole')).rejects.toThrow(/not authorized/)
  })
})

describe('neglected-organization', () => {
  it('lists twelve accounts in every state, without the retired Status', async () => {
    const accounts = await (await open('neglected-organization')).accounts()
    expect(accounts).toHaveLength(12)
    expect(new Set(accounts.map((a) => a.State))).toEqual(
      new Set(['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']),
    )
    expect(accounts.filter((a) => a.Status !== undefined)).toEqual([])
    const { organization } = sandbox!.world
    const path = accounts.find((a) => a.Id === ACCOUNT.prodWeb)!.Paths![0]!
    expect(path.split('/').filter((part) => part.startsWith('ou-'))).toHaveLength(2)
    expect(organization!.units.map((u) => u.name)).toEqual([
      'Workloads',
      'Prod',
      'Dev',
      'Sandbox',
      'Suspended',
    ])
  })

  it.each<[when: string, account: string, role: string, may: boolean]>([
    ['the usual role', ACCOUNT.prodData, 'OrganizationAccountAccessRole', true],
    ["Control Tower's name", ACCOUNT.devTools, 'AWSControlTowerExecution', true],
    ['Control Tower, asked for the usual role', ACCOUNT.devTools, 'OrganizationAccountAccessRole', false],
    ['no role at all', ACCOUNT.forgotten, 'OrganizationAccountAccessRole', false],
    ['suspended', ACCOUNT.suspended, 'OrganizationAccountAccessRole', false],
    ['closed', ACCOUNT.closed, 'OrganizationAccountAccessRole', false],
  ])('%s: may be assumed or not', async (_when, account, role, may) => {
    const { assume } = await open('neglected-organization')
    expect(
      await assume(account, role).then(
        () => true,
        () => false,
      ),
    ).toBe(may)
  })

  it.each<[when: string, account: string, found: string]>([
    ['denied with all else that root does', ACCOUNT.prodWeb, 'AccessDenied'],
    ['spared', ACCOUNT.devTools, 'present'],
    ['spared, and there is none', ACCOUNT.devOld, 'NoSuchEntityException'],
    ['spared for buckets alone', ACCOUNT.playground, 'AccessDenied'],
    ['under no policy', ACCOUNT.acquired, 'present'],
  ])('assumed root is %s', async (_when, account, found) => {
    expect(await (await open('neglected-organization')).rootPassword(account)).toBe(found)
  })

  it('refuses a contact in one account, and has none in another', async () => {
    const { assume } = await open('neglected-organization')
    const contactOf = async (account: string) =>
      new AccountClient(await assume(account, 'OrganizationAccountAccessRole')).send(
        new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' }),
      )
    await expect(contactOf(ACCOUNT.playground)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await expect(contactOf(ACCOUNT.prodData)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('has an account whose summary does not say whether root has a password', async () => {
    const { assume } = await open('neglected-organization')
    const summaryOf = async (account: string, role: string) =>
      (await new IAMClient(await assume(account, role)).send(new GetAccountSummaryCommand({}))).SummaryMap!
    const audit = await summaryOf(ACCOUNT.audit, 'AWSControlTowerExecution')
    expect(audit).not.toHaveProperty('AccountPasswordPresent')
    const web = await summaryOf(ACCOUNT.prodWeb, 'OrganizationAccountAccessRole')
    expect(web).toMatchObject({ AccountPasswordPresent: 1 })
  })

  it("has a report that is older than what was done about root's password", async () => {
    const { accounts } = await makeScenario('neglected-organization', BEGAN)
    const { root, iam } = accounts[ACCOUNT.devOld]!
    expect(root).toMatchObject({ recoveryAllowed: true })
    expect(root.password).toBeUndefined()
    expect(iam.credentialReport!.content.split('\n')[1]!.split(',')[3]).toBe('true')
  })
})

describe('exemplary-organization', () => {
  it('has no root credentials in its members, and assumed root may look', async () => {
    const { accounts, rootPassword } = await open('exemplary-organization')
    const found = await accounts()
    expect(found).toHaveLength(6)
    for (const { Id } of found.filter((a) => a.Id !== '111111111111'))
      expect(await rootPassword(Id!)).toBe('NoSuchEntityException')
  })
})
