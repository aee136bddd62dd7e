/** Throttling, broken connections, answers that never come: a call is made again only where that does no harm. */
import { describe, expect, it } from 'vitest'
import { errors } from '../../../test/support/fake-hand.ts'
import { type Case, once, performed, subscribers, there } from '../../../test/support/perform-case.ts'

const cases: readonly Case[] = [
  {
    name: 'is throttled and then done',
    seen: errors.none,
    writes: [errors.throttled, errors.throttled, {}],
    calls: 3,
    waited: [1000, 2000],
    comes: { result: 'applied', output: {} },
  },
  {
    name: 'is throttled for good',
    seen: errors.none,
    writes: Array(6).fill(errors.throttled),
    calls: 6,
    waited: [1000, 2000, 4000, 8000, 16000],
    comes: { result: 'failed', message: 'AWS throttled it 6 times' },
  },
  {
    name: 'is busy and then done',
    seen: errors.none,
    writes: [errors.busy, {}],
    calls: 2,
    waited: [1000],
    comes: { result: 'applied', output: {} },
  },
  {
    name: 'is busy for good',
    seen: errors.none,
    writes: Array(6).fill(errors.busy),
    calls: 6,
    waited: [1000, 2000, 4000, 8000, 16000],
    comes: {
      result: 'failed',
      message: 'iam:CreateGroup failed: EntityTemporarilyUnmodifiable: The entity is being changed.',
    },
  },
  ...(['cut', 'late', 'down', 'foreign'] as const).flatMap((error): Case[] => [
    {
      name: `${error}: found done`,
      seen: [errors.none, there],
      writes: [errors[error]],
      comes: { result: 'applied' },
    },
    {
      name: `${error}: found not done, and done again`,
      seen: errors.none,
      writes: [errors[error], {}],
      calls: 2,
      waited: [1000],
      comes: { result: 'applied', output: {} },
    },
    {
      name: `${error}: cannot be seen, is harmless twice: is called again`,
      seen: [errors.none, errors.denied],
      writes: [errors[error], {}],
      calls: 2,
      waited: [1000],
      comes: { result: 'applied', output: {} },
    },
    {
      name: `${error}: cannot be seen, would reach people twice: is left`,
      ...once,
      seen: [subscribers(), errors.denied],
      writes: [errors[error]],
      comes: {
        result: 'failed',
        message: expect.stringMatching(
          /^sns:Subscribe .*, and cannot tell whether it was done: sns:ListSubscriptionsByTopic was denied$/,
        ) as unknown as string,
        unclear: true,
      },
    },
  ]),
  {
    name: 'the connection breaks every time',
    seen: errors.none,
    writes: Array(6).fill(errors.cut),
    calls: 6,
    waited: [1000, 2000, 4000, 8000, 16000],
    comes: { result: 'failed', message: 'iam:CreateGroup failed: the connection was cut', unclear: true },
  },
  {
    name: 'is there when it is called again: our own first call did it, and did not show yet',
    seen: errors.none,
    writes: [errors.cut, errors.exists],
    calls: 2,
    waited: [1000],
    comes: { result: 'applied' },
  },
  {
    name: 'is denied after a call of which nobody knows what came of it',
    seen: errors.none,
    writes: [errors.cut, errors.denied],
    calls: 2,
    waited: [1000],
    comes: { result: 'refused', message: 'iam:CreateGroup was denied', unclear: true },
  },
]

describe('a step', () => {
  it.each(cases)('$name', performed)
})
