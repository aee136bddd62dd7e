import type { Open } from '../../data/book.ts'
import { findingsHref } from '../../data/filter.ts'
import { severities } from '../../data/words.ts'
import type { Part } from '../../parts/CountBar.tsx'

/** What is open in an account, as parts of one bar. */
export const openParts = ({ fails, unknown, review }: Open, account: string): Part[] => [
  ...severities.map((severity): Part => ({
    name: severity,
    count: fails[severity],
    tone: 'fail',
    href: findingsHref({ account, severity, status: 'fail' }),
  })),
  {
    name: 'cannot be told',
    count: unknown,
    tone: 'unsure',
    href: findingsHref({ account, status: 'unknown' }),
  },
  { name: 'need a person', count: review, tone: 'unsure', href: findingsHref({ account, status: 'review' }) },
]

/** So that whatever is graver weighs more than any number of lesser things. */
export const gravity = ({ fails, unknown }: Open): number =>
  ((fails.critical * 100 + fails.high) * 100 + fails.medium) * 1e4 + fails.low * 100 + Math.min(unknown, 99)
