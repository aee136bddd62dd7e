/** What the ledger says where something was erased from it. */
import type { Iso } from '../model/index.ts'

export const erasureKinds = ['people', 'before'] as const
export type ErasureKind = (typeof erasureKinds)[number]

export type ErasureSaid =
  /** Here stood an entry of another kind that was erased (`neverroot forget`). */
  | { kind: 'erased'; subject: string; was: string; control?: string }
  /**
   * So many entries before this one were erased: those about people, or those before a moment. The hashes of all of them were
   * made anew then; `head` is that of the ledger as it was.
   */
  | { kind: 'erasure'; subject: 'ledger'; what: ErasureKind; before?: Iso; entries: number; head: string }
