/** audit --format asff --send: Security Hub gets what the report says, once, and says what it does not take. */
import { describe, expect, it } from 'vitest'
import { Account } from './account.ts'
import { Home, type Ran, run } from './run.ts'

const send = ['audit', '--format', 'asff', '--send']
type Held = { Id: string; AwsAccountId: string; Compliance: { Status: string }; Resources: { Id: string }[] }

async function withAccount(look: (account: Account) => Promise<void>): Promise<void> {
  const home = new Home()
  try {
    await look(new Account(home))
  } finally {
    home.remove()
  }
}
const heldBy = (account: Account) =>
  account.world.accounts[account.id]!.securityHub!['us-east-1'] as unknown as Held[]
const refused = ({ code, stderr }: Ran) => ({ code, lines: stderr.trimEnd().split('\n').slice(-2) })

describe('findings go to Security Hub', () => {
  it('of one account: said before and after, updated and not doubled', () =>
    withAccount(async (account) => {
      const first = await account.go(send)
      expect(first.code).toBe(1)
      const written = JSON.parse(first.stdout) as Held[]
      expect(heldBy(account).map(({ Id }) => Id)).toEqual(written.map(({ Id }) => Id))
      expect(first.stderr).toContain(
        'Findings go to Security Hub of 222222222222 in us-east-1, as those of its own product.\n',
      )
      expect(first.stderr).toContain(`${written.length} findings were imported.\n`)
      await account.go(send)
      expect(heldBy(account)).toHaveLength(written.length)
    }))

  it('of an organization: all are filed with the caller, and name the member', async () => {
    const home = new Home()
    const ran = await run([...send, '--org', '--sandbox', 'neglected-organization'], { home })
    const written = JSON.parse(ran.stdout) as Held[]
    expect(new Set(written.map(({ AwsAccountId }) => AwsAccountId))).toEqual(new Set(['111111111111']))
    expect(new Set(written.flatMap(({ Resources }) => Resources.map(({ Id }) => Id))).size).toBeGreaterThan(8)
    // What was mended must be told there too.
    expect(written.some(({ Compliance }) => Compliance.Status === 'PASSED')).toBe(true)
    expect(ran.stderr).toContain(`${written.length} findings were imported.\n`)
    home.remove()
  })

  it('where it is not on: the report is whole, and two lines say so', () =>
    withAccount(async (account) => {
      const ran = await account.go([...send, '--region', 'eu-west-1'])
      expect((JSON.parse(ran.stdout) as Held[]).length).toBeGreaterThan(20)
      expect(refused(ran)).toEqual({
        code: 2,
        lines: [
          'neverroot: Security Hub of 222222222222 in eu-west-1 is not switched on, so that it took no findings.',
          'Switch it on, or choose the Region in which it is: aws securityhub enable-security-hub --region eu-west-1',
        ],
      })
    }))

  it('in another format it is a mistake', () =>
    withAccount(async (account) => {
      expect(refused(await account.go(['audit', '--send']))).toEqual({
        code: 2,
        lines: [
          'neverroot: --send imports findings in the format of Security Hub, and the format is terminal.',
          'Write: neverroot audit --format asff --send',
        ],
      })
    }))
})
