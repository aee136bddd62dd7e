import TopNavigation from '@cloudscape-design/components/top-navigation'
import { useSource } from '../data/source.ts'

/** What this is, and light or dark. */
export function TopBar({ dark, toggle }: { dark: boolean; toggle: () => void }) {
  const { live, book } = useSource()
  const where = live?.sandbox ?? book?.head.sandbox
  return (
    <div id="top" className="no-print">
      <TopNavigation
        identity={{ href: '#/overview', title: 'neverroot' }}
        utilities={[
          ...(where
            ? [
                {
                  type: 'button' as const,
                  text: `Sandbox ${where}`,
                  href: '#/overview',
                  disableUtilityCollapse: false,
                },
              ]
            : []),
          ...(live?.readOnly ? [{ type: 'button' as const, text: 'Read-only', href: '#/settings' }] : []),
          {
            type: 'button',
            text: dark ? 'Light' : 'Dark',
            ariaLabel: dark ? 'Show it light' : 'Show it dark',
            disableUtilityCollapse: true,
            onClick: toggle,
          },
        ]}
        i18nStrings={{
          searchIconAriaLabel: 'Search',
          searchDismissIconAriaLabel: 'Close',
          overflowMenuTriggerText: 'More',
          overflowMenuTitleText: 'More',
          overflowMenuBackIconAriaLabel: 'Back',
          overflowMenuDismissIconAriaLabel: 'Close',
        }}
      />
    </div>
  )
}
