/** Keeps what an organization cost for the day, in parts: the costs of ten thousand accounts as one text weigh more than all else. */
import type { Cache } from '../aws/index.ts'
import type { Json } from '../model/index.ts'

/** Accounts in one part. */
const partSize = 250

export interface Kept<T> {
  at: string
  unit: string
  days: string[]
  /** By account. */
  amounts: Record<string, T>
}

interface Head {
  at: string
  unit: string
  days: string[]
  parts: number
}

/** What is kept under a key; undefined: nothing, or not all of it. */
export async function readParts<T>(cache: Cache, key: string): Promise<Kept<T> | undefined> {
  const head = (await cache.read(key)) as unknown as Head | undefined
  if (!head) return undefined
  const { parts, ...rest } = head
  const amounts: Record<string, T> = {}
  for (let n = 0; n < parts; n++) {
    const part = (await cache.read(`${key}/${n}`)) as unknown as Record<string, T> | undefined
    if (!part) return undefined
    Object.assign(amounts, part)
  }
  return { ...rest, amounts }
}

/** Keeps it until its time is over. The head comes last: without it the parts are nothing. */
export async function writeParts<T>(
  cache: Cache,
  key: string,
  { amounts, ...rest }: Kept<T>,
  until: Date,
): Promise<void> {
  const accounts = Object.keys(amounts)
  const parts = Math.ceil(accounts.length / partSize)
  for (let n = 0; n < parts; n++) {
    const mine = accounts.slice(n * partSize, (n + 1) * partSize)
    const part = Object.fromEntries(mine.map((account) => [account, amounts[account]]))
    await cache.write(`${key}/${n}`, part as unknown as Json, until)
  }
  await cache.write(key, { ...rest, parts }, until)
}
