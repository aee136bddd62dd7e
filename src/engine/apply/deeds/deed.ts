import type { Door } from '../../../aws/index.ts'
import type { AwsAction, Json } from '../../../model/index.ts'

/** What a deed may look through: reads only. */
export interface Sight {
  call: Door['call']
  account: string
  partition: string
  /** Where the step is called. */
  region: string
  /** The clock of whoever applies: codes do not count for ever. */
  now: Date
  /** The step is about a credential that is on, and that a policy has kept from everything for the quarantine. */
  denied?: true
}

/** A step's input with its references resolved. */
export type Given = Readonly<Record<string, Json | undefined>>

/** `yes`: AWS is as the step would leave it. `pending`: as far as an API can, a person has to act. */
export type IsSo =
  | { so: 'yes' | 'pending'; output?: Readonly<Record<string, string>> }
  | { so: 'no' }
  | { so: 'unknown'; because: string }

/**
 * One operation that a plan may call. Only what stands in the table of deeds is ever called: a plan is a file, and a file
 * may come from anybody.
 */
export interface Deed {
  /** The IAM actions that looking takes: the generated permissions come from here. */
  reads: readonly AwsAction[]
  /** What making the call takes besides the permission of its own name. */
  also?: readonly AwsAction[]
  /** Whether it is so already: before the call, after a broken connection, and after a crash. */
  isSo(given: Given, sight: Sight): Promise<IsSo>
  /** True where a second call leaves nothing but what the first one left, so that it may be made in doubt. */
  repeatable: boolean
  /** What a successful call came to; `waiting` where a person has to act before it counts. */
  done?: 'applied' | 'waiting'
  /** Why the call must not be made as things stand, whatever the plan says; undefined: it may. */
  mustNot?(given: Given, sight: Sight): Promise<string | undefined>
  /** Of a code that is typed back: why none counts that anybody may have, in a sentence; undefined: one may. */
  codeIsOver?(given: Given, sight: Sight): Promise<string | undefined>
  /** What AWS did not do although it answered with success, in its own words; undefined: it did all of it. */
  refusedIn?(output: Readonly<Record<string, unknown>>): string | undefined
  /** What later steps need of the answer and stands deeper in it than its texts. */
  outputOf?(output: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>
  /** Of error codes whose answer is a person's to give: what it means and what to do, in place of AWS's words. */
  says?: Readonly<Record<string, (given: Given) => string>>
  /** Error codes that say that it is so already. */
  already?: RegExp
}

export const yes: IsSo = { so: 'yes' }
export const no: IsSo = { so: 'no' }
export const unknown = (because: string): IsSo => ({ so: 'unknown', because })
export const when = (so: boolean): IsSo => (so ? yes : no)

type Answered = Awaited<ReturnType<Door['call']>>

/** Turns a refused read into an answer: one of these codes is a plain "there is none", everything else is unknown. */
export function otherwise(answer: Extract<Answered, { ok: false }>, absent: RegExp, then: IsSo): IsSo {
  return absent.test(answer.code) ? then : unknown(answer.unknown.message)
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Where IAM goes on with a list: a page of it may be empty, or shorter than asked for, and not be the last one. */
export const marked = (page: { IsTruncated?: boolean | undefined; Marker?: string | undefined }) =>
  page.IsTruncated && page.Marker ? { Marker: page.Marker } : undefined

type Ask = (given: Given, sight: Sight) => Promise<Answered>

/** So once it is gone: a look that finds it, or one of these codes. */
export const isGone =
  (look: Ask, absent: RegExp): Deed['isSo'] =>
  async (given, sight) => {
    const answer = await look(given, sight)
    return answer.ok ? no : otherwise(answer, absent, yes)
  }
