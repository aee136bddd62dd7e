import * as sdk from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const ID = '111111111111'
const TOPIC = `arn:aws:sns:us-east-1:${ID}:alarms`
const PATTERN = JSON.stringify({ detail: { userIdentity: { type: ['Root'] } } })

describe('EventBridge', () => {
  let sandbox: Sandbox
  const at = (region = 'us-east-1') => new sdk.EventBridgeClient(settings(sandbox, undefined, region))
  const put = (Name: string, more: Partial<sdk.PutRuleCommandInput> = {}) =>
    at().send(new sdk.PutRuleCommand({ Name, EventPattern: PATTERN, ...more }))

  beforeAll(async () => {
    const world = newWorld({ scenario: 'events', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) => {
        a.user('admin', (u) => u.admin().key().isCaller())
        for (let i = 0; i < 5; i += 1)
          a.rule(`far-${i}`, {
            region: 'eu-west-1',
            pattern: { source: ['aws.iam'] },
            targets: [`arn:aws:sqs:eu-west-1:${ID}:q`],
          })
        a.rule('managed', { pattern: { source: ['aws.iam'] }, managedBy: 'securityhub.amazonaws.com' })
      })
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it('makes a rule with targets, and unmakes it in the right order', async () => {
    const client = at()
    expect((await put('root-use')).RuleArn).toBe(`arn:aws:events:us-east-1:${ID}:rule/root-use`)
    const targets = await client.send(
      new sdk.PutTargetsCommand({ Rule: 'root-use', Targets: [{ Id: '1', Arn: TOPIC }] }),
    )
    expect(targets.FailedEntryCount).toBe(0)
    expect(await client.send(new sdk.DescribeRuleCommand({ Name: 'root-use' }))).toMatchObject({
      State: 'ENABLED',
      EventPattern: PATTERN,
      EventBusName: 'default',
    })
    expect((await client.send(new sdk.ListTargetsByRuleCommand({ Rule: 'root-use' }))).Targets).toEqual([
      { Id: '1', Arn: TOPIC },
    ])
    expect((await client.send(new sdk.ListRuleNamesByTargetCommand({ TargetArn: TOPIC }))).RuleNames).toEqual(
      ['root-use'],
    )
    await put('root-use', { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' })
    expect(
      (await client.send(new sdk.ListTargetsByRuleCommand({ Rule: 'root-use' }))).Targets,
      'targets stay',
    ).toHaveLength(1)
    await client.send(new sdk.DisableRuleCommand({ Name: 'root-use' }))
    expect((await client.send(new sdk.DescribeRuleCommand({ Name: 'root-use' }))).State).toBe('DISABLED')
    const early = await refusal(client.send(new sdk.DeleteRuleCommand({ Name: 'root-use' })))
    expect(early).toMatchObject({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    })
    const removed = await client.send(new sdk.RemoveTargetsCommand({ Rule: 'root-use', Ids: ['1', 'no'] }))
    expect(removed.FailedEntries).toEqual([expect.objectContaining({ TargetId: 'no' })])
    await client.send(new sdk.DeleteRuleCommand({ Name: 'root-use' }))
    await client.send(new sdk.DeleteRuleCommand({ Name: 'root-use' }))
    expect((await refusal(client.send(new sdk.DescribeRuleCommand({ Name: 'root-use' })))).name).toBe(
      'ResourceNotFoundException',
    )
  })

  it('keeps Regions apart and pages', async () => {
    const names: string[] = []
    let NextToken: string | undefined
    do {
      const page: sdk.ListRulesCommandOutput = await at('eu-west-1').send(
        new sdk.ListRulesCommand({ Limit: 2, NextToken }),
      )
      names.push(...page.Rules!.map((r) => r.Name!))
      NextToken = page.NextToken
    } while (NextToken)
    expect(names).toEqual(['far-0', 'far-1', 'far-2', 'far-3', 'far-4'])
    expect((await at().send(new sdk.ListRulesCommand({ NamePrefix: 'far' }))).Rules).toEqual([])
    expect((await at('eu-west-1').send(new sdk.ListEventBusesCommand({}))).EventBuses).toEqual([
      { Name: 'default', Arn: `arn:aws:events:eu-west-1:${ID}:event-bus/default` },
    ])
  })

  it('refuses what AWS refuses', async () => {
    expect(await refusal(put('x', { EventPattern: '{"source":"aws"}' }))).toMatchObject({
      name: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
    })
    expect((await refusal(put('x', { EventPattern: undefined }))).message).toContain(
      'EventPattern or ScheduleExpression',
    )
    expect((await refusal(put('a b'))).name).toBe('ValidationException')
    expect((await refusal(put('x', { EventBusName: 'nowhere' }))).name).toBe('ResourceNotFoundException')
    expect((await refusal(put('managed'))).name).toBe('ManagedRuleException')
    expect((await refusal(at().send(new sdk.ListRulesCommand({ Limit: 101 })))).name).toBe(
      'ValidationException',
    )
  })

  const targets: [when: string, targets: sdk.Target[], name: string][] = [
    [
      'a topic of another Region',
      [{ Id: '1', Arn: `arn:aws:sns:eu-west-1:${ID}:alarms` }],
      'ValidationException',
    ],
    [
      'a bus of another Region without a role',
      [{ Id: '1', Arn: `arn:aws:events:eu-west-1:${ID}:event-bus/default` }],
      'ValidationException',
    ],
    [
      'six targets',
      Array.from({ length: 6 }, (_, i) => ({ Id: String(i), Arn: TOPIC })),
      'LimitExceededException',
    ],
    [
      'Input and InputPath together',
      [{ Id: '1', Arn: TOPIC, Input: '{}', InputPath: '$' }],
      'ValidationException',
    ],
  ]
  it.each(targets)('refuses %s', async (_when, Targets, name) => {
    await put('for-targets')
    expect((await refusal(at().send(new sdk.PutTargetsCommand({ Rule: 'for-targets', Targets })))).name).toBe(
      name,
    )
  })

  it('tests a pattern against an event', async () => {
    const Event = JSON.stringify({
      id: '1',
      account: ID,
      source: 'aws.signin',
      time: '2026-11-23T00:00:00Z',
      region: 'us-east-1',
      resources: [],
      'detail-type': 'AWS Console Sign In via CloudTrail',
      detail: { userIdentity: { type: 'Root' } },
    })
    const test = (EventPattern: string, event = Event) =>
      at().send(new sdk.TestEventPatternCommand({ EventPattern, Event: event }))
    expect((await test(PATTERN)).Result).toBe(true)
    expect((await test('{"source":["aws.iam"]}')).Result).toBe(false)
    expect((await refusal(test(PATTERN, '{"source":"x"}'))).name).toBe('ValidationException')
  })

  describe('custom buses', () => {
    const name = 'alarms'
    const condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-exampleorgid' }
    const permit = (more: Partial<sdk.PutPermissionCommandInput> = {}) =>
      at().send(
        new sdk.PutPermissionCommand({
          EventBusName: name,
          Action: 'events:PutEvents',
          Principal: '*',
          StatementId: 'members',
          Condition: condition,
          ...more,
        }),
      )
    const described = () => at().send(new sdk.DescribeEventBusCommand({ Name: name }))

    it('are made, opened to an organization, closed and deleted', async () => {
      expect(await refusal(described())).toMatchObject({ name: 'ResourceNotFoundException' })
      const made = await at().send(new sdk.CreateEventBusCommand({ Name: name }))
      expect(made.EventBusArn).toBe(`arn:aws:events:us-east-1:${ID}:event-bus/${name}`)
      expect((await described()).Policy).toBeUndefined()
      await permit()
      await permit()
      expect(JSON.parse((await described()).Policy!)).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'members',
            Effect: 'Allow',
            Principal: '*',
            Action: 'events:PutEvents',
            Resource: made.EventBusArn,
            Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
          },
        ],
      })
      expect(await refusal(at().send(new sdk.CreateEventBusCommand({ Name: name })))).toMatchObject({
        name: 'ResourceAlreadyExistsException',
      })
      const remove = () =>
        at().send(new sdk.RemovePermissionCommand({ EventBusName: name, StatementId: 'members' }))
      await remove()
      expect((await described()).Policy).toBeUndefined()
      expect(await refusal(remove())).toMatchObject({ name: 'ResourceNotFoundException' })
      await put('on-bus', { EventBusName: name })
      const withRule = await refusal(at().send(new sdk.DeleteEventBusCommand({ Name: name })))
      expect(withRule.message).toContain('has rules')
      await at().send(new sdk.DeleteRuleCommand({ Name: 'on-bus', EventBusName: name }))
      await at().send(new sdk.DeleteEventBusCommand({ Name: name }))
      await at().send(new sdk.DeleteEventBusCommand({ Name: name }))
      expect(await refusal(described())).toMatchObject({ name: 'ResourceNotFoundException' })
    })

    it.each<[what: string, call: () => Promise<unknown>, error: string]>([
      [
        'a bus named default',
        () => at().send(new sdk.CreateEventBusCommand({ Name: 'default' })),
        'ResourceAlreadyExists',
      ],
      [
        'a bus with a slash',
        () => at().send(new sdk.CreateEventBusCommand({ Name: 'a/b' })),
        'ValidationException',
      ],
      [
        'the default bus, deleted',
        () => at().send(new sdk.DeleteEventBusCommand({ Name: 'default' })),
        'ValidationException',
      ],
      ['a bus that is not there, opened', () => permit(), 'ResourceNotFound'],
      [
        'another action',
        () => permit({ EventBusName: 'default', Action: 'events:PutRule' }),
        'ValidationException',
      ],
      [
        'another condition',
        () => permit({ EventBusName: 'default', Condition: { ...condition, Key: 'aws:SourceIp' } }),
        'ValidationException',
      ],
    ])('refuse %s', async (_what, call, error) => {
      expect((await refusal(call())).name).toContain(error)
    })
  })
})
