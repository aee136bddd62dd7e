import { readFileSync } from 'node:fs'
import { UserError } from '../../model/index.ts'

/** The built page in one file, taken apart where a report goes in. */
export interface Shell {
  untilTitle: string
  untilSummary: string
  untilData: string
  rest: string
}

/** Beside the command, beside the library, and seen from the sources. */
const places = ['../page.html', './page.html', '../../../dist/page.html']

/** Throws UserError where the page was not built. */
export function pageShell(): Shell {
  const text = firstOf(places.map((place) => new URL(place, import.meta.url)))
  const [untilTitle, afterTitle] = parted(text, '<!--neverroot:title-->')
  const [untilSummary, afterSummary] = parted(afterTitle, '<!--neverroot:summary-->')
  const [untilData, rest] = parted(afterSummary, '<!--neverroot:data-->')
  return { untilTitle, untilSummary, untilData, rest }
}

function firstOf(files: readonly URL[]): string {
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      // It may lie in the next place.
    }
  }
  throw notThere('it is not there')
}

/** Before and after the first mark. */
function parted(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark)
  if (at < 0) throw notThere(`it lacks its place for ${mark.slice(16, -3)}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

const notThere = (why: string) =>
  new UserError(
    'page-not-built',
    `The page that a report is put into cannot be used: ${why}.`,
    'Install neverroot again, or in its sources run: npm run build',
  )
