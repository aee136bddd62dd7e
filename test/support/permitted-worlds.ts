/** Worlds in which every call that an audit may make is made: the scenarios, and what no scenario has. */
import type { Configuration } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { makeScenario, standaloneScenarios, type World } from '../../src/sandbox/index.ts'
import { began } from './audit.ts'
import { nameServer } from './name-server.ts'

const one = '111111111111'
const two = '222222222222'

/** An organization, seen by a delegated administrator, with a spend alarm behind a key of its own. */
function delegated(): World {
  return newWorld({ scenario: 'delegated', began })
    .account(two, (a) => {
      a.named('audit')
        .root({ password: { lastUsed: 400 } })
        .key()
      const topic = a.topicArn('spend')
      const kmsKeyId = a.account.keys[0]!.arn
      a.topic('spend', {
        publishers: ['budgets.amazonaws.com'],
        emails: [{ address: 'a@corp.example' }],
        kmsKeyId,
      })
      a.budget('Daily', { period: 'DAILY', limit: 10, at: 100, type: 'ACTUAL', recipients: [topic] })
    })
    .account(one)
    .organization(one, (o) => o.member(two).delegate(two, 'account.amazonaws.com'))
    .build()
}

/** An account of two administrators, one of whom may have got a password since somebody looked (`lookedAt`). */
const administrators = (): World =>
  newWorld({ scenario: 'before', began })
    .account(one, (a) =>
      a
        .root({ password: { lastUsed: 400 } })
        .user('mia', (u) => u.admin().console({ lastUsed: 1 }))
        .user('pipeline', (u) => u.admin().key()),
    )
    .build()

/** An account whose copies go to a vault of another one, which it shares. */
const copying = (): World =>
  newWorld({ scenario: 'copying', began })
    .account(one, (a) =>
      a.vault('daily', { points: [{ at: 1 }] }).copyJob({
        from: 'daily',
        to: `arn:aws:backup:us-east-1:${two}:backup-vault:safe`,
        at: 1,
      }),
    )
    .account(two, (a) =>
      a.vault('safe', {
        lock: { final: 30 },
        sharedWith: [one],
        points: [{ at: 1, resource: `arn:aws:ec2:us-east-1:${one}:volume/vol-1` }],
      }),
    )
    .build()

/** A management account in which members' use of root is to be heard, and which has no bus for it. */
const hearing = (): World =>
  newWorld({ scenario: 'hearing', began })
    .account(one, (a) => a.named('payer').key())
    .account(two)
    .organization(one, (o) => o.member(two))
    .build()

/** A management account whose policies are attached to more than a few pages of accounts. */
const manyTargets = (): World => {
  const members = [...Array(101).keys()].map((n) => `${500_000_000_000 + n}`)
  const world = newWorld({ scenario: 'targets', began }).account(one, (a) => a.named('payer').key())
  for (const member of members) world.account(member)
  return world
    .organization(one, (o) => {
      o.unit('Work')
      for (const member of members) o.member(member, { in: 'Work' })
      o.scps().policy(
        'deny-servers',
        { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }] },
        [members[0]!],
      )
    })
    .build()
}

const ofTheZone = ['ns-1.awsdns-01.org']

/** What the world asks about the domain of `hosting`. */
const names = await nameServer({
  'corp.example': {
    NS: ofTheZone,
    MX: [
      [10, 'inbound-smtp.eu-west-1.amazonaws.com'],
      [20, 'mx.corp.example'],
    ],
  },
  'inbound-smtp.eu-west-1.amazonaws.com': { A: ['198.51.100.1'] },
  'mx.corp.example': { A: ['192.0.2.9'] },
})

/** A management account in which the domain of its root's mail may run: each part has to be looked into. */
const hosting = (): World =>
  newWorld({ scenario: 'hosting', began })
    .account(one, (a) =>
      a
        .named('payer')
        .email('aws-root@corp.example')
        .key()
        .hostedZone('corp.example', { nameServers: ofTheZone })
        .registers('corp.example', -300)
        .receivesMail('corp.example', { region: 'eu-west-1', verified: false })
        .elasticIp('192.0.2.9', { region: 'eu-central-1' }),
    )
    .account(two)
    .organization(one, (o) => o.member(two))
    .build()

interface PermittedWorld {
  make(): World | Promise<World>
  /** Default: nothing is declared. */
  configuration?: Configuration
  /** When it is looked at; `before`: and when it was looked at already, which leaves a credential report. */
  now: string
  before?: string
}

export const permittedWorlds: Readonly<Record<string, PermittedWorld>> = {
  ...Object.fromEntries(
    standaloneScenarios.map((name) => [name, { make: () => makeScenario(name, began), now: began }]),
  ),
  'a member account that is delegated administrator': { make: delegated, now: began },
  'an account that copies what it has to another': { make: copying, now: began },
  'an account where alarms of members arrive': {
    make: hearing,
    now: began,
    configuration: { organization: { alarmAccount: one } },
  },
  'an account with control policies on many accounts': {
    make: manyTargets,
    now: began,
    configuration: { organization: { rootPolicy: 'deny', canaryUnit: 'Root/Work' } },
  },
  'an account that holds the domain of its own root': {
    make: hosting,
    now: began,
    configuration: { lookups: { dns: true, resolvers: [names.address] } },
  },
  'an account looked at three hours before': {
    make: administrators,
    now: '2026-11-23T09:30:00.000Z',
    before: began,
  },
}
