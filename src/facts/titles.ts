/** What a title in a directory says about somebody; the title itself goes no further. */

/** `Chief Technology Officer`, `CTO`, `Managing Director`; not those who work for one. */
const executive =
  /\b(chief\s+\w+(\s+\w+)?\s+officer|c[efiort]o|ciso|cpo|cmo|founder|co-founder|president|managing\s+director|board\s+member|gesch(ä|ae)ftsf(ü|ue)hrer(in)?|vorstand)\b/iu
const ofSomebodyElse =
  /\b(assistant|secretary|aide|vice|deputy|advisor|adviser|office\s+of|chief\s+of\s+staff|to\s+the)\b/i

export type TitleSays = 'executive' | 'other' | 'untold'

export function titleSays(title: string | undefined): TitleSays {
  const text = title?.trim()
  if (!text) return 'untold'
  return executive.test(text) && !ofSomebodyElse.test(text) ? 'executive' : 'other'
}

/** True where one of the words that the configuration gives stands in the title as whole words, in any case. */
export function hasTitle(title: string | undefined, wanted: readonly string[]): boolean {
  const words = (text: string) =>
    ` ${text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `
  const own = words(title ?? '')
  return wanted.some((one) => words(one) !== '  ' && own.includes(words(one)))
}
