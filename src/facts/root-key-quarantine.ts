import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { type Evidence, known, valueOf } from '../model/index.ts'
import { credentialReport, type CredentialReport } from './credential-report.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'
import { maskId } from './mask.ts'
import { rootKeys, type RootKeys } from './root-keys.ts'

/** Since when one of root's keys or certificates is switched off. */
export interface Inactivity {
  /** Absent: not known. Where it is off for longer than event history reaches, the beginning of the history. */
  since?: Date
  longer?: true
  /** Why `since` is not known, as a clause. */
  because?: string
  /** Calls with the key that event history holds since then; absent: not looked for, or not to be seen. */
  calls?: number
  lastCall?: Date
}

/** By id, for every inactive key and certificate of root. */
export type RootKeyQuarantine = ReadonlyMap<string, Inactivity>

interface Kind {
  event: 'UpdateAccessKey' | 'UpdateSigningCertificate'
  /** The request parameter that names it. */
  names: 'accessKeyId' | 'certificateId'
  inactive(own: RootKeys): { id: string; begun: Date | undefined }[]
  /** Whether the report shows that none of root's was active; undefined: it does not say. */
  allOff(report: CredentialReport): boolean | undefined
}

const kinds: readonly Kind[] = [
  {
    event: 'UpdateAccessKey',
    names: 'accessKeyId',
    inactive: ({ keys }) => keys.filter((k) => !k.active).map((k) => ({ id: k.id, begun: k.created })),
    allOff: ({ root }) => root?.keys.every((key) => !key.active),
  },
  {
    event: 'UpdateSigningCertificate',
    names: 'certificateId',
    inactive: ({ certificates }) =>
      certificates.filter((c) => !c.active).map((c) => ({ id: c.id, begun: c.uploaded })),
    allOff: ({ root }) =>
      root?.activeCertificates === undefined ? undefined : root.activeCertificates === 0,
  },
]

/**
 * CloudTrail delivers an event within minutes; how many is not promised. A credential report of an hour ago that shows
 * everything switched off rules out that the event is only late.
 */
const lateMs = 3_600_000

/**
 * The watch that must come before a root key is deleted. The last change that event history holds decides, if it was
 * carried out and switched the key off. No change in ninety whole days means longer, but only where an older credential
 * report bears it out. In doubt the moment is not known, and then nothing may be deleted.
 */
export const rootKeyQuarantine: Fetcher<RootKeyQuarantine> = {
  name: 'root-key-quarantine',
  reads: [],
  async collect(source) {
    const own = await source.get(rootKeys)
    if (own.state !== 'known') return own
    const found = new Map<string, Inactivity>()
    const evidence: Evidence[] = []
    for (const kind of kinds) {
      const inactive = kind.inactive(own.value)
      if (inactive.length === 0) continue
      const answer = await lookUp(source, 'EventName', kind.event)
      if (!answer.ok) return answer.unknown
      for (const { id, begun } of inactive) {
        const { since, ...rest } = await inactivity(source, kind, id, begun, answer.history)
        const calls = since && kind.names === 'accessKeyId' ? await callsSince(source, id, since) : {}
        found.set(id, { ...rest, ...(since ? { since } : {}), ...calls })
        evidence.push(
          observed('cloudtrail:LookupEvents', answer.history.at, {
            inactive: maskId(id),
            since: since?.toISOString() ?? null,
            ...(rest.longer ? { longer: true } : {}),
          }),
        )
      }
    }
    return known(found, evidence)
  },
}

async function inactivity(
  source: Source,
  kind: Kind,
  id: string,
  begun: Date | undefined,
  history: History,
): Promise<Inactivity> {
  const newest = history.events
    .filter((event) => isChangeOf(kind, id, event))
    .reduce<TrailEvent | undefined>((last, e) => (last && last.at >= e.at ? last : e), undefined)
  if (newest)
    return newest.record.requestParameters?.['status'] === 'Inactive'
      ? { since: newest.at }
      : { because: 'the last change in the event history switched it on' }
  if (!history.complete) return { because: 'the event history was too long to be read whole' }
  // Made within the history it began switched on, so it was switched off within the history too.
  if (!begun || begun >= history.since)
    return { because: 'the event history does not hold yet that it was switched off' }
  const report = valueOf(await source.get(credentialReport))
  const old = report && source.now.getTime() - report.generated.getTime() >= lateMs
  if (!old || kind.allOff(report) !== true)
    return {
      because:
        'the event history does not hold that it was switched off, and no credential report of an hour ago bears out that it was long ago',
    }
  return { since: history.since, longer: true }
}

/** By root itself, carried out: a change that AWS refused changed nothing. */
function isChangeOf({ names }: Kind, id: string, { record }: TrailEvent): boolean {
  return record.userIdentity?.type === 'Root' && !record.errorCode && record.requestParameters?.[names] === id
}

/** What still tries to use it. Only of the Region where IAM's events are: a hint, and no hint is no proof. */
export async function callsSince(
  source: Source,
  id: string,
  since: Date,
): Promise<Pick<Inactivity, 'calls' | 'lastCall'>> {
  const answer = await lookUp(source, 'AccessKeyId', id)
  if (!answer.ok || (!answer.history.complete && answer.history.since > since)) return {}
  const times = answer.history.events.map((e) => e.at.getTime()).filter((at) => at > since.getTime())
  return { calls: times.length, ...(times.length > 0 ? { lastCall: new Date(Math.max(...times)) } : {}) }
}
