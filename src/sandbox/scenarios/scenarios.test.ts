import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'
import { makeScenario, scenarios } from './index.ts'

const BEGAN = '2026-11-23T06:30:00Z'
const names = Object.keys(scenarios)

const callers: Record<string, RegExp> = {
  'fresh-personal': /^arn:aws:iam::111111111111:root$/,
  'neglected-personal': /^arn:aws:iam::111111111111:user\/mia$/,
  'exemplary-personal': /^arn:aws:iam::111111111111:user\/mia$/,
  'neglected-business': /^arn:aws:iam::222222222222:user\/alex$/,
  'new-signup': /^arn:aws:sts::111111111111:assumed-role\/ProjectAdministrator\/mia$/,
  startup: /^arn:aws:iam::111111111111:user\/jo$/,
  'neglected-organization': /^arn:aws:iam::111111111111:user\/casey$/,
  enterprise: /^arn:aws:iam::111111111111:user\/casey\.admin@corp\.example$/,
  'exemplary-organization': /^arn:aws:iam::111111111111:user\/casey\.admin@corp\.example$/,
}

describe.each(names)('scenario %s', (name) => {
  let sandbox: Sandbox | undefined
  afterEach(async () => {
    await sandbox?.close()
    sandbox = undefined
  })

  it('is plain JSON', async () => {
    const world = await makeScenario(name, BEGAN)
    expect(JSON.parse(JSON.stringify(world))).toEqual(world)
    expect(world.scenario).toBe(name)
  })

  it('is the same world each time, and another on another day only in its dates', async () => {
    expect(await makeScenario(name, BEGAN)).toEqual(await makeScenario(name, BEGAN))
    const later = await makeScenario(name, '2027-01-15T06:30:00Z')
    expect(later.defaultAccessKeyId).toBe((await makeScenario(name, BEGAN)).defaultAccessKeyId)
    expect(JSON.stringify(later)).not.toContain('2026-11-23T06:30')
  })

  it('has nothing in the future but what expires', async () => {
    const { accounts } = await makeScenario(name, BEGAN)
    for (const account of Object.values(accounts)) {
      for (const event of account.events) expect(Date.parse(event.at)).toBeLessThanOrEqual(Date.parse(BEGAN))
      for (const { day } of account.spend) expect(day <= BEGAN.slice(0, 10)).toBe(true)
    }
  })

  it('takes another account id', async () => {
    const world = await makeScenario(name, BEGAN, '999999999999')
    expect(Object.keys(world.accounts)).toContain('999999999999')
    expect(JSON.stringify(world)).not.toMatch(/111111111111|222222222222/)
  })

  it('answers its default caller, if it stands in the table', async () => {
    expect(callers[name], `${name} in the table`).toBeDefined()
    const world = await makeScenario(name, new Date().toISOString())
    sandbox = await createSandbox({ world })
    const credentials = sandbox.credentials()
    expect(`${credentials.accessKeyId}${credentials.secretAccessKey}`).toMatch(/SANDBOX.*not-a-secret/)
    const sts = new STSClient({ region: 'us-east-1', endpoint: sandbox.url, credentials })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(callers[name]!)
  })
})

describe('the scenarios', () => {
  it('are named in the error for an unknown one', async () => {
    await expect(makeScenario('nowhere', BEGAN)).rejects.toThrow(/no scenario "nowhere".*neglected-personal/)
    await expect(makeScenario('constructor', BEGAN)).rejects.toThrow(RangeError)
  })

  it('new-signup: contact reads are refused by a service control policy', async () => {
    const sandbox = await createSandbox({ world: await makeScenario('new-signup', BEGAN), now: BEGAN })
    try {
      const client = new AccountClient({
        region: 'us-east-1',
        endpoint: sandbox.url,
        credentials: sandbox.credentials(),
      })
      await expect(client.send(new GetContactInformationCommand({}))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining('with an explicit deny in a service control policy'),
      })
    } finally {
      await sandbox.close()
    }
  })

  it('neglected-personal: a typical day is 12.40 USD, with two spikes', async () => {
    const { accounts } = await makeScenario('neglected-personal', BEGAN)
    const days = accounts['111111111111']!.spend.slice(0, -1).map((s) => s.usd)
    const sorted = [...days].sort((a, b) => a - b)
    expect((sorted[29]! + sorted[30]!) / 2).toBe(12.4)
    expect(days.filter((d) => d > 18.6)).toEqual([41.1, 22.75])
  })
})
