/** Notices to a topic, against the imitation of SNS and its refusals: nothing lost, nothing twice. */
import * as sdk from '@aws-sdk/client-sns'
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from '../api/connect.ts'
import { createSandbox, newWorld, type Sandbox, type SandboxOptions } from '../sandbox/index.ts'
import { refusal, settings } from '../sandbox/testing.ts'
import { emptyWatch, type WatchState } from '../store/watch-state.ts'
import { deliver, noticesOf, queue } from './outbox.ts'
import { publisher } from './publish.ts'
import { account, now } from './testing.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const region = 'eu-central-1'
const arn = (name: string, of = account) => `arn:aws:sns:${region}:${of}:${name}`
const mayPublish = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: resource }],
})

async function start(options: Partial<SandboxOptions> = {}, policy: object = mayPublish('*')) {
  const world = newWorld({ scenario: 'watch', began: now.toISOString() })
    .account(account, (a) => {
      a.user('watcher', (u) =>
        u
          .inline('p', policy as Parameters<typeof u.inline>[1])
          .key()
          .isCaller(),
      )
      for (const name of ['notices', 'other'])
        a.topic(name, { region, emails: [{ address: 'sec@corp.example' }] })
    })
    .build()
  sandbox = await createSandbox({ world, ...options })
}

function waiting(...controls: string[]): WatchState {
  const state = emptyWatch()
  for (const control of controls)
    queue(
      state,
      noticesOf({
        at: now.toISOString(),
        subject: { kind: 'account', id: account, name: 'Büro' },
        drift: [
          {
            kind: 'fail',
            finding: `${control}:${account}`,
            control,
            title: control,
            severity: 'high',
            subject: { kind: 'account', id: account },
            now: 'fail',
            message: `${control} fails`,
          },
        ],
      }),
      ['sns'],
    )
  return state
}

/** Sends what waits as `watch --send` does. */
async function send(state: WatchState, topic = arn('notices'), to = topic) {
  const { door, sender } = await connect({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: async () => sandbox.credentials(),
  })
  door.close()
  const sending = sender(to)
  try {
    return await deliver(state, 'sns', { kind: 'sns', topic }, async () => undefined, {
      pauses: [1, 1],
      publish: publisher(sending, { kind: 'sns', topic }),
    })
  } finally {
    sending.close()
  }
}
const messages = () =>
  (sandbox.world.messages ?? []).map(({ subject, body }) => `${subject}|${/: (\w+), high/.exec(body)?.[1]}`)

describe('a notice to a topic', () => {
  it('is published once, in the Region of the topic, with a subject that SNS takes', async () => {
    await start()
    const state = waiting('a', 'b')
    expect(await send(state)).toEqual({ to: 'notices', sent: 2, unsent: 0 })
    expect(messages()).toEqual(['a', 'b'].map((one) => `neverroot 111111111111 B?ro: 1 new failure|${one}`))
    expect(await send(state)).toEqual({ to: 'notices', sent: 0, unsent: 0 })
  })

  it.each<[when: string, faults: string, sent: number, because: RegExp | undefined]>([
    ['throttled once', 'throttle:sns:Publish=1', 1, undefined],
    ['throttled always', 'throttle:sns:Publish=99', 0, /^SNS asks to send less \(\w+\)$/],
    ['broken twice', '5xx:sns:Publish=2', 1, undefined],
    ['broken always', '5xx:sns:Publish=99', 0, /^SNS did not take it \(\w+\)$/],
    ['a connection that breaks before', 'drop:sns:Publish=1', 1, undefined],
  ])('%s', async (_, faults, sent, because) => {
    await start({ faults })
    const state = waiting('a')
    const came = await send(state)
    expect(came).toMatchObject({ sent, unsent: 1 - sent })
    if (because) expect(came.because).toMatch(because)
    else expect(came.because).toBeUndefined()
    expect(messages()).toHaveLength(sent)
  })

  it('that may not be published waits until it may', async () => {
    await start({}, mayPublish(arn('other')))
    const state = waiting('a')
    expect(await send(state)).toEqual({
      to: 'notices',
      sent: 0,
      unsent: 1,
      because: expect.stringMatching(
        /^AWS does not allow sns:Publish to it \(\w+\): neverroot permissions watch$/,
      ) as string,
    })
    expect(await send(state, arn('other'))).toMatchObject({ sent: 1, unsent: 0 })
  })

  it.each<[string, string, RegExp]>([
    ['is not there', arn('gone'), /^there is no such topic$/],
    [
      'is of another account that does not let us',
      arn('notices', '999999999999'),
      /does not allow sns:Publish/,
    ],
  ])('to one that %s', async (_, topic, because) => {
    await start()
    expect((await send(waiting('a'), topic)).because).toMatch(because)
  })

  it('goes through a door that leads to no other topic, and to nothing else that writes', async () => {
    await start()
    await expect(send(waiting('a'), arn('other'), arn('notices'))).rejects.toThrow(/changes something/)
    const { door, sender } = await connect({
      region,
      endpoint: sandbox.url,
      credentials: async () => sandbox.credentials(),
    })
    door.close()
    const sending = sender(arn('notices'))
    await expect(sending.call('sns:DeleteTopic', { TopicArn: arn('notices') })).rejects.toThrow(
      /changes something/,
    )
    await expect(sending.call('sns:Publish', { PhoneNumber: '+491', Message: 'x' })).rejects.toThrow(
      /changes something/,
    )
    sending.close()
    expect(messages()).toEqual([])
  })

  it('that is too long is cut where SNS ends', async () => {
    await start()
    const state = waiting('a')
    state.unsent.sns![0]!.drift = Array.from({ length: 200 }, (_, i) => ({
      ...state.unsent.sns![0]!.drift[0]!,
      control: `c${i}`,
      message: 'ü'.repeat(2000),
    }))
    expect(await send(state)).toMatchObject({ sent: 1 })
    const { body } = sandbox.world.messages![0]!
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_144)
    expect(body).toMatch(/ü\n\.\.\. and more: neverroot audit\n$/)
  })
})

describe('the imitation of Publish', () => {
  it.each<[string, string | undefined, string]>([
    ['none', undefined, 'taken'],
    ['99 characters', 's'.repeat(99), 'taken'],
    ['100 characters', 's'.repeat(100), 'InvalidParameterException'],
    ['a line break', 'a\nb', 'InvalidParameterException'],
    ['what is not ASCII', 'Büro', 'InvalidParameterException'],
    ['a space first', ' a', 'InvalidParameterException'],
  ])('takes a subject as SNS does: %s', async (_, Subject, expected) => {
    await start()
    const client = new sdk.SNSClient(settings(sandbox, { account, user: 'watcher' }, region))
    const published = client.send(new sdk.PublishCommand({ TopicArn: arn('notices'), Message: 'm', Subject }))
    if (expected === 'taken') expect((await published).MessageId).toMatch(/^[0-9a-f-]{36}$/)
    else expect((await refusal(published)).name).toBe(expected)
  })
})
