import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { accountHref, go } from '../../app/routes.ts'
import { useBook } from '../../data/source.ts'
import { number } from '../../data/words.ts'
import { CountBar } from '../../parts/CountBar.tsx'
import { openParts } from './open.ts'
import { AccountTable } from './AccountTable.tsx'
import { Footprints } from './Footprints.tsx'

/** All accounts: the management account first of all, what is left to root anywhere as a picture, then the list. */
export function Accounts({ query }: { query: string }) {
  const book = useBook()
  const given = new URLSearchParams(query)
  const change = (next: Record<string, string>) => {
    const all = new URLSearchParams(query)
    for (const [key, value] of Object.entries(next))
      if (value) all.set(key, value)
      else all.delete(key)
    go(`#/accounts?${all.toString()}`, true)
  }
  const pinned = book.accounts[book.pinned]
  return (
    <ContentLayout
      header={
        <Header variant="h1" counter={`(${number(book.accounts.length)})`}>
          Accounts
        </Header>
      }
    >
      <SpaceBetween size="l">
        {book.many && pinned?.management && (
          <Container
            header={
              <Header
                variant="h2"
                description="Control policies never bind it, and its root can become root anywhere: it comes first."
              >
                Management account:{' '}
                <Link href={accountHref(pinned.id)} fontSize="inherit">{`${pinned.id} ${pinned.name}`}</Link>
              </Header>
            }
          >
            <CountBar
              label="Open in the management account"
              parts={openParts(book.open[book.pinned]!, pinned.id)}
            />
          </Container>
        )}
        <Footprints />
        <AccountTable given={given} change={change} />
      </SpaceBetween>
    </ContentLayout>
  )
}
