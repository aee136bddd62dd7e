import { useMemo, useSyncExternalStore } from 'react'
import { readRoute, type Route } from './route.ts'

export type { Route } from './route.ts'

const subscribe = (heard: () => void) => {
  window.addEventListener('hashchange', heard)
  return () => window.removeEventListener('hashchange', heard)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return useMemo(() => readRoute(hash), [hash])
}

/** Goes there; with `instead`, Back does not lead to where one was (a filter that is being typed). */
export function go(href: string, instead = false): void {
  if (!instead) {
    window.location.hash = href
    return
  }
  window.history.replaceState(null, '', href)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

export const controlHref = (id: string, account?: string): string =>
  `#/control/${encodeURIComponent(id)}${account ? `?account=${encodeURIComponent(account)}` : ''}`

export const accountHref = (id: string): string => `#/account/${encodeURIComponent(id)}`
