/** The chain from what happens in an account to a person's inbox, whole, and with each of its links broken. */
import { describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { inboxOf, signInAsRoot } from '../people/index.ts'
import type { Account, World } from '../world.ts'

const CENTRE = '111111111111'
const MEMBER = '222222222222'
const HOME = 'us-east-1'
const MIA = 'mia@corp.example'
const at = new Date('2026-11-23T07:00:00Z')
const BUS = `arn:aws:events:${HOME}:${CENTRE}:event-bus/root-use`
const TOPIC = `arn:aws:sns:${HOME}:${CENTRE}:root-use`
const KEY = `arn:aws:kms:${HOME}:${CENTRE}:key/11111111-2222-4333-8444-555555555555`
const ROOT_USE = JSON.stringify({ detail: { userIdentity: { type: ['Root'] } } })
const events = { Service: 'events.amazonaws.com' }
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Principal: unknown, Action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
  ...more,
})
const ofTheOrganization = (id: string) =>
  policy(allow('*', 'events:PutEvents', { Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } }))

/** A member's sign-in goes to a bus at the centre, from there to an encrypted topic and to Mia. */
function whole(): World {
  const world = newWorld({ scenario: 'chain', began: '2026-11-23T06:30:00Z' })
    .account(CENTRE, (a) => {
      a.key({
        arn: KEY,
        aliases: ['alias/alarm'],
        policy: policy(allow(events, ['kms:GenerateDataKey*', 'kms:Decrypt'])),
      })
        .topic('root-use', {
          policy: policy(allow(events, 'sns:Publish')),
          kmsKeyId: 'alias/alarm',
          emails: [{ address: MIA }],
        })
        .rule('root-use', { bus: 'root-use', targets: [TOPIC] })
      a.account.eventRules[0]!.pattern = ROOT_USE
    })
    .account(MEMBER, (a) => {
      a.root({ password: {} })
        .trail('all')
        .role('send-on', {
          trust: 'events.amazonaws.com',
          inline: {
            send: JSON.parse(
              policy({ Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS }),
            ) as object as Record<string, unknown>,
          },
        })
        .rule('root-use', { targets: [BUS] })
      a.account.eventRules[0]!.pattern = ROOT_USE
      a.account.eventRules[0]!.targets[0]!.RoleArn = `arn:aws:iam::${MEMBER}:role/send-on`
    })
    .organization(CENTRE, (o) => void o.member(MEMBER))
    .build()
  world.accounts[CENTRE]!.eventBuses = [
    {
      region: HOME,
      name: 'root-use',
      created: world.began,
      policy: ofTheOrganization(world.organization!.id),
    },
  ]
  return world
}

const centre = (world: World): Account => world.accounts[CENTRE]!
const member = (world: World): Account => world.accounts[MEMBER]!
const mails = (world: World) => inboxOf(world, MIA)

