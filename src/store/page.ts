/** The latest audit as the page shows it: kept, so that the next start opens at once, with what findings rest on beside it. */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageDetail, PageRefusal, PageReport } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'

const schema = 'neverroot/page/1'
const hint = 'Make room or allow it, or choose another folder with --state DIR.'
const again = 'Run an audit again from the page: statements, journal and history are files of their own.'

/** Where in the file of details those of a subject stand: bytes. */
type Places = Record<string, [from: number, length: number]>

interface Index {
  /** Of the report that they belong to. */
  at: string
  file: string
  places: Places
}

/** What is kept of one page: one subject that is looked at in one way. */
export class KeptPage {
  readonly #folder: string
  readonly #name: string
  #index: { text: string; index: Index } | undefined

  /** `name` tells pages of one state folder apart. */
  constructor(folder: string, name: string) {
    this.#folder = join(folder, 'page')
    this.#name = name
  }

  get file(): string {
    return join(this.#folder, `${this.#name}.json`)
  }

  get #indexFile(): string {
    return join(this.#folder, `${this.#name}.index.json`)
  }

  /** Takes down what findings rest on as they pass, subject after subject. */
  async writer(): Promise<DetailWriter> {
    await makeFolder(this.#folder, hint)
    const file = `${this.#name}.${randomBytes(6).toString('hex')}.jsonl`
    return new DetailWriter(join(this.#folder, file), file)
  }

  /** Keeps the report with its details; what was kept before goes once the new one is whole. */
  async keep(report: PageReport, details: DetailWriter): Promise<void> {
    const places = details.end()
    const index: Index = { at: report.head.at, file: details.name, places }
    await writeWhole(this.#indexFile, `${JSON.stringify(index)}\n`, hint)
    await writeWhole(this.file, `${JSON.stringify(report)}\n`, hint)
    const old = (await readdir(this.#folder)).filter(
      (name) => name.startsWith(`${this.#name}.`) && name.endsWith('.jsonl') && name !== details.name,
    )
    for (const name of old) await rm(join(this.#folder, name), { force: true })
  }

  /**
   * The text of the report; `stale`: it cannot be shown, and why. Nothing of either where there is none. The file stays as it
   * is: whoever wrote it may still read it.
   */
  async read(): Promise<{ json?: string; stale?: PageRefusal }> {
    let json: string
    try {
      json = await readFile(this.file, 'utf8')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return {}
      return { stale: { code: 'cannot-read', message: `${this.file} cannot be read: ${code}.`, hint: again } }
    }
    const stale = fault(json, this.file)
    return stale ? { stale } : { json: json.trimEnd() }
  }

  /** What one finding rests on; undefined where it is not in the latest audit. */
  async detail(id: string): Promise<PageDetail | undefined> {
    const index = await this.#places()
    const subject = id.slice(id.indexOf(':') + 1)
    const place = index && Object.hasOwn(index.places, subject) ? index.places[subject] : undefined
    if (!index || !place || !/^[\w.-]+\.jsonl$/.test(index.file)) return undefined
    const [from, length] = place
    const file = await open(join(this.#folder, index.file), 'r').catch(() => undefined)
    if (!file) return undefined
    try {
      const bytes = Buffer.alloc(length)
      await file.read(bytes, 0, length, from)
      for (const line of bytes.toString('utf8').split('\n')) {
        const detail = line === '' ? undefined : parsed(line)
        if (detail?.id === id) return detail
      }
      return undefined
    } finally {
      await file.close()
    }
  }

  async #places(): Promise<Index | undefined> {
    const text = await readFile(this.#indexFile, 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    if (this.#index?.text !== text) {
      const index = (await readJson(this.#indexFile)) as Index | undefined
      if (typeof index?.places !== 'object' || typeof index.file !== 'string') return undefined
      this.#index = { text, index }
    }
    return this.#index!.index
  }
}

/** So much is gathered before it is written. */
const mostGathered = 1 << 18

/** Details as they come: 10,000 accounts have 60 MB of them, which are never held together. */
export class DetailWriter {
  readonly name: string
  readonly #path: string
  /** Undefined once it was closed. */
  #file: number | undefined
  readonly #places: Places = {}
  #gathered: Buffer[] = []
  #size = 0
  #at = 0

  /** Throws UserError where it cannot be written. */
  constructor(path: string, name: string) {
    this.name = name
    this.#path = path
    try {
      this.#file = openSync(path, 'wx', 0o600)
    } catch (error) {
      throw cannotWrite(path, error, hint)
    }
  }

  add(detail: PageDetail, subject: string): void {
    const line = Buffer.from(`${JSON.stringify(detail)}\n`)
    const place = (this.#places[subject] ??= [this.#at, 0])
    // Findings of a subject come one after another; of one that comes back only the last part is found again.
    if (place[0] + place[1] === this.#at) place[1] += line.length
    else this.#places[subject] = [this.#at, line.length]
    this.#at += line.length
    this.#gathered.push(line)
    this.#size += line.length
    if (this.#size >= mostGathered) this.#write()
  }

  /** Where each subject's stand. Throws UserError where they could not be written. */
  end(): Places {
    this.#write()
    this.#close()
    return this.#places
  }

  /** Nothing is kept of an audit that came to no end. */
  discard(): void {
    this.#close()
    rmSync(this.#path, { force: true })
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #write(): void {
    const bytes = Buffer.concat(this.#gathered)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file!, bytes, done)
    } catch (error) {
      this.discard()
      throw cannotWrite(this.#path, error, hint)
    }
    this.#gathered = []
    this.#size = 0
  }
}

function parsed(line: string): PageDetail | undefined {
  try {
    return JSON.parse(line) as PageDetail
  } catch {
    return undefined
  }
}

/** Why the text is no report that this version shows; undefined: it is one. */
export function fault(json: string, file: string): PageRefusal | undefined {
  let page: (Omit<Partial<PageReport>, 'schema'> & { schema?: unknown }) | null
  try {
    page = JSON.parse(json) as typeof page
  } catch {
    return {
      code: 'cut-off',
      message: `${file} is cut off or damaged: the latest audit cannot be shown.`,
      hint: again,
    }
  }
  const { schema: its } = page ?? {}
  if (typeof its === 'string' && its !== schema && its.startsWith('neverroot/page/'))
    return {
      code: 'other-version',
      message: `${file} was written by ${Number(its.slice(15)) > 1 ? 'a newer' : 'another'} version of neverroot (${its.slice(0, 40)}): this one reads ${schema}.`,
      hint: again,
    }
  const whole =
    its === schema &&
    [page?.rows, page?.texts, page?.controls, page?.accounts, page?.trend].every(Array.isArray) &&
    typeof page?.head?.at === 'string' &&
    typeof page.tail?.posture === 'object'
  return whole
    ? undefined
    : { code: 'no-page', message: `${file} is no audit that this page can show.`, hint: again }
}
