import { describe, expect, it } from 'vitest'
import { errors, fakeHand } from '../../../test/support/fake-hand.ts'
import {
  address,
  type Case,
  confirmed,
  createGroup,
  named,
  once,
  performed,
  stepOf,
  subscribers,
  there,
} from '../../../test/support/perform-case.ts'
import { lookFirst, perform } from './perform.ts'

const cases: readonly Case[] = [
  { name: 'is done', seen: errors.none, comes: { result: 'applied', output: {} } },
  { name: 'is so already', seen: there, calls: 0, comes: { result: 'already-so' } },
  {
    name: 'was done by a run that was cut off',
    seen: there,
    how: { begun: true },
    calls: 0,
    comes: { result: 'applied' },
  },
  {
    name: 'cannot be seen, is harmless twice: is called',
    seen: errors.denied,
    comes: { result: 'applied', output: {} },
  },
  {
    name: 'cannot be seen, was begun, is harmless twice: is called',
    seen: errors.denied,
    how: { begun: true },
    comes: { result: 'applied', output: {} },
  },
  {
    name: 'cannot be seen, was begun, would reach people twice: is left',
    ...once,
    seen: errors.denied,
    how: { begun: true },
    calls: 0,
    comes: {
      result: 'failed',
      message: 'cannot tell whether it was done: sns:ListSubscriptionsByTopic was denied',
      unclear: true,
    },
  },
  {
    name: 'is held back once it is known to be still to do',
    seen: errors.none,
    how: { check: async () => 'it would do harm' },
    calls: 0,
    comes: { result: 'refused', message: 'it would do harm' },
  },
  {
    name: 'is not held back where it is so already',
    seen: there,
    how: { check: async () => 'it would do harm' },
    calls: 0,
    comes: { result: 'already-so' },
  },
  {
    name: 'was there when it was called',
    seen: errors.none,
    writes: [errors.exists],
    comes: { result: 'already-so' },
  },
  {
    name: 'waits for a person, as soon as it is called',
    ...once,
    seen: subscribers(),
    writes: [{ SubscriptionArn: confirmed }],
    comes: { result: 'waiting', output: { SubscriptionArn: confirmed } },
  },
  {
    name: 'waits for a person already',
    ...once,
    seen: subscribers('PendingConfirmation'),
    calls: 0,
    comes: { result: 'waiting' },
  },
  {
    name: 'was confirmed by a person',
    ...once,
    seen: subscribers(confirmed),
    calls: 0,
    comes: { result: 'already-so' },
  },
  {
    name: 'the connection breaks, and the mail is out: nobody gets a second one',
    ...once,
    seen: [subscribers(), subscribers('PendingConfirmation')],
    writes: [errors.cut],
    comes: { result: 'waiting' },
  },
  {
    name: 'is denied',
    seen: errors.none,
    writes: [errors.denied],
    comes: { result: 'refused', message: 'iam:CreateGroup was denied' },
  },
  {
    name: 'the credentials are gone: nothing else can be done either',
    seen: errors.none,
    writes: [errors.expired],
    comes: { result: 'failed', message: 'iam:CreateGroup failed: the credentials have expired', stop: true },
  },
  {
    name: "is not allowed by AWS's rules: its words, without addresses and numbers",
    seen: errors.none,
    writes: [errors.invalid],
    comes: {
      result: 'failed',
      message: 'iam:CreateGroup failed: ValidationException: (an address) and (a number) are not allowed',
    },
  },
  {
    name: 'a quota is used up: asking again changes nothing',
    seen: errors.none,
    writes: [errors.quota],
    comes: { result: 'failed', message: expect.stringContaining('GroupsPerAccount') as unknown as string },
  },
  {
    name: 'what it is about was just made and does not show yet',
    seen: errors.none,
    how: { madeBefore: true },
    writes: [errors.none, errors.none, {}],
    calls: 3,
    waited: [1000, 2000],
    comes: { result: 'applied', output: {} },
  },
  {
    name: 'what it is about was made and never shows',
    seen: errors.none,
    how: { madeBefore: true },
    writes: Array(6).fill(errors.none),
    calls: 6,
    waited: [1000, 2000, 4000, 8000, 16000],
    comes: {
      result: 'failed',
      message: 'iam:CreateGroup failed: NoSuchEntity: The entity cannot be found.',
    },
  },
  {
    name: 'what it is about is not there, and nothing was made before',
    seen: errors.none,
    writes: [errors.none],
    comes: {
      result: 'failed',
      message: 'iam:CreateGroup failed: NoSuchEntity: The entity cannot be found.',
    },
  },
]

describe('a step', () => {
  it.each(cases)('$name', performed)

  it('is called in its Region', async () => {
    const fake = fakeHand({ reads: { 'sns:ListSubscriptionsByTopic': subscribers() } })
    const how = { begun: false, madeBefore: false, before: async () => undefined }
    await perform(stepOf('sns:Subscribe', 'eu-west-1'), address, fake.hand, how)
    expect(fake.writes.map(([, , region]) => region)).toEqual(['eu-west-1'])
  })

  it('that no plan may call is refused, whatever it is', async () => {
    const fake = fakeHand()
    const how = { begun: false, madeBefore: false, before: async () => undefined }
    for (const action of [
      'iam:CreateAccessKey',
      'iam:DeactivateMFADevice',
      'toString:x',
      'iam:GetUser',
    ] as const)
      expect(await perform(stepOf(action), {}, fake.hand, how)).toMatchObject({ result: 'refused' })
    expect(fake.writes).toEqual([])
  })
})

describe('a root key that is to be deleted', () => {
  const key = (Status: string) => ({ AccessKeyMetadata: [{ AccessKeyId: 'AKIA1', Status }] })

  it.each<[string, unknown, string, number]>([
    ['is off: deleted', key('Inactive'), 'applied', 1],
    ['is gone', { AccessKeyMetadata: [] }, 'already-so', 0],
    ['was switched on again: it is in use', key('Active'), 'refused', 0],
    ['cannot be seen', errors.denied, 'refused', 0],
  ])('%s', async (_name, seen, result, calls) => {
    const fake = fakeHand({ reads: { 'iam:ListAccessKeys': seen } })
    const how = { begun: false, madeBefore: false, before: async () => undefined }
    const done = await perform(stepOf('iam:DeleteAccessKey'), { AccessKeyId: 'AKIA1' }, fake.hand, how)
    expect([done.result, fake.writes.length]).toEqual([result, calls])
  })
})

describe('looking first', () => {
  it.each([
    ['there', there, false, { result: 'already-so' }],
    ['there, and begun before', there, true, { result: 'applied' }],
    ['not there', errors.none, true, undefined],
    ['not to be seen', errors.denied, true, undefined],
  ])('%s', async (_name, seen, begun, found) => {
    const fake = fakeHand({ reads: { 'iam:GetGroup': seen } })
    expect(await lookFirst(createGroup, named, fake.hand, { begun })).toEqual(found)
    expect(fake.writes).toEqual([])
  })
})
