/** Codes that a script gives: lines `ACCOUNT CODE` on standard input, in any order. */
import { createInterface, type Interface } from 'node:readline'

export interface CodeLines {
  /** The code of an account, as soon as its line comes; undefined: the input ended without one. */
  of(account: string): Promise<string | undefined>
  close(): void
}

/** Reads only once somebody asks, and no further than needed. `tell` hears of lines that say nothing. */
export function codeLines(
  signal: AbortSignal,
  tell: (text: string) => void,
  input: NodeJS.ReadableStream = process.stdin,
): CodeLines {
  const found = new Map<string, string>()
  let opened: { reader: Interface; lines: AsyncIterator<string> } | undefined
  let number = 0
  return {
    async of(account) {
      if (!opened) {
        const reader = createInterface({ input, signal })
        opened = { reader, lines: reader[Symbol.asyncIterator]() }
      }
      while (!found.has(account)) {
        const next = await opened.lines.next()
        if (next.done) break
        number++
        const [, of, code] = /^\s*(\d{12})[\s,=:]+([A-Za-z0-9]{4,10})\s*$/.exec(next.value) ?? []
        if (of && code) found.set(of, code)
        // The line itself is not repeated: it may hold a code.
        else if (next.value.trim() !== '') tell(`Line ${number} of the input is no account id with a code.`)
      }
      const code = found.get(account)
      found.delete(account)
      return code
    },
    close() {
      if (!opened) return
      opened.reader.close()
      if (input === process.stdin) process.stdin.destroy()
    },
  }
}
