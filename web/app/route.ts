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
