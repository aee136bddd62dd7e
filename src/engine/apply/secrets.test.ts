/** The first password: who gets it, how often, and what is left where nobody does. */
import { describe, expect, it } from 'vitest'
import { type Answers, errors, fakeHand, type FakeHand } from '../../../test/support/fake-hand.ts'
import { Interrupted } from '../../aws/index.ts'
import { type Json, type Step, UserError } from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import type { Performed } from './perform.ts'
import { performPassword } from './secrets.ts'

const account = '111111111111'
const step: Step = {
  id: 'administrator-exists/6',
  account,
  as: 'caller',
  action: 'iam:CreateLoginProfile',
  input: null,
  does: 'a first password',
  risk: 'safe',
}
const input: Json = {
  UserName: 'a@b.example',
  Password: { $secret: 'password' },
  PasswordResetRequired: true,
}
const profile = { LoginProfile: { UserName: 'a@b.example', PasswordResetRequired: true } }
const create = 'iam:CreateLoginProfile'
const remove = 'iam:DeleteLoginProfile'

interface Case {
  name: string
  /** Whether there is a login profile, each time it is looked for. */
  seen?: Answers
  writes?: Answers[]
  past?: { begun?: boolean; delivered?: boolean }
  sink?: Partial<PasswordSink> | null
  comes: Performed
  calls: string[]
  /** How often a password was handed over. */
  given: number
}

const failing = (error: Error): Partial<PasswordSink> => ({
  deliver: async () => {
    throw error
  },
})
const closed = { unavailable: () => 'there is no terminal' }
const kept = { begun: true, delivered: true }
const lost = { begun: true }

const cases: Case[] = [
  { name: 'made and handed over', comes: { result: 'applied', output: {} }, calls: [create], given: 1 },
  { name: 'there is one already', seen: profile, comes: { result: 'already-so' }, calls: [], given: 0 },
  {
    name: 'there is one already, and nobody to take a password',
    seen: profile,
    sink: null,
    comes: { result: 'already-so' },
    calls: [],
    given: 0,
  },
  {
    name: 'nobody is there',
    sink: null,
    comes: { result: 'skipped', message: 'nobody is there to take the first password' },
    calls: [],
    given: 0,
  },
  {
    name: 'the sink is closed',
    sink: closed,
    comes: { result: 'skipped', message: 'there is no terminal' },
    calls: [],
    given: 0,
  },
  {
    name: 'the connection broke, and it was made: the password is the one that was sent',
    seen: [errors.none, errors.none, profile],
    writes: [errors.cut],
    comes: { result: 'applied' },
    calls: [create],
    given: 1,
  },
  {
    name: 'it is denied',
    writes: [errors.denied],
    comes: { result: 'refused', message: `${create} was denied` },
    calls: [create],
    given: 0,
  },
  {
    name: 'the password does not reach its place',
    sink: failing(new Error('the vault is locked')),
    comes: {
      result: 'failed',
      message:
        'the first password did not reach its place (the vault is locked); the login profile was removed again',
    },
    calls: [create, remove],
    given: 0,
  },
  {
    name: 'the same, and the removal is throttled first',
    sink: failing(new Error('the vault is locked')),
    writes: [{}, errors.throttled, errors.cut, errors.none],
    comes: { result: 'failed', message: expect.stringMatching(/removed again$/) as unknown as string },
    calls: [create, remove, remove, remove],
    given: 0,
  },
  {
    name: 'the same, and it cannot be removed',
    sink: failing(new Error('the vault is locked')),
    writes: [{}, errors.denied],
    comes: {
      result: 'failed',
      message:
        'the first password did not reach its place (the vault is locked), and the login profile could not be removed: iam:DeleteLoginProfile was denied. Delete it in the IAM console',
      unclear: true,
    },
    calls: [create, remove],
    given: 0,
  },
  {
    name: 'cut off before it was handed over: made anew',
    past: lost,
    comes: { result: 'applied', output: {} },
    calls: [remove, create],
    given: 1,
  },
  {
    name: 'cut off, and there was none',
    past: lost,
    writes: [errors.none],
    comes: { result: 'applied', output: {} },
    calls: [remove, create],
    given: 1,
  },
  {
    name: 'cut off, and IAM still shows the old one for a while',
    past: lost,
    seen: [profile, profile, errors.none],
    comes: { result: 'applied', output: {} },
    calls: [remove, create],
    given: 1,
  },
  {
    name: 'cut off, and nobody is there now: the old one stays until somebody is',
    past: lost,
    sink: closed,
    comes: { result: 'skipped', message: 'there is no terminal' },
    calls: [],
    given: 0,
  },
  {
    name: 'cut off, and its owner has changed it since: it was not lost',
    past: lost,
    seen: { LoginProfile: { UserName: 'a@b.example' } },
    comes: { result: 'applied' },
    calls: [],
    given: 0,
  },
  {
    name: 'cut off, and the old one cannot be removed',
    past: lost,
    seen: profile,
    writes: [errors.denied],
    comes: {
      result: 'failed',
      message:
        'a login profile whose password nobody has could not be removed: iam:DeleteLoginProfile was denied',
      unclear: true,
    },
    calls: [remove],
    given: 0,
  },
  {
    name: 'cut off after it was handed over: done, and nobody is given another one',
    past: kept,
    seen: profile,
    comes: { result: 'applied' },
    calls: [],
    given: 0,
  },
  {
    name: 'the same, with nobody there now',
    past: kept,
    seen: profile,
    sink: closed,
    comes: { result: 'applied' },
    calls: [],
    given: 0,
  },
  {
    name: 'handed over, and gone since: the new one is handed over too',
    past: kept,
    comes: { result: 'applied', output: {} },
    calls: [create],
    given: 1,
  },
]

