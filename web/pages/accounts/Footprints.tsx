import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useMemo } from 'react'
import type { FootprintCounts } from '../../../src/model/index.ts'
import type { Book } from '../../data/book.ts'
import { useBook } from '../../data/source.ts'
import { number, plural } from '../../data/words.ts'
import { AsTable } from '../../parts/AsTable.tsx'
import { FootprintSquare, footprintWords, leftTo } from '../../parts/Footprint.tsx'

interface Same {
  counts: FootprintCounts
  accounts: number
}

/** The root threat footprint: accounts to whose root the same is left, the most of it first. */
export function Footprints() {
  const book = useBook()
  const groups = useMemo(() => sameOf(book), [book])
  if (groups.length === 0) return null
  const shown = groups.slice(0, 6)
  const label = ({ accounts }: Same) => (book.many ? plural(accounts, 'account') : 'This account')
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The frame is everything that AWS can do; what is filled is what root can still do there. Denying more makes it shrink."
        >
          Root threat footprint
        </Header>
      }
    >
      <ul className="footprints">
        {shown.map((group) => (
          <li key={footprintWords(group.counts)}>
            <FootprintSquare counts={group.counts} size={120} />
            <Box fontWeight="bold">{label(group)}</Box>
            <Box color="text-body-secondary" fontSize="body-s">
              {footprintWords(group.counts)}
            </Box>
          </li>
        ))}
      </ul>
      <AsTable
        caption="Root threat footprint"
        columns={['Accounts', 'Root can do', 'Under conditions', 'Cannot be told', 'Denied', 'All actions']}
        rows={groups.map(({ accounts, counts: c }) => [
          number(accounts),
          number(c.allowed),
          number(c.conditional),
          number(c.cannotTell),
          number(c.denied),
          number(c.total),
        ])}
      />
    </Container>
  )
}

function sameOf(book: Book): Same[] {
  const groups = new Map<string, Same>()
  for (const { footprint } of book.accounts) {
    if (!footprint) continue
    const key = footprintWords(footprint)
    const group = groups.get(key) ?? { counts: footprint, accounts: 0 }
    group.accounts++
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => leftTo(b.counts) - leftTo(a.counts))
}
