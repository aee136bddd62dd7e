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
  reads: ['iam:GetAccountAuthorizationDetails', 'iam:GetCredentialReport', 'cloudtrail:LookupEvents'],
  async collect(source) {
    const admins = await source.get(administrators)
    if (admins.state !== 'known') return admins
    const names = new Set(admins.value.paths.map((p) => p.name))
    const caller = nameOf(source.caller.arn)
    if (caller && names.has(caller))
      return known({ name: caller, how: 'caller', at: source.now }, admins.evidence)
    const since = source.now.getTime() - seenWithinDays * 86_400_000
    const report = await source.get(credentialReport)
    if (report.state === 'known') {
      const row = report.value.users.find(
        (u) => names.has(u.user) && (u.passwordLastUsed?.getTime() ?? 0) >= since,
      )
      if (row?.passwordLastUsed)
        return known({ name: row.user, how: 'console', at: row.passwordLastUsed }, report.evidence)
    }
    const signIns = await source.get(consoleSignIns)
    if (signIns.state !== 'known') return signIns
    const event = signIns.value.events.find(
      (e) =>
        e.at.getTime() >= since &&
        e.record.responseElements?.['ConsoleLogin'] === 'Success' &&
        e.record.userIdentity?.type !== 'Root' &&
        names.has(nameOf(e.record.userIdentity?.arn ?? '') ?? ''),
    )
    const who = event && nameOf(event.record.userIdentity?.arn ?? '')
    return known(
      event && who ? { name: who, how: 'console' as const, at: event.at } : undefined,
      signIns.evidence,
    )
  },
}

/** The user or role name in the ARN of a caller; undefined for root. */
export function nameOf(arn: string): string | undefined {
  const resource = arn.split(':').slice(5).join(':')
  if (resource.startsWith('assumed-role/')) return resource.split('/')[1]
  if (resource.startsWith('user/')) return resource.slice(resource.lastIndexOf('/') + 1)
  return undefined
}
