import * as sdk from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const ID = '111111111111'

describe('SNS', () => {
  let sandbox: Sandbox
  const at = (region = 'us-east-1', user?: string) =>
    new sdk.SNSClient(settings(sandbox, { account: ID, user }, region))
  const topic = async (Name: string, Attributes?: Record<string, string>) =>
    (await at().send(new sdk.CreateTopicCommand({ Name, Attributes }))).TopicArn!
  const attributes = async (TopicArn: string) =>
    (await at().send(new sdk.GetTopicAttributesCommand({ TopicArn }))).Attributes!

  beforeAll(async () => {
    const world = newWorld({ scenario: 'sns', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) => {
        a.user('admin', (u) => u.admin().key().isCaller()).user('guest', (u) => u.key())
        a.topic('open', {
          region: 'eu-central-1',
          policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${ID}:user/guest` },
                Action: 'SNS:GetTopicAttributes',
                Resource: '*',
              },
            ],
          }),
        })
        for (let i = 0; i < 205; i += 1) a.topic(`t${i}`, { region: 'eu-west-1' })
      })
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it('makes a topic once; the same call again is the same topic, another attribute an error', async () => {
    const arn = await topic('alarms', { DisplayName: 'Alarms' })
    expect(arn).toBe(`arn:aws:sns:us-east-1:${ID}:alarms`)
    expect(await topic('alarms', { DisplayName: 'Alarms' })).toBe(arn)
    expect((await refusal(topic('alarms', { DisplayName: 'Other' }))).message).toContain(
      'already exists with different attributes',
    )
    expect(await attributes(arn)).toMatchObject({
      DisplayName: 'Alarms',
      Owner: ID,
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
    })
    await at().send(new sdk.DeleteTopicCommand({ TopicArn: arn }))
    await at().send(new sdk.DeleteTopicCommand({ TopicArn: arn }))
    expect(await refusal(attributes(arn))).toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('keeps a policy whole', async () => {
    const arn = await topic('policy')
    const set = (AttributeName: string, AttributeValue: string) =>
      at().send(new sdk.SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }))
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'budgets.amazonaws.com' },
          Action: 'SNS:Publish',
          Resource: arn,
        },
      ],
    })
    await set('Policy', policy)
    await set('KmsMasterKeyId', 'alias/alarms')
    expect(await attributes(arn)).toMatchObject({ Policy: policy, KmsMasterKeyId: 'alias/alarms' })
    expect((await refusal(set('Policy', 'nonsense'))).name).toBe('InvalidParameterException')
    expect((await refusal(set('Colour', 'red'))).name).toBe('InvalidParameterException')
    expect((await refusal(set('DeliveryPolicy', '{}'))).name).toBe('NotImplemented')
  })

  it('holds an e-mail subscription pending until its token comes back', async () => {
    const TopicArn = await topic('mail')
    const client = at()
    const Endpoint = 'mia@example.com'
    const subscribe = (ReturnSubscriptionArn?: boolean) =>
      client.send(new sdk.SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint, ReturnSubscriptionArn }))
    expect((await subscribe()).SubscriptionArn).toBe('pending confirmation')
    const SubscriptionArn = (await subscribe(true)).SubscriptionArn!
    const listed = async () =>
      (await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions!
    expect(await listed()).toEqual([
      { SubscriptionArn: 'PendingConfirmation', Owner: ID, Protocol: 'email', Endpoint, TopicArn },
    ])
    expect((await refusal(client.send(new sdk.UnsubscribeCommand({ SubscriptionArn })))).name).toBe(
      'InvalidParameterException',
    )
    const wrong = client.send(new sdk.ConfirmSubscriptionCommand({ TopicArn, Token: 'guess' }))
    expect((await refusal(wrong)).name).toBe('InvalidParameterException')
    const Token = sandbox.world.messages!.at(-1)!.code
    const publish = () =>
      client.send(new sdk.PublishCommand({ TopicArn, Subject: 'Root', Message: 'signed in' }))
    const before = sandbox.world.messages!.length
    await publish()
    expect(sandbox.world.messages!, 'pending gets nothing').toHaveLength(before)
    await client.send(
      new sdk.ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' }),
    )
    expect((await listed())[0]!.SubscriptionArn).toBe(SubscriptionArn)
    const { Attributes } = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true' })
    await publish()
    expect(sandbox.world.messages!.at(-1)).toMatchObject({
      channel: 'email',
      to: Endpoint,
      subject: 'Root',
      body: 'signed in',
    })
    await client.send(
      new sdk.SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue: '{"a":["b"]}',
      }),
    )
    const filtered = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(filtered.Attributes).toMatchObject({
      FilterPolicy: '{"a":["b"]}',
      FilterPolicyScope: 'MessageAttributes',
    })
    await client.send(new sdk.UnsubscribeCommand({ SubscriptionArn }))
    expect(await listed()).toEqual([])
  })

  it.each([
    ['not JSON', 'nonsense', 'Policy Error: null'],
    ['without a statement', '{"Version":"2012-10-17"}', 'Policy Error: null'],
    ['about another service', ['s3:GetObject'], 'Policy statement action out of service scope!'],
    ['with a wildcard', ['SNS:*'], 'Policy statement action out of service scope!'],
    [
      'about what is no action on a topic',
      ['sns:Publish', 'sns:CreateTopic'],
      'Policy statement action out of service scope!',
    ],
  ])('refuses a policy %s, and keeps the old one', async (_, given, says) => {
    const TopicArn = await topic('guarded')
    const before = (await attributes(TopicArn)).Policy
    const AttributeValue =
      typeof given === 'string'
        ? given
        : JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: '*', Action: given, Resource: TopicArn }],
          })
    const set = new sdk.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue })
    expect(await refusal(at().send(set))).toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: ${says}`,
    })
    expect((await attributes(TopicArn)).Policy).toBe(before)
  })

  it('subscribing again changes nothing once it is confirmed, and sends no second mail', async () => {
    const TopicArn = await topic('again')
    const subscribe = (Attributes?: Record<string, string>) =>
      at().send(
        new sdk.SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'pat@mail.example', Attributes }),
      )
    await subscribe()
    await subscribe()
    const mails = sandbox.world.messages!.filter((m) => m.to === 'pat@mail.example')
    expect(mails.length, 'a second mail while it is pending').toBe(2)
    const confirm = (Token: string | undefined) =>
      at().send(new sdk.ConfirmSubscriptionCommand({ TopicArn, Token }))
    expect((await refusal(confirm(mails[0]!.code))).name, 'the first token is void').toBe(
      'InvalidParameterException',
    )
    const { SubscriptionArn } = await confirm(mails[1]!.code)
    expect((await subscribe()).SubscriptionArn).toBe(SubscriptionArn)
    expect(sandbox.world.messages!.filter((m) => m.to === 'pat@mail.example')).toHaveLength(2)
    expect((await refusal(subscribe({ FilterPolicy: '{"a":["b"]}' }))).message).toContain(
      'already exists with different attributes',
    )
    await at().send(new sdk.UnsubscribeCommand({ SubscriptionArn }))
    await at().send(new sdk.UnsubscribeCommand({ SubscriptionArn }))
    expect((await subscribe()).SubscriptionArn).toBe('pending confirmation')
  })

  it('subscribes a queue at once', async () => {
    const TopicArn = await topic('queue')
    const Endpoint = `arn:aws:sqs:us-east-1:${ID}:q`
    const { SubscriptionArn } = await at().send(
      new sdk.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }),
    )
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`))
  })

  it.each([
    ['carrier-pigeon', 'mia', /Protocol/],
    ['email', 'mia', /Endpoint/],
    ['https', 'http://example.com', /Endpoint/],
  ])('refuses %s to %s', async (Protocol, Endpoint, says) => {
    const TopicArn = await topic('refusals')
    const error = await refusal(at().send(new sdk.SubscribeCommand({ TopicArn, Protocol, Endpoint })))
    expect(error).toMatchObject({ name: 'InvalidParameterException', message: expect.stringMatching(says) })
  })

  it('lists a hundred topics on a page, of one Region', async () => {
    const sizes: number[] = []
    for await (const page of sdk.paginateListTopics({ client: at('eu-west-1') }, {}))
      sizes.push(page.Topics!.length)
    expect(sizes).toEqual([100, 100, 5])
    expect(
      await all(sdk.paginateListSubscriptions({ client: at('eu-west-1') }, {}), 'Subscriptions'),
    ).toEqual([])
  })

  it('refuses topics of other Regions and accounts', async () => {
    const elsewhere = at().send(
      new sdk.GetTopicAttributesCommand({ TopicArn: `arn:aws:sns:eu-west-1:${ID}:t1` }),
    )
    expect((await refusal(elsewhere)).name).toBe('InvalidParameterException')
    const other = at().send(
      new sdk.GetTopicAttributesCommand({ TopicArn: 'arn:aws:sns:us-east-1:222222222222:t' }),
    )
    expect(await refusal(other)).toMatchObject({
      name: 'AuthorizationErrorException',
      $metadata: { httpStatusCode: 403 },
    })
  })

  it("lets a topic's own policy allow", async () => {
    const guest = at('eu-central-1', 'guest')
    const TopicArn = `arn:aws:sns:eu-central-1:${ID}:open`
    expect((await guest.send(new sdk.GetTopicAttributesCommand({ TopicArn }))).Attributes!.Owner).toBe(ID)
    expect((await refusal(guest.send(new sdk.DeleteTopicCommand({ TopicArn })))).message).toContain(
      'DeleteTopic',
    )
  })
})
