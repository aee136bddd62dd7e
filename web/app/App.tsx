import AppLayout from '@cloudscape-design/components/app-layout'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import ErrorBoundary from '@cloudscape-design/components/error-boundary'
import Header from '@cloudscape-design/components/header'
import { useEffect } from 'react'
import { JobBar } from '../actions/JobBar.tsx'
import { RunAudit } from '../actions/RunAudit.tsx'
import { useCommand, useMayLook, useSource } from '../data/source.ts'
import { Nothing, Refused } from '../parts/Answer.tsx'
import { Command } from '../parts/Command.tsx'
import type { PageRefusal } from '../../src/model/index.ts'
import { Navigation } from './Navigation.tsx'
import { draw, pages } from './pages.tsx'
import { useRoute } from './routes.ts'
import { useTheme } from './theme.ts'
import { TopBar } from './TopBar.tsx'

/** The frame around every page: where one can go, what runs, and the page that the address names. */
export function App({ stale }: { stale?: PageRefusal | undefined }) {
  const route = useRoute()
  const { book, live } = useSource()
  const { dark, toggle } = useTheme()
  const page = pages[route.page]
  useTitle(route.id ?? page?.title ?? 'Not found', `${route.page}/${route.id ?? ''}`)
  return (
    <>
      <a className="skip" href={window.location.hash || '#/overview'} onClick={toMain}>
        Skip to the content
      </a>
      <TopBar dark={dark} toggle={toggle} />
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigation={<Navigation route={route} />}
        notifications={live && <JobBar page={route.page} />}
        stickyNotifications
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close the list of pages',
          navigationToggle: 'Open the list of pages',
          notifications: 'Notices',
        }}
        content={
          <div id="content" tabIndex={-1}>
            <ErrorBoundary
              onError={() => undefined}
              renderFallback={() => (
                <Refused
                  refusal={{
                    code: 'bug',
                    message: 'This page cannot be drawn: that is a mistake of ours.',
                    hint: 'The others still work; the same is said in the terminal by neverroot audit.',
                  }}
                />
              )}
              key={route.page}
            >
              {stale && <Refused refusal={stale} />}
              {!page ? (
                <NotFound name={route.page} />
              ) : page.report && !book ? (
                <NoReport />
              ) : (
                draw(page, route, live !== undefined)
              )}
            </ErrorBoundary>
          </div>
        }
      />
    </>
  )
}

function toMain(event: React.MouseEvent): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

/** The title says where one is, and a new page begins at its top, also for whoever hears it. */
function useTitle(title: string, place: string): void {
  useEffect(() => {
    document.title = `${title} · neverroot`
  }, [title])
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [place])
}

function NoReport() {
  const mayLook = useMayLook()
  const command = useCommand()
  return (
    <ContentLayout header={<Header variant="h1">Nothing was looked at yet</Header>}>
      <Container>
        <Nothing text="There is no audit yet. An audit reads, and changes nothing.">
          {mayLook ? <RunAudit primary /> : <Command text={command('audit')} />}
        </Nothing>
      </Container>
    </ContentLayout>
  )
}

const NotFound = ({ name }: { name: string }) => (
  <ContentLayout header={<Header variant="h1">There is no such page</Header>}>
    <Container>
      <Nothing text={`No page is called ${JSON.stringify(name)}.`}>
        <a href="#/overview">Overview</a>
      </Nothing>
    </Container>
  </ContentLayout>
)
