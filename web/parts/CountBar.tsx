import type { ReactNode } from 'react'
import { number } from '../data/words.ts'

export interface Part {
  /** What the reader reads beside the colour. */
  name: string
  count: number
  tone: 'fail' | 'unsure' | 'pass' | 'rest' | 'proven' | 'witnessed' | 'stated'
  href?: string
}

/** How a whole is made up: one bar, and below it each part in words and numbers. */
export function CountBar({
  label,
  parts,
  quiet = false,
}: {
  label: string
  parts: readonly Part[]
  quiet?: boolean
}) {
  const all = parts.reduce((sum, { count }) => sum + count, 0)
  const shown = parts.filter(({ count }) => count > 0)
  let x = 0
  return (
    <div className="count-bar">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="tone-none" width="100" height="6" />
        {shown.map(({ name, count, tone }) => {
          const width = (count / all) * 100
          const from = x
          x += width
          return <rect key={name} className={`tone-${tone}`} x={from} width={width} height="6" />
        })}
      </svg>
      <ul aria-label={label} className={quiet ? 'count-words quiet' : 'count-words'}>
        {shown.map((part) => (
          <li key={part.name}>
            <span className={`dot tone-${part.tone}`} aria-hidden="true" />
            {linked(part, `${number(part.count)} ${part.name}`)}
          </li>
        ))}
        {shown.length === 0 && <li>nothing</li>}
      </ul>
    </div>
  )
}

const linked = ({ href }: Part, text: string): ReactNode => (href ? <a href={href}>{text}</a> : text)
