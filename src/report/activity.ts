import type { Activity, ActivityEvent, ActivityKind, ActivitySign } from '../model/index.ts'
import { keyLines } from './activity-keys.ts'
import { activityHeadline } from './activity-headline.ts'
import { agoOf, deviceWords, kindWords, reportedWords, signed } from './activity-words.ts'
import { incidentLines } from './incident.ts'
import { beside, count, hanging, paletteOf, type Palette, type Style, tame, wrap } from './style.ts'

export interface ActivityView {
  style: Style
  /** Every event instead of the latest. */
  verbose: boolean
  /** The options with which another command finds the same account. */
  place: string
}

/** So many lines of events, and of signs, are shown without --verbose. */
const mostLines = 10

/** What root did, as text: what it comes to, each kind, the latest, signs of a takeover, what could not be looked at. */
export function terminalActivity(given: Activity, view: ActivityView): string {
  const { style } = view
  const seen = tame(given, style.ascii)
  const p = paletteOf(style)
  const lines = [
    ...heading(seen, p, style),
    ...incidentLines(seen.incident, p, style),
    '',
    ...headline(seen, p, style),
    ...kinds(seen, p, style),
    ...(seen.keys ? keyLines(seen, seen.keys, p, style) : latest(seen, p, view)),
    ...signLines(seen, p, view),
    ...gapLines(seen, p, style),
    '',
    ...closing(seen, p, view),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function heading({ subject, sandbox, vantage, at }: Activity, p: Palette, style: Style): string[] {
  const where = [vantage === 'standalone' ? undefined : vantage, sandbox && `sandbox ${sandbox}`]
  return [
    '',
    ...beside(style.width, [
      { text: ` ${subject.id}  ${subject.name === subject.id ? '' : subject.name}`.trimEnd(), paint: p.bold },
      { text: 'root in the last 90 days' },
      ...where.flatMap((text) => (text ? [{ text }] : [])),
      { text: `${moment(at)} UTC`, paint: p.faint },
    ]),
  ]
}

const statusOf = { used: 'fail', planned: 'pass', 'not-seen': 'pass', 'cannot-tell': 'unknown' } as const

function headline(seen: Activity, p: Palette, style: Style): string[] {
  const status = statusOf[seen.conclusion]
  return wrap(activityHeadline(seen), style.width - 4).map(
    (line, i) => ` ${i === 0 ? p.sign(status) : ' '} ${p.bold(p.status(status, line))}`,
  )
}

/** What each kind says about the account: use is bad unless it was planned, an attempt is a question, the rest is as it should be. */
function signOfKind(
  kind: ActivityKind,
  allPlanned: boolean,
): 'fail' | 'pass' | 'review' | 'unknown' | 'not-applicable' {
  if (kind === 'assumed-root' || kind === 'service') return 'not-applicable'
  if (kind === 'ambiguous') return 'unknown'
  if (allPlanned) return 'pass'
  return kind === 'failed-sign-in' ? 'review' : 'fail'
}

function kinds(seen: Activity, p: Palette, style: Style): string[] {
  const lines = seen.kinds.flatMap(({ kind, count: n, planned, refused, last }) => {
    const sign = signOfKind(kind, planned === n)
    const more = [
      kind === 'console' && withoutMfa(seen.events),
      planned > 0 && `${planned} planned`,
      refused > 0 && `${refused} refused`,
      kind === 'ambiguous' && 'a person, or opened centrally: the record does not say',
      kind === 'assumed-root' && tasksOf(seen.events),
    ].filter(Boolean)
    const columns = `${kindWords[kind].padEnd(16)}${String(n).padStart(5)}   `
    const words = [`last ${agoOf(last, seen.at)}`, ...more].join(', ')
    return signed(p.sign(sign), columns, words, style)
  })
  const reported = reportedWords(seen).map((text) => hanging('    ', text, style))
  if (lines.length + reported.length === 0) return []
  return ['', ` ${p.bold('Who was root')}`, ...lines, ...reported.flat().map(p.faint)]
}

function withoutMfa(events: readonly ActivityEvent[]): string | false {
  const bare = events.filter(({ kind, mfa }) => kind === 'console' && mfa === false).length
  const devices = new Set(
    events.flatMap(({ kind, device }) => (kind === 'console' && device ? [device] : [])),
  )
  const parts = [
    bare > 0 && `${bare} without MFA`,
    devices.size > 0 && `with ${[...devices].map(deviceWords).join(' and ')}`,
  ]
  return parts.filter(Boolean).join(', ') || false
}

function tasksOf(events: readonly ActivityEvent[]): string | false {
  const tasks = new Set(events.flatMap(({ kind, task }) => (kind === 'assumed-root' && task ? [task] : [])))
  return tasks.size > 0 ? [...tasks].join(', ') : 'opened centrally, bound to a task'
}

function latest({ events }: Activity, p: Palette, { style, verbose }: ActivityView): string[] {
  const mine = verbose ? events : events.filter(({ kind }) => kind !== 'service' && kind !== 'assumed-root')
  if (mine.length === 0) return []
  const shown = verbose ? mine : mine.slice(0, mostLines)
  const left = events.length - shown.length
  return [
    '',
    ` ${p.bold(verbose ? 'All of it' : 'Latest')}`,
    ...shown.flatMap((event) => eventLines(event, p, style)),
    ...(left > 0 ? [p.faint(`    and ${count(left, 'other event')}: --verbose`)] : []),
  ]
}

function eventLines(event: ActivityEvent, p: Palette, style: Style): string[] {
  const { kind, mfa, device, refused, planned, about, task } = event
  const what = kind === 'console' || kind === 'failed-sign-in' ? '' : `${serviceOf(event)}:${event.name}`
  const details = [
    what,
    kind === 'console' &&
      (mfa ? `with ${device ? deviceWords(device) : 'MFA'}` : mfa === false ? 'without MFA' : 'MFA not said'),
    about && `about ${about}`,
    refused && `refused (${refused})`,
    event.region,
    event.from,
    event.agent,
    kind === 'access-key' && event.key,
    task,
    planned && 'planned',
  ].filter(Boolean)
  const columns = `${moment(event.at)}  ${kindWords[kind].padEnd(16)}  `
  return signed(p.sign(signOfKind(kind, planned)), columns, details.join(', '), style)
}

const serviceOf = ({ source }: { source: string }) => source.replace(/\.amazonaws\.com$/, '')

function signLines({ signs, at }: Activity, p: Palette, { style, verbose }: ActivityView): string[] {
  if (signs.length === 0) return []
  const shown = verbose ? signs : signs.slice(0, mostLines)
  const left = signs.length - shown.length
  const line = (sign: ActivitySign) => {
    const notes = [
      sign.by && `by ${sign.by}`,
      sign.refused && 'refused',
      sign.planned && 'planned',
      !sign.verified && `${sign.name}: a name that AWS does not document, shown and not scored`,
    ].filter(Boolean)
    const words = `${sign.text}${notes.length ? ` (${notes.join('; ')})` : ''}, ${agoOf(sign.at, at)}`
    const mark = p.sign(sign.verified && !sign.planned ? 'review' : 'not-applicable')
    return signed(mark, `${sign.at.slice(0, 10)}  `, words, style)
  }
  return [
    '',
    ` ${p.bold('Changes that a recovery or a takeover makes too')}`,
    ...shown.flatMap(line),
    ...(left > 0 ? [p.faint(`    and ${count(left, 'other')}: --verbose`)] : []),
  ]
}

/** Gaps with the same reason are told once. */
function gapLines({ couldNotLook, notes }: Activity, p: Palette, style: Style): string[] {
  const told = new Map<string, string[]>()
  for (const { what, region, message, needs } of couldNotLook) {
    const because = `${message}${needs.length && !needs.every((n) => message.includes(n)) ? ` (needs ${needs.join(', ')})` : ''}`
    told.set(because, [...(told.get(because) ?? []), region ? `${what} in ${region}` : what])
  }
  const lines = [...told].flatMap(([because, whats]) => {
    const what =
      whats.length > 3 ? `${whats.slice(0, 2).join(', ')} and ${whats.length - 2} more` : whats.join(', ')
    return signed(p.sign('unknown'), '', `${what}: ${because}`, style)
  })
  return [
    ...(lines.length ? ['', ` ${p.bold('Could not look')}`, ...lines] : []),
    ...notes.flatMap((note) => ['', ...hanging(' ', note, style)]),
  ]
}

function closing(seen: Activity, p: Palette, { style, place }: ActivityView): string[] {
  const { looked, notLooked, keys, report } = seen
  const where = looked.map(({ region }) => region)
  const back = looked
    .map(({ since }) => since)
    .sort()
    .at(-1)
  const regions = where.length > 4 ? count(where.length, 'Region') : where.join(', ')
  const hasKeys = report?.keys.length || seen.kinds.some(({ kind }) => kind === 'access-key')
  return [
    ...(back
      ? hanging(
          ' ',
          `Looked in ${regions}, back to ${back.slice(0, 10)}; what AWS recorded in the last minutes may be missing.`,
          style,
        ).map(p.faint)
      : []),
    // Commands stand on one line, to be copied.
    ...(notLooked?.length
      ? [` ${count(notLooked.length, 'other Region')} can be used:  neverroot activity --regions all${place}`]
      : []),
    ...(!keys && hasKeys ? [` What uses root's key:  neverroot activity --root-keys${place}`] : []),
    ' How to put root away:  neverroot explain root-is-not-used',
  ]
}

const moment = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
