/** A source for tests of facts: calls are answered from a table, refusals are errors in it. */
import { type Answer, classify, type Operation, permissionFor, type Source } from '../../src/aws/index.ts'
import { codeOf } from '../../src/aws/refusal.ts'
import { type Sight, sourceOf } from '../../src/engine/collect.ts'
import { noRecords } from '../../src/model/index.ts'

export const account = '111111111111'

/** An answer, a refusal (an Error), or a function of the input and the Region that gives either. */
export type Given = unknown

/** AWS's error with this code. */
export const refused = (code: string, message = code): Error =>
  Object.assign(new Error(message), { name: code })

/** What Organizations answers an account that is in none. */
export const standalone = refused('AWSOrganizationsNotInUseException')

export interface FakeSource {
  source: Source
  /** Every call that was made: operation, input, Region. */
  calls: [operation: string, input: any, region: string][]
}

/** What is not in the table is denied. */
export function fakeSource(given: Record<string, Given>, over: Partial<Sight> = {}): FakeSource {
  const calls: FakeSource['calls'] = []
  const call = async (operation: Operation, input: unknown, options: { region?: string } = {}) => {
    const region = options.region ?? 'us-east-1'
    calls.push([operation, input, region])
    const found = operation in given ? given[operation] : refused('AccessDenied')
    const answer: unknown = typeof found === 'function' ? found(input, region) : found
    const at = '2026-11-23T06:30:00.000Z'
    if (!(answer instanceof Error)) return { ok: true, output: answer, at } as Answer<never>
    return {
      ok: false,
      code: codeOf(answer),
      message: answer.message,
      unknown: classify(answer, permissionFor(operation)),
      at,
    } as Answer<never>
  }
  const sight: Sight = {
    now: new Date('2026-11-23T06:30:00Z'),
    caller: { account, arn: `arn:aws:iam::${account}:user/mia`, root: false },
    partition: 'aws',
    globalRegion: 'us-east-1',
    region: 'us-east-1',
    configuration: {},
    records: noRecords,
    costExplorer: true,
    call: call as Sight['call'],
    ...over,
  }
  return { source: sourceOf(sight), calls }
}
