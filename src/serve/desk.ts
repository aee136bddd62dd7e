import type {
  Applied,
  ItemOutcome,
  Outcome,
  PageActivity,
  PageDetail,
  PageEvidence,
  PageFootprint,
  PagePeople,
  PagePlan,
  PagePosts,
  PageRecovery,
  PageRefusal,
  PageSession,
  PageSettings,
  PageSpend,
} from '../model/index.ts'

/** What a running job tells and asks, and how it hears that it should stop. */
export interface Running {
  signal: AbortSignal
  note(text: string): void
  progress(far: { done: number; of?: number; text: string; secondsLeft?: number }): void
  step(outcome: Outcome): void
  /** Waits until somebody answers on the page; undefined: later. Throws AbortError where it is to stop. */
  ask(question: { code: string; text: string }): Promise<string | undefined>
}

/** What a job came to. */
export interface Ended {
  applied?: Applied
  items?: readonly ItemOutcome[]
  /** What it came to, as the terminal closes with. */
  text?: string
}

/** A job, ready to be begun. */
export type Work = (run: Running) => Promise<Ended>

/** The latest audit as the text of a `PageReport`, or why there is none. */
export interface Latest {
  json?: string
  stale?: PageRefusal
}

type Body<Path extends keyof PagePosts> = PagePosts[Path]

/**
 * What the page can ask, behind the server: whoever answers knows accounts and files, and nothing of HTTP. Throws UserError
 * for what cannot be done; what gives `Work` throws before anything is begun.
 */
export interface Desk {
  about(): Omit<PageSession, 'token' | 'readOnly' | 'idleMinutes' | 'job'>
  report(): Promise<Latest>
  finding(id: string): Promise<PageDetail | undefined>
  planned(): Promise<PagePlan>
  activity(): Promise<PageActivity>
  spend(): Promise<PageSpend>
  people(): Promise<PagePeople>
  recovery(account: string | undefined): Promise<PageRecovery>
  footprint(account: string): Promise<PageFootprint>
  evidence(): Promise<PageEvidence>
  settings(): Promise<PageSettings>

  audit(): Promise<Work>
  plan(body: Body<'/api/plan'>): Promise<Work>
  apply(body: Body<'/api/apply'>): Promise<Work>
  undo(body: Body<'/api/undo'>): Promise<Work>

  attest(body: Body<'/api/attest'>): Promise<string>
  except(body: Body<'/api/except'>): Promise<string>
  withdraw(body: Body<'/api/withdraw'>): Promise<string>
  drill(body: Body<'/api/drill'>): Promise<string>
}