function delivering(sink: Case['sink']): { sink: PasswordSink | undefined; got: string[] } {
  const got: string[] = []
  if (sink === null) return { sink: undefined, got }
  const deliver: PasswordSink['deliver'] = async ({ password }) => void got.push(password)
  return { sink: { unavailable: () => undefined, deliver, ...sink }, got }
}

const passwordsIn = ({ writes }: FakeHand) =>
  writes.filter(([o]) => o === create).map(([, given]) => (given as { Password: string }).Password)

describe('the first password', () => {
  it.each(cases)('$name', async ({ seen = errors.none, writes = [], past, sink, comes, calls, given }) => {
    const fake = fakeHand({ reads: { 'iam:GetLoginProfile': seen }, writes })
    const place = delivering(sink)
    const done = await performPassword({
      step,
      input,
      hand: fake.hand,
      rescue: fake.hand.write,
      sink: place.sink,
      begun: past?.begun ?? false,
      delivered: past?.delivered ?? false,
      madeBefore: true,
      before: async () => undefined,
      onDelivered: () => undefined,
    })
    expect(done).toEqual(comes)
    expect(fake.writes.map(([operation]) => operation)).toEqual(calls)
    expect(place.got).toHaveLength(given)
    expect(place.got, 'the password that IAM has').toEqual(passwordsIn(fake).slice(0, given))
    expect(JSON.stringify(done)).not.toContain(place.got[0] ?? 'no password at all')
  })

  it('is taken back after Ctrl-C, by calls that are made all the same', async () => {
    const fake = fakeHand({ reads: { 'iam:GetLoginProfile': errors.none } })
    const rescue = fakeHand()
    const { sink } = delivering(failing(new Interrupted()))
    const performing = performPassword({
      step,
      input,
      hand: fake.hand,
      rescue: rescue.hand.write,
      sink,
      begun: false,
      delivered: false,
      madeBefore: true,
      before: async () => undefined,
      onDelivered: () => undefined,
    })
    await expect(performing).rejects.toThrow(Interrupted)
    expect(rescue.writes).toEqual([[remove, { UserName: 'a@b.example' }, 'us-east-1']])
  })

  it('is handed over, although that cannot be written down', async () => {
    const fake = fakeHand({ reads: { 'iam:GetLoginProfile': errors.none } })
    const { sink, got } = delivering({})
    const onDelivered = () => {
      throw new UserError('cannot-write', 'the disk is full', 'make room')
    }
    const how = { begun: false, delivered: false, madeBefore: true, before: async () => undefined }
    const rest = { step, input, hand: fake.hand, rescue: fake.hand.write, sink, onDelivered }
    expect(await performPassword({ ...how, ...rest })).toEqual({ result: 'applied', output: {} })
    expect(got).toHaveLength(1)
  })
})
