import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import Badge from '@cloudscape-design/components/badge'
import { findingsHref } from '../data/filter.ts'
import { useSource } from '../data/source.ts'
import { number } from '../data/words.ts'
import type { Route } from './routes.ts'

/** Where one can go; what belongs together stands together. */
export function Navigation({ route }: { route: Route }) {
  const { book, live } = useSource()
  const fails = book ? Object.values(book.total.fails).reduce((sum, n) => sum + n, 0) : 0
  const link = (
    text: string,
    page: string,
    more: Partial<SideNavigationProps.Link> = {},
  ): SideNavigationProps.Link => ({
    type: 'link',
    text,
    href: `#/${page}`,
    ...more,
  })
  const belongs: Readonly<Record<string, string>> = { control: 'findings', account: 'accounts' }
  const active = belongs[route.page] ?? route.page
  const open = findingsHref({ status: ['fail', 'unknown', 'review'] })
  return (
    <SideNavigation
      activeHref={active === 'findings' ? open : `#/${active}`}
      items={[
        link('Overview', 'overview'),
        {
          type: 'link',
          text: 'Findings',
          href: open,
          ...(fails > 0 ? { info: <Badge color="red">{number(fails)} fail</Badge> } : {}),
        },
        link('Accounts', 'accounts'),
        { type: 'divider' },
        link('Plan', 'plan'),
        link('People', 'people'),
        link('Recovery', 'recovery'),
        link('Activity', 'activity'),
        link('Spend', 'spend'),
        { type: 'divider' },
        link('Evidence', 'evidence'),
        ...(live ? [link('Settings', 'settings')] : []),
      ]}
    />
  )
}
