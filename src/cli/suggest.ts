/** What was probably meant by a word that is nothing: the one that shares most of its parts, else the one spelt most alike. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const parts = new Set(partsOf(typed))
  const shared = (word: string) => partsOf(word).filter((part) => parts.has(part)).length
  const ranked = known
    .map((word) => ({ word, shared: shared(word), distance: distance(typed.toLowerCase(), word) }))
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance)
  const best = ranked[0]
  if (!best) return undefined
  return best.shared > 0 || best.distance <= Math.max(1, Math.floor(best.word.length / 3))
    ? best.word
    : undefined
}

const partsOf = (word: string): string[] =>
  word
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length > 2)

/** How many letters must be added, taken away, exchanged or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
