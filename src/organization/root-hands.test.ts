/** Sessions of a member's root: one for a task, renewed before it ends, and none where AWS refuses. */
import { describe, expect, it } from 'vitest'
import type { Credentials } from '../aws/index.ts'
import { rootHands, type RootHandsOptions } from './root-hands.ts'

const start = new Date('2026-11-23T06:30:00Z')
const minute = 60_000

function stage(answer: (task: string, at: Date) => unknown = given) {
  let now = start
  const asked: string[] = []
  const closed: string[] = []
  const call = async (
    _operation: string,
    input: { TargetPrincipal: string; TaskPolicyArn: { arn: string } },
  ) => {
    const task = input.TaskPolicyArn.arn
    asked.push(`${input.TargetPrincipal} ${task}`)
    return answer(task, now)
  }
  const door = (name: string) => ({ call: (async () => name) as never, close: () => void closed.push(name) })
  const hands = rootHands({
    door: { call: call as never },
    own: { partition: 'aws', region: 'us-east-1', pause: async () => undefined, now: () => now },
    open: (_: Credentials) => ({ read: door('read'), write: door('write') }),
  } satisfies RootHandsOptions)
  return { hands, asked, closed, pass: (ms: number) => (now = new Date(now.getTime() + ms)) }
}

const given = (_task: string, at: Date) => ({
  ok: true,
  output: {
    Credentials: {
      AccessKeyId: 'a',
      SecretAccessKey: 'b',
      SessionToken: 'c',
      Expiration: new Date(at.getTime() + 15 * minute),
    },
  },
})
const refusedWith = (code: string) => () => ({ ok: false, code, unknown: { message: 'no' } })

const removal = {
  account: '222222222222',
  as: 'root-task:IAMDeleteRootUserCredentials',
  action: 'iam:DeleteLoginProfile',
} as const

describe("a session of a member's root", () => {
  it('is held to the task that the step names, and is one for all calls of it', async () => {
    const { hands, asked } = stage()
    const hand = await hands.of(removal)
    expect(await hands.of({ ...removal, action: 'iam:DeactivateMFADevice' })).toBe(hand)
    expect(await hands.of({ ...removal, as: 'root-task:IAMCreateRootUserPassword' })).not.toBe(hand)
    expect(asked).toEqual([
      '222222222222 arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials',
      '222222222222 arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword',
    ])
  })

  it.each([
    ['is used until its last minute', 13, 1],
    ['is opened anew in its last minute', 14.5, 2],
  ])('%s', async (_when, minutes, times) => {
    const { hands, asked, pass } = stage()
    await hands.of(removal)
    pass(minutes * minute)
    await hands.of(removal)
    expect(asked).toHaveLength(times)
  })

  it.each<[string, (task: string, at: Date) => unknown, object]>([
    [
      'AWS refuses it',
      refusedWith('AccessDenied'),
      { refused: 'no root session of 222222222222 could be opened for IAMDeleteRootUserCredentials: no' },
    ],
    ["the caller's own credentials are over", refusedWith('ExpiredToken'), { stop: true }],
    [
      'AWS gives nothing',
      () => ({ ok: true, output: {} }),
      { refused: expect.stringContaining('no credentials') },
    ],
  ])('is none where %s', async (_when, answer, told) => {
    expect(await stage(answer).hands.of(removal)).toMatchObject(told)
  })

  it('is none for what is no task of root', async () => {
    const { hands, asked } = stage()
    expect(await hands.of({ ...removal, as: 'member' })).toHaveProperty('refused')
    expect(asked).toEqual([])
  })

  it('is closed with all others', async () => {
    const { hands, closed } = stage()
    await hands.of(removal)
    hands.close()
    expect(closed).toEqual(['read', 'write'])
  })
})
