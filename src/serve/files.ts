/** The built page: what may be asked for is listed once, so that no path leads anywhere else. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

export interface WebFile {
  type: string
  read(): Buffer
}

/** By path, as it is asked for; empty where the page was not built. */
export function webFiles(folder: string): ReadonlyMap<string, WebFile> {
  const files = new Map<string, WebFile>()
  for (const entry of listed(folder)) {
    const type = types[extname(entry)]
    if (type === undefined) continue
    const read = () => readFileSync(join(folder, entry))
    files.set(`/${entry.split(sep).join('/')}`, { type, read })
  }
  const index = files.get('/index.html')
  if (index) files.set('/', index)
  return files
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch {
    return []
  }
}

/** Shown in place of the page where it was not built. */
export const notBuilt = (folder: string): string =>
  `neverroot answers here, but the page itself is missing: ${folder} holds no index.html. Build it: npm run build\n`
