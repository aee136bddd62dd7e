import type { Iso } from '../../src/model/index.ts'

/** `2026-11-23 06:30 UTC`, as the terminal writes it. */
export const moment = (iso: Iso): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

export const day = (iso: Iso): string => iso.slice(0, 10)

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `3 days`: the largest unit that fits. */
export function lasting(iso: Iso, now: number): string {
  const far = Math.abs(Math.round((now - Date.parse(iso)) / 1000))
  const [unit, size] = units.find(([, s]) => far >= s) ?? ['minute', 60]
  const n = Math.round(far / size)
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}

/** `3 days ago`, `in 2 hours`. */
export function ago(iso: Iso, now: number): string {
  const words = lasting(iso, now)
  if (words.startsWith('0 ')) return 'just now'
  return Date.parse(iso) <= now ? `${words} ago` : `in ${words}`
}
