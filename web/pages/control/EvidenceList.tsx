import Box from '@cloudscape-design/components/box'
import Table from '@cloudscape-design/components/table'
import type { Evidence, Json } from '../../../src/model/index.ts'
import { day } from '../../data/time.ts'
import { tame } from '../../data/words.ts'
import { Moment } from '../../parts/Moment.tsx'

const kinds = { observation: 'observed', attestation: 'stated', acknowledgement: 'witnessed' } as const

/** What was seen, by which call or of whom, and how old that is. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={evidence}
      ariaLabels={{ tableLabel: 'Evidence' }}
      header={<Box variant="h3">Evidence</Box>}
      empty="No call was answered and nobody has said anything."
      columnDefinitions={[
        { id: 'source', header: 'Source', width: 260, isRowHeader: true, cell: sourceOf },
        { id: 'kind', header: 'Kind', width: 110, cell: ({ kind }) => kinds[kind] },
        { id: 'at', header: 'When', width: 220, cell: ({ at }) => <Moment at={at} /> },
        { id: 'saw', header: 'What was seen', minWidth: 260, cell: (e) => <Saw of={e} /> },
      ]}
    />
  )
}

const sourceOf = (e: Evidence): string =>
  e.kind === 'attestation' ? `${tame(e.by)}, counts until ${day(e.expires)}` : e.source

const Saw = ({ of: e }: { of: Evidence }) => (
  <>
    {e.kind === 'attestation' &&
      `${e.holds ? 'holds' : 'does not hold'}${e.note ? `: ${tame(e.note)}` : ''} `}
    <code className="saw">{lines(e.saw)}</code>
  </>
)

/** The fields that were judged, one on a line. */
function lines(saw: Json): string {
  if (saw === null || typeof saw !== 'object' || Array.isArray(saw)) return tame(JSON.stringify(saw))
  return Object.entries(saw)
    .map(([key, value]) => `${key}: ${tame(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('\n')
}
