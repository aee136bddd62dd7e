/** Codes that leave through AWS: SES from one address, SNS by a topic for each mailbox, each with no more than its policy allows. */
import { beforeEach, describe, expect, it } from 'vitest'
import { openDoor, placeFor } from '../../src/aws/index.ts'
import { permissionPolicy, type Post, sesPost, topicPost } from '../../src/index.ts'
import type { DrillsConfiguration } from '../../src/model/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import type { SesSending, World } from '../../src/sandbox/world.ts'
import { began } from '../support/audit.ts'

const id = '111111111111'
const region = 'eu-west-1'
const from = 'drills@corp.example'
const ses = { region, from }
const topicArn = (name: string) => `arn:aws:sns:us-east-1:${id}:${name}`
const drills: DrillsConfiguration = { ses, sns: { topics: ['root', 'both'].map(topicArn) } }
const letter = { subject: 'Drill? (blåhai)', text: 'Your code: K7QF2-9XMRT\n' }
const to = (address: string) => ({ address, mailbox: 'm', roles: ['root' as const] })

let world: World
const connection = async (made: World) => {
  const sandbox = await createSandbox({ world: made, port: false })
  return {
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    credentials: async () => sandbox.credentials(),
    region: 'us-east-1',
  }
}
/** A world whose caller may do exactly what the policy for drills says. */
const worldWith = (state?: Partial<SesSending>, allowed: DrillsConfiguration = drills) =>
  newWorld({ scenario: 'sending', began })
    .account(id, (a) => {
      a.user('driller', (u) =>
        u
          .inline('drill', permissionPolicy('drill-contacts', { drills: allowed }) as never)
          .key()
          .isCaller(),
      )
      if (state) a.sesSends({ region, ...state })
      a.topic('root', {
        emails: [{ address: 'aws-root@corp.example' }, { address: 'x@corp.example', pending: true }],
      })
      a.topic('both', { emails: [{ address: 'mia@corp.example' }, { address: 'tom@corp.example' }] })
      a.topic('filtered', { emails: [{ address: 'ops@corp.example', filter: '{"a":["b"]}' }] })
      a.topic('nobody', { emails: [{ address: 'ops@corp.example', pending: true }] })
    })
    .build()
const got = () => (world.messages ?? []).map(({ to: address, body }) => [address, body.split('\n')[0]])
const posted = (post: Post, address: string) => post(to(address), letter, 'id')

describe('SES', () => {
  const production = { production: true, verified: ['corp.example'] }
  it.each<[when: string, state: Partial<SesSending>, address: string, sent: string, because?: RegExp]>([
    ['a verified domain', production, 'aws-root@elsewhere.example', 'yes'],
    ['a verified address', { production: true, verified: [from] }, 'a@elsewhere.example', 'yes'],
    [
      'another address that is verified',
      { production: true, verified: ['x@corp.example'] },
      'a@b.example',
      'no',
      /verified addresses alone/,
    ],
    [
      'the sandbox, to a verified address',
      { verified: ['corp.example', 'a@b.example'] },
      'A@b.example',
      'yes',
    ],
    [
      'the sandbox, to another one',
      { verified: ['corp.example'] },
      'a@b.example',
      'no',
      /in its sandbox, to verified addresses alone/,
    ],
    [
      'an address that is suppressed',
      { ...production, suppressed: ['a@b.example'] },
      'a@b.example',
      'no',
      /suppression list/,
    ],
  ])('%s', async (_, state, address, sent, because) => {
    world = worldWith(state)
    const { post, notes, close } = await sesPost(await connection(world), ses)
    const came = await posted(post, address)
    expect(came.sent).toBe(sent)
    expect(came.because ?? '').toMatch(because ?? /^$/)
    expect(came.because ?? '').not.toContain('@')
    expect(got()).toEqual(sent === 'yes' ? [[address, 'Your code: K7QF2-9XMRT']] : [])
    expect(notes.join()).toMatch(state.production ? /^$/ : /in its sandbox in eu-west-1/)
    close()
  })

  it('that is paused is told of before anything is announced', async () => {
    world = worldWith({ ...production, paused: true })
    await expect(sesPost(await connection(world), ses)).rejects.toMatchObject({ code: 'ses-paused' })
  })

  it('whose list may not be asked leaves it open whether the message arrived, and a denied one stops the rest', async () => {
    world = worldWith(production)
    const [user] = Object.values(world.accounts)[0]!.iam.users
    const allow = (Action: string[], more: object = {}) => {
      user!.inline = {
        drill: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
        } as never,
      }
    }
    allow(['ses:SendEmail'])
    const { post, notes, close } = await sesPost(await connection(world), ses)
    expect(notes).toEqual([
      'Whether SES of this account is in its sandbox could not be looked at (ses:GetAccount).',
    ])
    expect(await posted(post, 'a@b.example')).toEqual({
      sent: 'unsure',
      because: expect.stringContaining('could not be looked at') as string,
    })
    allow(['ses:SendEmail'], { Condition: { StringEquals: { 'ses:FromAddress': 'other@corp.example' } } })
    expect(await posted(post, 'a@b.example')).toMatchObject({ sent: 'no', before: true })
    close()
  })

  it('sends from the address that was named, and through no other door', async () => {
    world = worldWith(production)
    const options = { ...(await connection(world)), place: await placeFor('us-east-1', undefined) }
    const input = { FromEmailAddress: from, Destination: { ToAddresses: ['a@b.example'] }, Content: {} }
    for (const may of [
      {},
      { maySend: true },
      { mayPublishTo: from },
      { mayMailFrom: 'other@corp.example' },
    ]) {
      const door = openDoor({ ...options, ...may })
      await expect(door.call('sesv2:SendEmail', input)).rejects.toThrow('only')
      door.close()
    }
    expect(got()).toEqual([])
  })
})

describe('SNS', () => {
  beforeEach(() => (world = worldWith()))

  it('goes by the topic that reaches the mailbox alone, and says why others are not used', async () => {
    const topics = ['root', 'both', 'filtered', 'nobody', 'none'].map(topicArn)
    const { post, notes, close } = await topicPost(await connection(world), topics)
    expect(notes).toEqual([
      'both is not used: 2 hear of it, and a code is for one mailbox.',
      'filtered is not used: its subscription is filtered.',
      'nobody is not used: nobody has confirmed a subscription to it.',
      expect.stringMatching(/^none is not used: who hears of it could not be looked at/),
      expect.stringContaining('a link to unsubscribe'),
    ])
    expect(await posted(post, 'AWS-root+x@corp.example')).toEqual({ sent: 'yes' })
    for (const address of ['mia@corp.example', 'ops@corp.example'])
      expect(await posted(post, address)).toEqual({
        sent: 'no',
        because: 'no topic of drills.sns goes to it alone',
      })
    expect(got()).toEqual([['aws-root@corp.example', 'Your code: K7QF2-9XMRT']])
    close()
  })

  it('is held to the topics that the policy names', async () => {
    world = worldWith(undefined, { sns: { topics: [topicArn('both')] } })
    const { post, close } = await topicPost(await connection(world), [topicArn('root')])
    expect(await posted(post, 'aws-root@corp.example')).toMatchObject({
      sent: 'no',
      because: expect.stringContaining('neverroot permissions drill-contacts') as string,
    })
    close()
  })
})
