import { useMemo, useSyncExternalStore } from 'react'

/** Where in the page one is: behind the number sign, so that it works in a file too. */
export interface Route {
  /** `overview`, `findings` ... */
  page: string
  /** What stands behind the page's name: a control's or account's id. */
  id?: string
  query: string
}

/** A hash that nobody wrote (%, bad escapes) leads to the overview. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const [page = '', ...rest] = path.split('/')
  let id: string
  try {
    id = decodeURIComponent(rest.join('/'))
  } catch {
    return { page: 'overview', query: '' }
  }
  return { page: page || 'overview', ...(id ? { id } : {}), query }
}

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
