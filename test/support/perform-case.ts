/** One step that is performed by a fake hand: what it sees, what its calls are answered with, what comes of it. */
import { expect } from 'vitest'
import { type How, perform, type Performed } from '../../src/engine/apply/perform.ts'
import type { Step } from '../../src/model/index.ts'
import { type Answers, fakeHand } from './fake-hand.ts'

const account = '111111111111'

export const stepOf = (action: Step['action'], region?: string): Step => ({
  id: 'control/1',
  account,
  as: 'caller',
  action,
  input: null,
  does: 'something',
  risk: 'safe',
  ...(region ? { region } : {}),
})

export const createGroup = stepOf('iam:CreateGroup')
export const named = { GroupName: 'Administrators' }
/** What IAM answers where there is such a group. */
export const there = { Group: { GroupName: 'Administrators' } }

const subscribe = stepOf('sns:Subscribe', 'us-east-1')
export const address = {
  TopicArn: `arn:aws:sns:us-east-1:${account}:t`,
  Protocol: 'email',
  Endpoint: 'a@b.example',
}
export const confirmed = `${address.TopicArn}:1`
/** What SNS lists: nobody, or one address with this ARN. */
export const subscribers = (arn?: string) => ({
  Subscriptions: arn ? [{ Protocol: 'email', Endpoint: 'a@b.example', SubscriptionArn: arn }] : [],
})
/** A step that reaches people: a second call is a second mail. */
export const once = { step: subscribe, given: address } as const

export interface Case {
  name: string
  step?: Step
  given?: Record<string, string>
  how?: Partial<How>
  /** Answers of the read that tells whether it is so already. */
  seen: Answers
  /** Answers of the calls. */
  writes?: Answers[]
  comes: Performed
  /** Calls that were made. Default: one. */
  calls?: number
  waited?: number[]
}

export async function performed(given: Case): Promise<void> {
  const { step = createGroup, given: input = named, how, seen, writes, comes, calls, waited } = given
  const read = step === createGroup ? 'iam:GetGroup' : 'sns:ListSubscriptionsByTopic'
  const fake = fakeHand({ reads: { [read]: seen }, ...(writes ? { writes } : {}) })
  let said = 0
  const before = async () => void said++
  const done = await perform(step, input, fake.hand, { begun: false, madeBefore: false, before, ...how })
  expect(done).toEqual(comes)
  expect(fake.writes).toEqual(Array(calls ?? 1).fill([step.action, input, 'us-east-1']))
  expect(fake.pauses).toEqual(waited ?? [])
  expect(said, 'said once before the first call, and not without a call').toBe(calls === 0 ? 0 : 1)
}
