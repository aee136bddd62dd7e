import type { Json, Outcome } from './model/index.ts'

/** Something worth telling while work goes on; words and colours are the business of whoever hosts us. */
export type Notice =
  | { code: 'call'; data: { operation: string; region: string } }
  /** A request to the staff directory, a name server or a registry: what is asked for, without anybody's address, and which host. */
  | { code: 'lookup'; data: { what: string; host: string } }
  /** About to spend money: Cost Explorer takes USD 0.01 for each request. */
  | { code: 'cost'; data: { operation: string; usd: number } }
  | { code: 'note'; data: { text: string } }
  /** A wave of accounts begins. */
  | { code: 'wave'; data: { name: string; accounts: number } }
  /** What applying came to in one account of many. */
  | {
      code: 'account'
      data: {
        account: string
        good: boolean
        fixed: number
        waiting: number
        takenBack?: number
        because?: string
      }
    }
  /** How far the look at many accounts is; `complete`: no more accounts will be added to `of`. */
  | {
      code: 'progress'
      data: {
        done: number
        of: number
        complete: boolean
        /** Accounts about which something is unknown. */
        unknown: number
        perSecond: number
        secondsLeft?: number
      }
    }
  /** A run began; its name is what carries on with it and takes it back. */
  | { code: 'run'; data: { run: string } }
  /** A step came to its end. */
  | { code: 'step'; data: Outcome }

/** What the command line, the page and tests implement. */
export interface Host {
  notify(notice: Notice): void
  ask?(question: { code: string; data: Json }): Promise<string | undefined>
}

/** Hears everything and says nothing. */
export const silent: Host = { notify: () => undefined }

/** Where the first password of a new user goes: to a person or a password manager, and nowhere else. */
export interface PasswordSink {
  /** Why nothing can be delivered now, in a sentence; undefined: it can. */
  unavailable(): string | undefined
  /** Throws an Error of one sentence, without the password, where nobody has it now. */
  deliver(given: { account: string; user: string; password: string; signIn: string }): Promise<void>
}
