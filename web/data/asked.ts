import { useEffect, useState } from 'react'
import type { PageRefusal } from '../../src/model/index.ts'
import { get, refusalOf } from './api.ts'

export interface Asked<T> {
  value?: T
  refusal?: PageRefusal
  loading: boolean
  again(): void
}

/** Asks the server for something when the page that needs it is opened; what was there stays until it is answered anew. */
export function useAsked<T>(path: string | undefined): Asked<T> {
  const [round, setRound] = useState(0)
  const [state, setState] = useState<Omit<Asked<T>, 'again'> & { path?: string }>({ loading: true })
  useEffect(() => {
    if (path === undefined) return
    const stop = new AbortController()
    setState((before) => ({
      ...(before.path === path && before.value !== undefined ? { value: before.value } : {}),
      path,
      loading: true,
    }))
    get<T>(path, stop.signal).then(
      (value) => setState({ path, value, loading: false }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ path, refusal: refusalOf(error), loading: false })
      },
    )
    return () => stop.abort()
  }, [path, round])
  return { ...state, again: () => setRound((n) => n + 1) }
}
