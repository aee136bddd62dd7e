import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PageLatest, PageRefusal, PageSession } from '../../src/model/index.ts'
import { get, refusalOf, rememberToken } from '../data/api.ts'
import { Book } from '../data/book.ts'
import { listen } from '../data/jobs.ts'
import { SourceContext } from '../data/source.ts'
import { Refused } from '../parts/Answer.tsx'
import { App } from './App.tsx'

/** The running page: its session first, then the report; both are read again when a job has ended. */
export function Live() {
  const [session, setSession] = useState<PageSession>()
  const [latest, setLatest] = useState<PageLatest>()
  const [refusal, setRefusal] = useState<PageRefusal>()
  const load = useCallback(async () => {
    try {
      const given = await get<PageSession>('/api/session')
      rememberToken(given.token)
      setLatest(await get<PageLatest>('/api/report'))
      setSession(given)
      setRefusal(undefined)
      return given
    } catch (error) {
      setRefusal(refusalOf(error))
      return undefined
    }
  }, [])
  useEffect(() => {
    let stop = () => {}
    let over = false
    void load().then((given) => {
      if (given && !over) stop = listen(given.job, () => void load())
    })
    return () => {
      over = true
      stop()
    }
  }, [load])
  const source = useMemo(
    () => ({
      ...(latest?.report ? { book: new Book(latest.report) } : {}),
      ...(session ? { live: session } : {}),
      now: Date.now(),
    }),
    [latest, session],
  )
  if (refusal)
    return (
      <div className="alone">
        <Refused refusal={refusal} again={() => void load()} />
      </div>
    )
  if (!session)
    return (
      <div className="alone" role="status">
        Reading the latest audit …
      </div>
    )
  return (
    <SourceContext value={source}>
      <App stale={latest?.stale} />
    </SourceContext>
  )
}
