import Box from '@cloudscape-design/components/box'
import type { PageFootprint } from '../../../src/model/index.ts'
import { useAsked } from '../../data/asked.ts'
import { number } from '../../data/words.ts'
import { Answer } from '../../parts/Answer.tsx'
import { AsTable } from '../../parts/AsTable.tsx'
import { FootprintSquare, footprintWords } from '../../parts/Footprint.tsx'

/** Reckoned when it is asked for: the report did not hold it. */
export function LiveFootprint({ account }: { account: string }) {
  const asked = useAsked<PageFootprint>(`/api/footprint?account=${encodeURIComponent(account)}`)
  return (
    <Answer of={asked} waiting="Reading the control policies on the way to this account …">
      {({ footprint, notCovered, because }) =>
        footprint ? (
          <>
            <div className="line">
              <FootprintSquare counts={footprint} size={160} />
              <Box>
                Root can perform {footprintWords(footprint)} (actions of {footprint.actionsAsOf}).
              </Box>
            </div>
            <AsTable
              caption="What root can perform, by access level"
              columns={['Access level', 'Actions']}
              rows={Object.entries(footprint.byAccessLevel).map(([level, n]) => [level, number(n)])}
            />
          </>
        ) : (
          <Box>
            {notCovered
              ? 'Control policies never bind this account: its root can do everything.'
              : (because ?? 'It cannot be told.')}
          </Box>
        )
      }
    </Answer>
  )
}
