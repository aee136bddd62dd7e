import * as sdk from '@aws-sdk/client-sesv2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const account = '111111111111'
const from = 'Drills <drills@corp.example>'

describe('SES', () => {
  let sandbox: Sandbox
  const at = (region: string) => new sdk.SESv2Client(settings(sandbox, { account }, region))
  const send = (region: string, to: string, sender = from) =>
    at(region).send(
      new sdk.SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: 'S' }, Body: { Text: { Data: 'T' } } } },
      }),
    )

  beforeAll(async () => {
    const world = newWorld({ scenario: 'ses', began: '2026-11-23T06:30:00Z' })
      .account(account, (a) => {
        a.user('admin', (u) => u.admin().key().isCaller())
        a.sesSends({ region: 'eu-west-1', verified: ['corp.example', 'mia@else.example'] })
        a.sesSends({
          region: 'us-east-1',
          production: true,
          verified: ['corp.example'],
          suppressed: ['a@b.example'],
        })
        a.sesSends({ region: 'us-west-2', production: true, verified: ['corp.example'], paused: true })
      })
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it.each<[what: string, ...Parameters<typeof send>, error: string, message: RegExp]>([
    [
      'an unverified sender',
      'us-east-1',
      'a@b.example',
      'x@y.example',
      'MessageRejected',
      /failed the check in region US-EAST-1: x@y\.example$/,
    ],
    [
      'an unverified recipient in the sandbox',
      'eu-west-1',
      'a@b.example',
      from,
      'MessageRejected',
      /EU-WEST-1: a@b\.example$/,
    ],
    [
      'a Region where SES was never used',
      'eu-central-1',
      'a@b.example',
      from,
      'MessageRejected',
      /EU-CENTRAL-1: .*drills@corp\.example.*, a@b\.example$/,
    ],
    ['a paused account', 'us-west-2', 'a@b.example', from, 'SendingPausedException', /paused/],
    ['no address', 'us-east-1', 'nobody', from, 'BadRequestException', /domain/],
  ])('refuses %s', async (_, region, to, sender, name, message) => {
    const error = await refusal(send(region, to, sender))
    expect(error.name).toBe(name)
    expect(error.message).toMatch(message)
  })

  it('delivers in the sandbox to verified addresses, elsewhere to all but suppressed ones, which it takes', async () => {
    await send('eu-west-1', 'Mia@else.example')
    await send('us-east-1', 'a@b.example')
    await send('us-east-1', 'c@b.example')
    expect(sandbox.world.messages?.map(({ to }) => to)).toEqual(['Mia@else.example', 'c@b.example'])
    const history = Object.values(sandbox.world.accounts)[0]!.events
    expect(history.filter(({ name }) => name === 'SendEmail')).toEqual([])
    const listed = (EmailAddress: string) =>
      at('us-east-1').send(new sdk.GetSuppressedDestinationCommand({ EmailAddress }))
    expect((await listed('A@b.example')).SuppressedDestination).toMatchObject({ Reason: 'BOUNCE' })
    expect((await refusal(listed('c@b.example'))).name).toBe('NotFoundException')
  })

  it('says whether it may send, and whether it is in the sandbox', async () => {
    const state = async (region: string) => {
      const { ProductionAccessEnabled, SendingEnabled } = await at(region).send(new sdk.GetAccountCommand({}))
      return [ProductionAccessEnabled, SendingEnabled]
    }
    expect(await state('eu-west-1')).toEqual([false, true])
    expect(await state('eu-central-1')).toEqual([false, true])
    expect(await state('us-east-1')).toEqual([true, true])
    expect(await state('us-west-2')).toEqual([true, false])
  })
})
