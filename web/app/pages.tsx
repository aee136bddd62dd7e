import type { ReactNode } from 'react'
import { Account } from '../pages/accounts/Account.tsx'
import { Accounts } from '../pages/accounts/Accounts.tsx'
import { Control } from '../pages/control/Control.tsx'
import { Findings } from '../pages/findings/Findings.tsx'
import { Activity } from '../pages/live/Activity.tsx'
import { Evidence } from '../pages/live/Evidence.tsx'
import { People } from '../pages/live/People.tsx'
import { Plan } from '../pages/live/Plan.tsx'
import { Recovery } from '../pages/live/Recovery.tsx'
import { Settings } from '../pages/live/Settings.tsx'
import { Spend } from '../pages/live/Spend.tsx'
import { Overview } from '../pages/overview/Overview.tsx'
import { LiveOnly } from './LiveOnly.tsx'
import type { Route } from './routes.ts'

export interface Page {
  title: string
  /** Drawn out of the report alone. */
  report?: (route: Route) => ReactNode
  /** Asks the server. */
  live?: (route: Route) => ReactNode
  /** Of a page that asks: what a file lacks, and the command that tells the same. */
  instead?: { what: string; command: string }
}

/** Every page by the name in its address. */
export const pages: Readonly<Record<string, Page>> = {
  overview: { title: 'Overview', report: () => <Overview /> },
  findings: { title: 'Findings', report: ({ query }) => <Findings query={query} /> },
  control: { title: 'Control', report: ({ id = '', query }) => <Control id={id} query={query} /> },
  accounts: { title: 'Accounts', report: ({ query }) => <Accounts query={query} /> },
  account: { title: 'Account', report: ({ id = '' }) => <Account id={id} /> },
  people: {
    title: 'People',
    live: () => <People />,
    instead: { what: 'What people said, answered and hold', command: 'evidence list' },
  },
  recovery: {
    title: 'Recovery',
    live: ({ query }) => <Recovery query={query} />,
    instead: { what: 'Who can become root', command: 'recovery' },
  },
  activity: {
    title: 'Activity',
    live: () => <Activity />,
    instead: { what: 'What root did', command: 'activity' },
  },
  spend: {
    title: 'Spend',
    live: () => <Spend />,
    instead: { what: 'The spend of each day', command: 'plan --section spend-alarm' },
  },
  plan: { title: 'Plan', live: () => <Plan />, instead: { what: 'A plan', command: 'plan' } },
  evidence: {
    title: 'Evidence',
    live: () => <Evidence />,
    instead: { what: 'The ledger', command: 'evidence verify' },
  },
  settings: {
    title: 'Settings',
    live: () => <Settings />,
    instead: { what: 'How this page was set up', command: 'audit --verbose' },
  },
}

/** What a page shows: itself, or in a file how to see it. */
export function draw(page: Page, route: Route, isLive: boolean): ReactNode {
  if (page.report) return page.report(route)
  if (isLive) return page.live?.(route)
  return page.instead && <LiveOnly title={page.title} {...page.instead} />
}
