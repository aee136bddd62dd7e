import type { FootprintCounts } from '../../src/model/index.ts'
import { number } from '../data/words.ts'

/** The share of AWS's actions that root can perform, with and without conditions. */
export const leftTo = ({ total, allowed, conditional, cannotTell }: FootprintCounts): number =>
  total === 0 ? 0 : (allowed + conditional + cannotTell) / total

export const footprintWords = ({ total, allowed, conditional, cannotTell }: FootprintCounts): string =>
  `${number(allowed)} of ${number(total)} actions${conditional > 0 ? `, ${number(conditional)} more under conditions` : ''}${cannotTell > 0 ? `, ${number(cannotTell)} cannot be told` : ''}`

/**
 * What root can still do as a square inside the square of all that AWS can do: areas are true to scale, so that it shrinks as
 * more is denied.
 */
export function FootprintSquare({
  counts,
  size,
  label,
}: {
  counts: FootprintCounts
  size: number
  label?: string
}) {
  const side = 100 * Math.sqrt(leftTo(counts))
  const sure = 100 * Math.sqrt(counts.total === 0 ? 0 : counts.allowed / counts.total)
  // Nothing at all and a little must not look alike.
  const visible = (length: number, n: number) => (n > 0 ? Math.max(length, 4) : 0)
  const maybe = visible(side, counts.allowed + counts.conditional + counts.cannotTell)
  const inner = visible(sure, counts.allowed)
  return (
    <svg
      className="footprint"
      width={size}
      height={size}
      viewBox="-1 -1 102 102"
      role="img"
      aria-label={label ?? `Root can perform ${footprintWords(counts)}`}
    >
      <rect className="footprint-all" width="100" height="100" />
      <rect className="footprint-maybe" y={100 - maybe} width={maybe} height={maybe} />
      <rect className="footprint-sure" y={100 - inner} width={inner} height={inner} />
    </svg>
  )
}
