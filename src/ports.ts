import type { Json } from './model/index.ts'

/** Something worth telling while work goes on; words and colours are the business of whoever hosts us. */
export type Notice =
  | { code: 'call'; data: { operation: string; region: string } }
  /** About to spend money: Cost Explorer takes USD 0.01 for each request. */
  | { code: 'cost'; data: { operation: string; usd: number } }
  | { code: 'note'; data: { text: string } }

/** What the command line, the page and tests implement. */
export interface Host {
  notify(notice: Notice): void
  ask?(question: { code: string; data: Json }): Promise<string | undefined>
}

/** Hears everything and says nothing. */
export const silent: Host = { notify: () => undefined }
