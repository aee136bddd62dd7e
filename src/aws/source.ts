import type {
  Caller,
  Collector,
  Configuration,
  Directory,
  Fact,
  Iso,
  Json,
  ListedAccount,
  Lookups,
  Observation,
  AwsAction,
  Records,
} from '../model/index.ts'
import type { Answer } from './answer.ts'
import type { Input, Operation, Output } from './operations.ts'

/** What a collector may look through: the door to AWS, other facts, what was declared, what people said. */
export interface Source {
  readonly now: Date
  readonly caller: Caller
  /** The access key id that the run's requests are signed with: never a target of its own. */
  readonly signedWith?: string
  readonly partition: string
  /** The Region in which the partition records sign-in and IAM events. */
  readonly globalRegion: string
  readonly region: string
  readonly configuration: Configuration
  readonly records: Records
  /** The staff directory that the configuration names; absent: none. One for all accounts that are looked at. */
  readonly directory?: Directory
  /** Look-ups outside AWS that the configuration allows; absent: none. One for all accounts that are looked at. */
  readonly lookups?: Lookups
  /** False: Cost Explorer, which costs money, is switched off. */
  readonly costExplorer: boolean
  /** Answers worth money are kept for the day; absent: nowhere to keep them. */
  readonly cache?: Cache
  /** Told before a request that costs money is made; `usd` is the price of that one request. */
  spend?(operation: string, usd: number): void
  /** Waits for AWS to get something done. Default: a timer; where many accounts are looked at, another one is begun meanwhile. */
  pause?(ms: number): Promise<void>
  /**
   * Set for whoever looks at an organization from its centre: asks inside another member, through its role, what the
   * centre's own findings rest on. Undefined where the account is no member or no role lets us in.
   */
  into?(account: string): Promise<Source['call'] | undefined>
  /** Set where the account is one of many that are looked at from the centre of their organization. */
  readonly centre?: Centre
  call<O extends Operation>(
    operation: O,
    input: Input<O>,
    options?: { region?: string },
  ): Promise<Answer<Output<O>>>
  /** Another fact, observed once for all who ask. */
  get<T>(collector: Collector<T, Source>): Promise<Fact<T>>
}

/** What the management account, or a delegated administrator, sees of an account without entering it. */
export interface Centre {
  /** The account that looks. */
  readonly account: string
  /** How the organization lists the account, and when it said so. */
  readonly listed: ListedAccount
  readonly at: Iso
  /** True: no role of the account lets us in; what the centre may do about it is done there. */
  readonly outside?: true
  /**
   * A session as root of the account that is looked at, which may only read root's credentials; opened when it is first
   * asked something, since it leaves traces of root there. Absent: nothing is about to be mended.
   */
  readonly asRoot?: Source['call']
  /** Asks as the centre: about a member that the request names. */
  readonly call: Source['call']
  /** A fact about the account that looks, observed once for all members. */
  get<T>(collector: Collector<T, Source>): Promise<Fact<T>>
}

/** Keeps an answer until its time is over. */
export interface Cache {
  read(key: string): Promise<Json | undefined>
  write(key: string, value: Json, until: Date): Promise<void>
}

/** A collector of this product: it looks through a Source. */
export type Fetcher<T> = Collector<T, Source>

/** An observation of one call: `saw` holds only what is judged, redacted. */
export function observed(source: AwsAction | Observation['source'], at: Iso, saw: Json): Observation {
  return { kind: 'observation', source, at, saw }
}

/** An answer, or all pages of a list gathered. */
export type Listed<T> =
  { ok: true; items: T[]; at: Iso; complete: boolean } | Extract<Answer<never>, { ok: false }>

/**
 * Asks for page after page. A page may be empty and still name a next one (Organizations, LookupEvents), so only a
 * missing token ends it; `most` bounds the number of pages, and `complete` says whether that cut the list.
 */
export async function pages<O extends Operation, T>(
  source: Pick<Source, 'call'>,
  operation: O,
  input: Input<O>,
  read: (output: Output<O>) => { items: readonly T[] | undefined; next: Partial<Input<O>> | undefined },
  options: { region?: string; most?: number } = {},
): Promise<Listed<T>> {
  const items: T[] = []
  let next: Partial<Input<O>> | undefined = {}
  let at = ''
  for (let page = 0; next !== undefined; page++) {
    if (options.most !== undefined && page >= options.most) return { ok: true, items, at, complete: false }
    const answer: Answer<Output<O>> = await source.call(operation, Object.assign({}, input, next), options)
    if (!answer.ok) return answer
    const read1 = read(answer.output)
    items.push(...(read1.items ?? []))
    at = answer.at
    next = read1.next
  }
  return { ok: true, items, at, complete: true }
}
