import type { Fetcher } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { organizationsFeatures } from './organizations-features.ts'
import { organizationPlace } from './organization-place.ts'
import { rootEvents } from './root-events.ts'

/** Whether the owner of the root mailbox could set a new root password. */
export type RootRecovery = 'open' | 'blocked'

/**
 * Recovery is blocked only in a member, while RootCredentialsManagement is on, and until somebody allows it again with
 * an AssumeRoot session (CreateLoginProfile by an assumed root); event history shows that for 90 days. Only the management account and a delegated
 * administrator can read the switch (IAM API reference, ListOrganizationsFeatures).
 */
export const rootRecovery: Fetcher<RootRecovery> = {
  name: 'root-recovery',
  reads: ['iam:ListOrganizationsFeatures'],
  async collect(source) {
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    const { vantage } = place.value
    if (vantage === 'standalone' || vantage === 'management') return known('open', place.evidence)
    const features = await source.get(organizationsFeatures)
    if (features.state !== 'known')
      return features.state === 'unknown' && features.needs.length > 0
        ? features
        : unknown('elsewhere', 'whether root can be recovered shows in the management account only')
    if (!features.value.rootCredentialsManagement) return known('open', features.evidence)
    const events = await source.get(rootEvents)
    if (events.state !== 'known') return events
    // A record need not say that its session was opened centrally: in doubt it was.
    const allowedAgain = events.value.events.some(
      (e) =>
        ['assumed-root', 'ambiguous'].includes(e.kind) &&
        e.name === 'CreateLoginProfile' &&
        !e.refused &&
        !e.about,
    )
    if (!allowedAgain && !events.value.complete)
      return unknown('failed', 'too many events: whether recovery was allowed again could not be seen')
    return known(allowedAgain ? 'open' : 'blocked', [...features.evidence, ...events.evidence])
  },
}
