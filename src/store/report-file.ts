/** A report that `audit --format json` wrote, read again: line by line where it is as it was written. */
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type Finding, type Report, type ReportHead, type ReportTail, UserError } from '../model/index.ts'

const schema = 'neverroot/report/1'
const again = 'Write it anew: neverroot audit --format json --output FILE'

/**
 * Opens a report. Its findings are read as they are asked for, and never held together. Throws UserError where it is no
 * report of this version, or where it was cut off.
 */
export async function readReport(path: string): Promise<Report> {
  const start = await beginning(path)
  const head = await asWritten(path, start)
  if (!head) return whole(path)
  let tail: ReportTail | undefined
  return {
    head: checkedHead(head, path),
    findings: (async function* () {
      const rest: string[] = []
      let inFindings = false
      let over = false
      for await (const line of linesOf(path)) {
        if (over) rest.push(line)
        else if (inFindings && line === '  ],') over = true
        else if (inFindings) yield findingIn(line, path)
        else if (line === '  "findings": [],') over = true
        else if (line === '  "findings": [') inFindings = true
      }
      tail = tailIn(`{${rest.join('\n')}`, path)
    })(),
    tail: async () => tail ?? Promise.reject(cutOff(path)),
  }
}

/** Enough of it to see how it begins. */
async function beginning(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error)
  })
  try {
    const bytes = Buffer.alloc(512)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return bytes.toString('utf8', 0, bytesRead)
  } catch (error) {
    throw cannotRead(path, error as NodeJS.ErrnoException)
  } finally {
    await file.close()
  }
}

/** The head of a file that has one finding a line; undefined where it is laid out in another way. */
async function asWritten(path: string, start: string): Promise<unknown> {
  if (!/^\{\n {2}"schema": "neverroot\/report\/\d+",\n/.test(start)) return undefined
  let text = ''
  let begun = false
  for await (const line of linesOf(path)) {
    const isWritten = begun ? line.startsWith('    {"') : line === '  "findings": [],'
    if (isWritten) return parsed(`${text.trimEnd().replace(/,$/, '')}}`)
    if (begun) return undefined
    if (line === '  "findings": [') begun = true
    else text += `${line}\n`
    // Of 10,000 accounts the head has a megabyte.
    if (text.length > 1 << 25) return undefined
  }
  return undefined
}

const linesOf = (path: string) =>
  createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })

function findingIn(line: string, path: string): Finding {
  const finding = parsed(line.trim().replace(/,$/, '')) as Finding | undefined
  if (!isFinding(finding)) throw cutOff(path)
  return finding
}

function tailIn(text: string, path: string): ReportTail {
  const tail = parsed(text) as ReportTail | undefined
  if (!isTail(tail)) throw cutOff(path)
  return tail
}

/** A file that was laid out anew, by jq or by hand, is read as a whole. */
async function whole(path: string): Promise<Report> {
  const text = await readFile(path, 'utf8')
  const value = parsed(text) as (ReportHead & ReportTail & { findings?: unknown }) | undefined
  if (value === undefined) throw text.trimStart().startsWith('{') ? cutOff(path) : noReport(path)
  const head = checkedHead(value, path)
  const { findings } = value
  if (!Array.isArray(findings) || !findings.every(isFinding) || !isTail(value)) throw cutOff(path)
  const { clusters, groups, places, posture, calls } = value
  const tail: ReportTail = {
    ...(clusters ? { clusters } : {}),
    ...(groups ? { groups } : {}),
    ...(places ? { places } : {}),
    posture,
    calls,
  }
  return {
    head,
    findings: (async function* () {
      yield* findings as Finding[]
    })(),
    tail: async () => tail,
  }
}

function checkedHead(value: unknown, path: string): ReportHead {
  const head = value as Partial<Omit<ReportHead, 'schema'>> & { schema?: unknown }
  if (typeof head.schema !== 'string' || !head.schema.startsWith('neverroot/report/')) throw noReport(path)
  if (head.schema !== schema)
    throw new UserError(
      'other-schema',
      `${path} is a report of another version (${head.schema.slice(0, 60)}, this one reads ${schema}).`,
      Number(head.schema.slice('neverroot/report/'.length)) > 1
        ? 'Open it with the neverroot that wrote it, or a newer one.'
        : again,
    )
  if (
    !Array.isArray(head.subjects) ||
    typeof head.at !== 'string' ||
    typeof head.caller?.account !== 'string'
  )
    throw noReport(path)
  const {
    at,
    tool,
    caller,
    profile,
    profileBecause,
    vantage,
    partition,
    sandbox,
    subjects,
    incident,
    notes,
    arrived,
  } = head as ReportHead
  return {
    schema,
    at,
    tool,
    caller,
    profile,
    profileBecause,
    vantage,
    partition,
    ...(sandbox === undefined ? {} : { sandbox }),
    subjects,
    ...(incident ? { incident } : {}),
    notes: Array.isArray(notes) ? notes : [],
    ...(arrived ? { arrived } : {}),
  }
}

const isFinding = (value: unknown): value is Finding => {
  const finding = value as Partial<Finding> | null | undefined
  return (
    typeof finding?.id === 'string' &&
    typeof finding.control === 'string' &&
    typeof finding.status === 'string' &&
    typeof finding.message === 'string' &&
    typeof finding.subject?.id === 'string' &&
    Array.isArray(finding.evidence)
  )
}

const isTail = (value: unknown): value is ReportTail => {
  const tail = value as Partial<ReportTail> | null | undefined
  return typeof tail?.posture?.counts === 'object' && typeof tail.calls === 'object'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const noReport = (path: string) =>
  new UserError('no-report', `${path} is no report of neverroot audit --format json.`, again)
const cutOff = (path: string) =>
  new UserError('cut-off', `${path} is cut off or damaged: it is no whole report.`, again)

function cannotRead(path: string, { code }: NodeJS.ErrnoException): UserError {
  const why =
    code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : (code ?? 'unknown')
  return new UserError('no-report', `${path} cannot be read: ${why}.`, again)
}
