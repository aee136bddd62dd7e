import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { organizationPlace } from './organization-place.ts'
import { rootEvents } from './root-events.ts'

/** Whether the owner of the root mailbox could set a new root password. */
export type RootRecovery = 'open' | 'blocked'

/**
 * Recovery is blocked only in a member, while RootCredentialsManagement is on, and until somebody allows it again with
 * an AssumeRoot session (CreateLoginProfile by an assumed root). Only the management account and a delegated
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
    const answer = await source.call('iam:ListOrganizationsFeatures', {})
    if (!answer.ok)
      return unknown('elsewhere', 'whether root can be recovered shows in the management account only')
    const evidence = [
      observed('iam:ListOrganizationsFeatures', answer.at, { enabled: answer.output.EnabledFeatures ?? [] }),
    ]
    if (!answer.output.EnabledFeatures?.includes('RootCredentialsManagement')) return known('open', evidence)
    const events = await source.get(rootEvents)
    if (events.state !== 'known') return events
    const allowedAgain = events.value.events.some(
      (e) => e.kind === 'assumed-root' && e.name === 'CreateLoginProfile',
    )
    return known(allowedAgain ? 'open' : 'blocked', [...evidence, ...events.evidence])
  },
}
