/** EventBridge events: which account each is about, and which controls may judge differently after it. */
import type { AnyControl } from '../model/index.ts'

/** An event of a CloudTrail record, as EventBridge delivers it: what is needed of it. */
export interface CalledEvent {
  account: string
  /** `iam:CreateAccessKey`, lower case: once by the event's source and once by the record's, which differ for some services. */
  actions: readonly string[]
}

interface Line {
  account?: unknown
  source?: unknown
  detail?: { eventName?: unknown; eventSource?: unknown; recipientAccountId?: unknown } | null
}

/** What a line says; undefined where it is no such event. */
export function eventOf(line: string): CalledEvent | undefined {
  let event: Line | null
  try {
    event = JSON.parse(line) as Line | null
  } catch {
    return undefined
  }
  if (typeof event !== 'object' || event === null) return undefined
  const { source, detail } = event
  if (typeof source !== 'string' || typeof detail !== 'object' || detail === null) return undefined
  const { eventName, eventSource } = detail
  // An event on a central bus keeps the account in which it happened in both.
  const account = [detail.recipientAccountId, event.account].find(isAccount)
  if (typeof eventName !== 'string' || eventName === '' || !account) return undefined
  const services = [
    source.replace(/^aws\./, ''),
    ...(typeof eventSource === 'string' ? [eventSource.replace(/\.amazonaws\.com$/, '')] : []),
  ]
  return {
    account,
    actions: [...new Set(services)].map((service) => `${service}:${eventName}`.toLowerCase()),
  }
}

const isAccount = (value: unknown): value is string => typeof value === 'string' && /^\d{12}$/.test(value)

/** Ids of the controls that name one of these calls among their triggers. */
export function controlsFor(controls: readonly AnyControl[], actions: readonly string[]): string[] {
  return controls
    .filter(({ triggers }) => triggers?.some((trigger) => actions.includes(trigger.toLowerCase())))
    .map(({ id }) => id)
}

/** What came in since the last look, put together: a burst of a hundred calls is one look. */
export class Burst {
  /** Lines that are no events. */
  broken = 0
  /** Events after which nothing would be judged differently. */
  idle = 0
  /** Events of accounts that are not looked at. */
  elsewhere = 0
  events = 0
  readonly #wanted = new Map<string, Set<string>>()
  readonly #controls: readonly AnyControl[]
  readonly #account: string | undefined

  /** `account`: events of others are counted and left alone; undefined: every account is looked at. */
  constructor(controls: readonly AnyControl[], account: string | undefined) {
    this.#controls = controls
    this.#account = account
  }

  /** Takes a line; true where it leads to a look. */
  add(line: string): boolean {
    if (line.trim() === '') return false
    const event = eventOf(line)
    if (!event) return (this.broken++, false)
    const ids = controlsFor(this.#controls, event.actions)
    if (ids.length === 0) return (this.idle++, false)
    if (this.#account !== undefined && event.account !== this.#account) return (this.elsewhere++, false)
    this.events++
    const wanted = this.#wanted.get(event.account) ?? new Set()
    for (const id of ids) wanted.add(id)
    this.#wanted.set(event.account, wanted)
    return true
  }

  /** Accounts that want the same controls are one look. */
  looks(): { accounts: string[]; controls: string[] }[] {
    const looks = new Map<string, { accounts: string[]; controls: string[] }>()
    for (const [account, wanted] of this.#wanted) {
      const controls = [...wanted].sort()
      const look = looks.get(controls.join()) ?? { accounts: [], controls }
      look.accounts.push(account)
      looks.set(controls.join(), look)
    }
    return [...looks.values()]
  }

  /** What was not looked at and why, in one sentence; undefined: nothing. */
  leftOut(): string | undefined {
    const parts = [
      this.broken &&
        `${count(this.broken, 'line')} that ${this.broken === 1 ? 'is no event' : 'are no events'}`,
      this.elsewhere && `${count(this.elsewhere, 'event')} of other accounts`,
      this.idle && `${count(this.idle, 'event')} that no control depends on`,
    ].filter(Boolean)
    return parts.length > 0 ? `Left out: ${parts.join(', ')}.` : undefined
  }
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