describe('a sign-in of root in a member', () => {
  it('arrives in the inbox of whoever is at the end, whole', () => {
    const world = whole()
    signInAsRoot(world, MEMBER, at)
    const [mail, ...more] = mails(world)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ at: at.toISOString(), account: CENTRE, channel: 'email', to: MIA })
    expect(JSON.parse(mail!.body)).toMatchObject({
      'detail-type': 'AWS Console Sign In via CloudTrail',
      source: 'aws.signin',
      account: MEMBER,
      region: HOME,
      detail: { eventName: 'ConsoleLogin', userIdentity: { type: 'Root' } },
    })
  })

  type Break = (world: World) => unknown
  const subscription = (world: World) => centre(world).topics[0]!.subscriptions[0]!
  const role = (world: World) => member(world).iam.roles.find(({ name }) => name === 'send-on')!

  it.each<[link: string, how: Break]>([
    ['there is no trail', (w) => (member(w).trails = [])],
    ['the trail does not log', (w) => (member(w).trails[0]!.logging = false)],
    [
      'the trail is of another Region',
      (w) => Object.assign(member(w).trails[0]!, { multiRegion: false, homeRegion: 'eu-west-1' }),
    ],
    [
      'the trail leaves out what is recorded for all Regions',
      (w) => Object.assign(member(w).trails[0]!, { multiRegion: false, globalServiceEvents: false }),
    ],
    [
      'the trail logs data alone',
      (w) => (member(w).trails[0]!.selectors = [{ IncludeManagementEvents: false }]),
    ],
    ['the trail logs reads alone', (w) => (member(w).trails[0]!.selectors = [{ ReadWriteType: 'ReadOnly' }])],
    [
      'the trail selects other services',
      (w) =>
        (member(w).trails[0]!.advancedSelectors = [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'eventSource', NotEquals: ['signin.amazonaws.com'] },
            ],
          },
        ]),
    ],
    ['the rule is off', (w) => (member(w).eventRules[0]!.state = 'DISABLED')],
    ['the rule is in another Region', (w) => (member(w).eventRules[0]!.region = 'eu-west-1')],
    ['the rule hears something else', (w) => (member(w).eventRules[0]!.pattern = '{"source":["aws.iam"]}')],
    ['the rule sends nowhere', (w) => (member(w).eventRules[0]!.targets = [])],
    ['the target names no role', (w) => delete member(w).eventRules[0]!.targets[0]!.RoleArn],
    ['the role is gone', (w) => (member(w).iam.roles = [])],
    [
      'EventBridge cannot assume the role',
      (w) =>
        (role(w).trust = JSON.parse(
          policy(allow({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole')),
        ) as Record<string, unknown>),
    ],
    ['the role may not put events there', (w) => (role(w).inline = {})],
    [
      'a service control policy denies it to the role',
      (w) => {
        w.organization!.enabledPolicyTypes.push('SERVICE_CONTROL_POLICY')
        w.organization!.policies.push({
          id: 'p-deny',
          name: 'deny',
          type: 'SERVICE_CONTROL_POLICY',
          awsManaged: false,
          targets: [MEMBER],
          content: policy({ Effect: 'Deny', Action: 'events:*', Resource: '*' }),
        })
      },
    ],
    ['the bus is gone', (w) => (centre(w).eventBuses = [])],
    ['the bus has no policy', (w) => delete centre(w).eventBuses![0]!.policy],
    [
      'the bus takes another organization',
      (w) => (centre(w).eventBuses![0]!.policy = ofTheOrganization('o-otherother1')),
    ],
    ['the rule on the bus is off', (w) => (centre(w).eventRules[0]!.state = 'DISABLED')],
    ['the topic is gone', (w) => (centre(w).topics = [])],
    [
      'the topic lets another service publish',
      (w) =>
        (centre(w).topics[0]!.policy = policy(allow({ Service: 'budgets.amazonaws.com' }, 'sns:Publish'))),
    ],
    ['the topic is under the key that AWS manages', (w) => (centre(w).topics[0]!.kmsKeyId = 'alias/aws/sns')],
    ['the key is off', (w) => (centre(w).keys[0]!.enabled = false)],
    [
      'the key lets EventBridge decrypt alone',
      (w) => (centre(w).keys[0]!.policy = policy(allow(events, 'kms:Decrypt'))),
    ],
    ['nobody has confirmed', (w) => (subscription(w).confirmed = false)],
    ['a filter goes by attributes', (w) => (subscription(w).filterPolicy = '{"level":["high"]}')],
    [
      'a filter lets other bodies through',
      (w) =>
        Object.assign(subscription(w), {
          filterPolicy: '{"source":["aws.iam"]}',
          filterPolicyScope: 'MessageBody',
        }),
    ],
  ])('does not arrive where %s', (_link, how) => {
    const world = whole()
    how(world)
    signInAsRoot(world, MEMBER, at)
    expect(mails(world)).toEqual([])
    expect(member(world).events.at(-1)!.name, 'the history has it all the same').toBe('ConsoleLogin')
  })

  it.each<[what: string, how: Break]>([
    [
      'a trail of the organization logs it',
      (w) => {
        member(w).trails = []
        centre(w).trails = [
          {
            name: 'org',
            homeRegion: HOME,
            multiRegion: true,
            organization: true,
            globalServiceEvents: true,
            bucket: 'b',
            logging: true,
          },
        ]
      },
    ],
    [
      'a filter on the body lets it through',
      (w) =>
        Object.assign(subscription(w), {
          filterPolicy: '{"detail":{"userIdentity":{"type":["Root"]}}}',
          filterPolicyScope: 'MessageBody',
        }),
    ],
    ['the topic is not encrypted', (w) => delete centre(w).topics[0]!.kmsKeyId],
  ])('arrives as well where %s', (_what, how) => {
    const world = whole()
    how(world)
    signInAsRoot(world, MEMBER, at)
    expect(mails(world)).toHaveLength(1)
  })

  it('is shaped as the rule says, with what is missing left empty', () => {
    const world = whole()
    centre(world).eventRules[0]!.targets[0]!.InputTransformer = {
      InputPathsMap: { account: '$.account', name: '$.detail.eventName', error: '$.detail.errorCode' },
      InputTemplate: '"Root of <account>: <name>. Error: <error>."',
    }
    signInAsRoot(world, MEMBER, at)
    expect(mails(world)[0]!.body).toBe(`Root of ${MEMBER}: ConsoleLogin. Error: .`)
  })

  it('goes round in no circle', () => {
    const world = newWorld({ scenario: 'circle', began: '2026-11-23T06:30:00Z' })
      .account(CENTRE, (a) => {
        a.root({ password: {} })
          .trail('all')
          .topic('t', { publishers: ['events.amazonaws.com'], emails: [{ address: MIA }] })
          .rule('round', { targets: [`arn:aws:events:${HOME}:${CENTRE}:event-bus/default`, a.topicArn('t')] })
        a.account.eventRules[0]!.pattern = ROOT_USE
      })
      .build()
    signInAsRoot(world, CENTRE, at)
    expect(mails(world)).toHaveLength(3)
  })
})
