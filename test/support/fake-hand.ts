/** A hand for tests of applying: its writes are answered from a list, its reads from a table, and it never waits. */
import type { Hand } from '../../src/engine/apply/perform.ts'
import { fakeSource, type Given, refused } from './fake-source.ts'

export interface FakeHand {
  hand: Hand
  /** Every call that changes something, in order. */
  writes: [operation: string, input: unknown, region: string][]
  /** Every operation that was read. */
  reads: string[]
  /** Milliseconds of every wait. */
  pauses: number[]
}

/** An answer, a refusal (an Error), or, in a list, one for each time: the last one stays. */
export type Answers = Given

/** `writes`: one answer for each call; when they are used up, everything succeeds. */
export function fakeHand(
  given: { reads?: Record<string, Answers>; writes?: readonly Answers[] } = {},
): FakeHand {
  const reads: string[] = []
  const pauses: number[] = []
  const writes: FakeHand['writes'] = []
  const table = Object.fromEntries(
    Object.entries(given.reads ?? {}).map(([operation, answers]) => [operation, inTurn(answers)]),
  )
  const look = fakeSource(table)
  const answers = [...(given.writes ?? [])]
  const hand: Hand = {
    partition: 'aws',
    region: 'us-east-1',
    now: () => new Date('2026-11-23T06:30:00Z'),
    read: (async (operation: never, input: never, options: never) => {
      reads.push(operation)
      return look.source.call(operation, input, options)
    }) as Hand['read'],
    write: (async (operation: string, input: unknown, options: { region?: string } = {}) => {
      writes.push([operation, input, options.region ?? 'us-east-1'])
      const answer = answers.length > 0 ? answers.shift() : {}
      if (answer === thrown) throw new Error('cut off')
      return fakeSource({ [operation]: answer }).source.call(operation as never, input as never, options)
    }) as Hand['write'],
    pause: async (ms) => void pauses.push(ms),
  }
  return { hand, writes, reads, pauses }
}

/** Instead of an answer: the process ends here. */
export const thrown = Symbol('cut off')

const inTurn = (answers: Answers): Answers => {
  if (!Array.isArray(answers)) return answers
  const left = [...(answers as Answers[])]
  return (...args: unknown[]) => {
    const next = left.length > 1 ? left.shift() : left[0]
    return typeof next === 'function' ? (next as (...a: unknown[]) => unknown)(...args) : next
  }
}

/** Errors as AWS and the network give them. */
export const errors = {
  none: refused('NoSuchEntity', 'The entity cannot be found.'),
  denied: refused('AccessDenied', 'not authorized'),
  expired: refused('ExpiredToken', 'The security token included in the request is expired'),
  throttled: refused('ThrottlingException', 'Rate exceeded'),
  busy: refused('EntityTemporarilyUnmodifiable', 'The entity is being changed.'),
  exists: refused('EntityAlreadyExists', 'It exists already.'),
  quota: refused('LimitExceeded', 'Cannot exceed quota for GroupsPerAccount: 300.'),
  invalid: refused(
    'ValidationException',
    'mia@corp.example and +61 2 9374 4000 are not allowed\n at somewhere',
  ),
  cut: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  late: refused('CallTimedOut', 'timed out'),
  down: Object.assign(refused('InternalFailure', 'unknown'), { $metadata: { httpStatusCode: 500 } }),
  foreign: Object.assign(refused('NotAws', 'not an answer of AWS'), {
    $response: { headers: { 'content-type': 'text/html' } },
  }),
} as const
