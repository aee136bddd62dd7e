import * as sdk from '@aws-sdk/client-eventbridge'
import { DeleteAccountAliasCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../../builder.ts'
import { createSandbox, inboxOf, type Sandbox } from '../../index.ts'
import { refusal, settings } from '../../testing.ts'

const ID = '111111111111'
const MIA = 'mia@posteo.example'
const entry = (more: Partial<sdk.PutEventsRequestEntry> = {}): sdk.PutEventsRequestEntry => ({
  Source: 'mine',
  DetailType: 'A test',
  Detail: '{"code":"k7"}',
  ...more,
})

describe('PutEvents', () => {
  let sandbox: Sandbox
  const as = (user: string, region = 'us-east-1') =>
    new sdk.EventBridgeClient(settings(sandbox, { account: ID, user }, region))
  const put = (Entries: sdk.PutEventsRequestEntry[], user = 'admin', region?: string) =>
    as(user, region).send(new sdk.PutEventsCommand({ Entries }))
  const bodies = () => inboxOf(sandbox.world, MIA).map(({ body }) => body)

  beforeAll(async () => {
    const world = newWorld({ scenario: 'put-events', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) => {
        a.trail('all')
          .user('admin', (u) => u.admin().key().isCaller())
          .user('driller', (u) =>
            u.key().inline('drill', {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'events:PutEvents',
                  Resource: `arn:aws:events:*:${ID}:event-bus/default`,
                  Condition: { StringEquals: { 'events:source': 'mine' } },
                },
              ],
            }),
          )
          .root({ keys: [{}] })
          .topic('mine', { publishers: ['events.amazonaws.com'], emails: [{ address: MIA }] })
          .rule('mine', { pattern: { source: ['mine'] }, targets: [a.topicArn('mine')] })
          .rule('calls', { pattern: { source: ['aws.iam'] }, targets: [a.topicArn('mine')] })
        for (const { targets, name } of a.account.eventRules)
          targets[0]!.InputTransformer = {
            InputPathsMap: { code: '$.detail.code', name: '$.detail.eventName' },
            InputTemplate: `"${name}: <code><name>"`,
          }
      })
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it('hands an event to the rules of its bus, in its Region alone, and leaves nothing in the history', async () => {
    const before = sandbox.world.accounts[ID]!.events.length
    const { FailedEntryCount, Entries } = await put([entry(), entry({ Source: 'other' })])
    expect(FailedEntryCount).toBe(0)
    expect(Entries).toEqual([{ EventId: expect.any(String) }, { EventId: expect.any(String) }])
    await put([entry({ EventBusName: `arn:aws:events:us-east-1:${ID}:event-bus/default` })])
    await put([entry()], 'admin', 'eu-west-1')
    expect(bodies()).toEqual(['mine: k7', 'mine: k7'])
    expect(sandbox.world.accounts[ID]!.events).toHaveLength(before)
  })

  it('lets in who may put this source on this bus', async () => {
    expect((await put([entry()], 'driller')).FailedEntryCount).toBe(0)
    for (const [what, refused] of [
      ['another source', entry({ Source: 'other' })],
      ['another bus', entry({ EventBusName: 'custom' })],
    ] as const)
      expect(await refusal(put([refused], 'driller')), what).toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining('events:PutEvents') as string,
      })
  })

  it.each<[what: string, entry: sdk.PutEventsRequestEntry, code: string]>([
    ['a source of AWS', entry({ Source: 'aws.signin' }), 'NotAuthorizedForSourceException'],
    ['no JSON', entry({ Detail: '{' }), 'MalformedDetail'],
    ['JSON that is no object', entry({ Detail: '[1]' }), 'MalformedDetail'],
    ['no source', entry({ Source: undefined }), 'InvalidArgument'],
    ['no detail type', entry({ DetailType: '' }), 'InvalidArgument'],
    ['no detail', entry({ Detail: undefined }), 'InvalidArgument'],
    ['a detail type that is too long', entry({ DetailType: 'x'.repeat(129) }), 'InvalidArgument'],
  ])('refuses an entry with %s, and takes the one beside it', async (_what, bad, code) => {
    const { FailedEntryCount, Entries } = await put([bad, entry()])
    expect(FailedEntryCount).toBe(1)
    expect(Entries).toEqual([
      { ErrorCode: code, ErrorMessage: expect.any(String) },
      { EventId: expect.any(String) },
    ])
  })

  it.each<[what: string, entries: sdk.PutEventsRequestEntry[]]>([
    ['none', []],
    ['eleven', Array.from({ length: 11 }, () => entry())],
    ['a megabyte', [entry({ Detail: JSON.stringify('x'.repeat(1024 * 1024)) })]],
    ['none that is whole', [entry({ Source: undefined }), entry({ Detail: undefined })]],
  ])('refuses a request with %s', async (_what, entries) => {
    expect(await refusal(put(entries))).toMatchObject({ name: 'ValidationException' })
  })

  it('is not the only one who is heard: calls are, and those that read only by a rule that says so', async () => {
    const iam = new IAMClient({
      ...settings(sandbox),
      credentials: sandbox.credentials(sandbox.world.accounts[ID]!.root.accessKeys[0]!.id),
    })
    const heard = async (work: () => Promise<unknown>) => {
      const before = bodies().length
      await work()
      return bodies().slice(before)
    }
    const write = () => refusal(iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'none' })))
    const read = () => iam.send(new ListUsersCommand({}))
    expect(await heard(write), 'refused calls are heard too').toEqual(['calls: DeleteAccountAlias'])
    expect(await heard(read)).toEqual([])
    sandbox.world.accounts[ID]!.eventRules[1]!.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'
    expect(await heard(read)).toEqual(['calls: ListUsers'])
  })
})
