import Badge, { type BadgeProps } from '@cloudscape-design/components/badge'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Severity, Status as Is } from '../../src/model/index.ts'
import { statusWords } from '../data/words.ts'

/** Red fails, amber is not known, green passes, grey is the rest; each has a sign and a word of its own too. */
const looks: Readonly<Record<Is, Pick<StatusIndicatorProps, 'type' | 'colorOverride'>>> = {
  fail: { type: 'error' },
  unknown: { type: 'warning' },
  review: { type: 'pending', colorOverride: 'yellow' },
  excepted: { type: 'stopped' },
  pass: { type: 'success' },
  'not-applicable': { type: 'not-started' },
}

export const Status = ({ is }: { is: Is }) => (
  <StatusIndicator {...looks[is]}>{statusWords[is]}</StatusIndicator>
)

export const SeverityBadge = ({ is }: { is: Severity }) => (
  <Badge color={`severity-${is}` as NonNullable<BadgeProps['color']>}>{is}</Badge>
)
