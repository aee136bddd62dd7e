import type { Fetcher } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { administrators } from './administrators.ts'
import { credentialReport } from './credential-report.ts'
import { consoleSignIns } from './root-events.ts'

/** An administrator at work. */
export interface AdministratorSeen {
  name: string
  how: 'caller' | 'console'
  at: Date
}

/** How long ago a sign-in may lie to show that the way in still works. */
export const seenWithinDays = 30

/**
 * Whether a person was seen signed in through one of the ways to full access: the present caller, a console sign-in in
 * the credential report, or a ConsoleLogin event, within 30 days. Root's own sign-ins show nothing.
 */
export const administratorSeen: Fetcher<AdministratorSeen | undefined> = {
  name: 'administrator-seen',
  reads: [...administrators.reads, 'cloudtrail:LookupEvents'],
  async collect(source) {
    const admins = await source.get(administrators)
    if (admins.state !== 'known') return admins
    // A user and a role may have the same name: each counts for itself.
    const ways = new Set(admins.value.paths.map((p) => `${p.path === 'user' ? 'user' : 'role'}/${p.name}`))
    const isWay = ({ kind, name }: Identity) => ways.has(`${kind}/${name}`)
    const caller = identityOf(source.caller.arn)
    if (caller && isWay(caller))
      return known({ name: caller.name, how: 'caller', at: source.now }, admins.evidence)
    const since = source.now.getTime() - seenWithinDays * 86_400_000
    const report = await source.get(credentialReport)
    if (report.state === 'known') {
      const row = report.value.users.find(
        (u) => isWay({ kind: 'user', name: u.user }) && (u.passwordLastUsed?.getTime() ?? 0) >= since,
      )
      if (row?.passwordLastUsed)
        return known({ name: row.user, how: 'console', at: row.passwordLastUsed }, report.evidence)
    }
    const signIns = await source.get(consoleSignIns)
    if (signIns.state !== 'known') return signIns
    for (const { at, record } of signIns.value.events) {
      if (at.getTime() < since || record.responseElements?.['ConsoleLogin'] !== 'Success') continue
      const who = identityOf(record.userIdentity?.arn ?? '')
      if (who && isWay(who)) return known({ name: who.name, how: 'console', at }, signIns.evidence)
    }
    return known(undefined, signIns.evidence)
  },
}

interface Identity {
  kind: 'user' | 'role'
  name: string
}

/** The user or role in the ARN of a caller; undefined for root. */
function identityOf(arn: string): Identity | undefined {
  const resource = arn.split(':').slice(5).join(':')
  if (resource.startsWith('assumed-role/')) return { kind: 'role', name: resource.split('/')[1] ?? '' }
  if (resource.startsWith('user/'))
    return { kind: 'user', name: resource.slice(resource.lastIndexOf('/') + 1) }
  return undefined
}
