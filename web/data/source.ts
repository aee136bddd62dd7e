import { createContext, useContext } from 'react'
import type { PageSession } from '../../src/model/index.ts'
import type { Book } from './book.ts'

/** Where the page's data comes from: out of the file itself, or from the server that runs beside it. */
export interface Source {
  book?: Book
  /** Absent in a file: nothing can be asked or done there. */
  live?: PageSession
  /** Time by which ages are told: a file's is the reader's clock. */
  now: number
}

export const SourceContext = createContext<Source>({ now: Date.now() })

export const useSource = (): Source => useContext(SourceContext)

/** The report; pages that need one are only drawn where it is there. */
export function useBook(): Book {
  const { book } = useSource()
  if (!book) throw new Error('There is no report yet.')
  return book
}

/** True where something can be done from here. */
export const useMayAct = (): boolean => {
  const { live } = useSource()
  return live !== undefined && !live.readOnly && !live.file
}

/** True where one may at least look again: that changes nothing. */
export const useMayLook = (): boolean => {
  const { live } = useSource()
  return live !== undefined && !live.file
}

/** A command as it is typed for what this page looks at. */
export function useCommand(): (rest: string) => string {
  const { book, live } = useSource()
  const sandbox = book?.head.sandbox
  const place = live ? live.place : sandbox ? ` --sandbox ${sandbox}` : ''
  const scope = (live ? live.scope === 'organization' : book?.many) ? ' --org' : ''
  return (rest) =>
    /^(explain|evidence|guard test)/.test(rest)
      ? `neverroot ${rest}`
      : `neverroot ${rest}${/^(audit|plan|apply|undo|activity)\b/.test(rest) ? scope : ''}${place}`
}
