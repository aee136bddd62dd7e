/** What the way back of the management account rests on, in accounts of its organization that the configuration names. */
import { afterEach, describe, expect, it } from 'vitest'
import { nameServer, type NameServer, type Records } from '../support/name-server.ts'
import { organizationOf } from '../support/organizations.ts'
import { idOf, management, smallWorld } from '../support/small-company.ts'

const control = 'root-email-lives-outside-the-account'
const servers = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com']
const dns: Record<string, Records> = {
  'corp.example': { MX: [[10, 'mx.mailhost.example']], NS: servers },
  'mx.mailhost.example': { A: ['198.51.100.9'] },
}
/** The zone that the world asks is in account 3, the registration in account 4; nobody is let into account 5. */
function world() {
  const made = smallWorld(4)
  const { accounts } = made
  accounts[management]!.email = 'aws-root@corp.example'
  accounts[idOf(3)]!.hostedZones = [
    { id: 'Z0000000000000000003', name: 'corp.example', private: false, nameServers: servers },
  ]
  accounts[idOf(4)]!.registeredDomains = [
    { name: 'corp.example', expiry: '2028-01-01T00:00:00Z', autoRenew: true, transferLock: true },
  ]
  accounts[idOf(5)]!.iam.roles = []
  return made
}

let names: NameServer | undefined
afterEach(() => names?.close())

describe('the mail domain of root, in other accounts of the organization', () => {
  it.each([
    [
      'none is named: it takes a word',
      undefined,
      'review',
      'in another account of the organization nobody has said yet',
    ],
    [
      'the zone is in one that is named',
      [idOf(2), idOf(3)],
      'fail',
      `The zone corp.example (Route 53) of account ${idOf(3)} is in this organization`,
    ],
    [
      'two parts are in those that are named',
      [idOf(3), idOf(4)],
      'fail',
      `The zone corp.example (Route 53) of account ${idOf(3)} and the registration of corp.example (Route 53 Domains) of account ${idOf(4)} are in this organization`,
    ],
    ['it is in none of those that are named', [idOf(2)], 'review', 'not in this account'],
    [
      'one that is named lets nobody in',
      [idOf(5), idOf(2)],
      'unknown',
      `account ${idOf(5)} was not looked into`,
    ],
    ['a stranger is named', ['999999999999'], 'unknown', 'account 999999999999 was not looked into'],
    [
      'one lets nobody in, and another one has it: bad is enough',
      [idOf(5), idOf(3)],
      'fail',
      `of account ${idOf(3)}`,
    ],
  ])('%s', async (_, accounts, status, words) => {
    names = await nameServer(dns)
    const { look } = await organizationOf(world())
    const { of } = await look({
      only: [control],
      configuration: {
        lookups: { dns: true, resolvers: [names.address], ...(accounts ? { accounts } : {}) },
      },
    })
    expect(of(control, management)).toMatchObject({ status, message: expect.stringContaining(words) })
  })
})
