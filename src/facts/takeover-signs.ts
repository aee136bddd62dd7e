import type { Fetcher } from '../aws/index.ts'
import { type Incident, known } from '../model/index.ts'
import { lookUp } from './event-history.ts'
import { iamDetails } from './iam-details.ts'
import { rootEvents } from './root-events.ts'

/** How long ago something may lie to be worth opening a report with. */
const recentDays = 30

/**
 * Recovery events of the sign-in service. Their names stand in detection rules of third parties, not in AWS's pages
 * (assumed): they are shown as signs and nothing is concluded from their absence.
 */
const recovery: Record<string, string> = {
  PasswordRecoveryRequested: 'somebody asked for a new root password',
  PasswordRecoveryCompleted: 'the root password was reset through the mailbox',
  EmailUpdated: 'the root e-mail address was changed',
}

/** What root did that an owner seldom does and an intruder always does. */
const rootDeeds: Record<string, string> = {
  CreateAccessKey: 'root made an access key',
  DeactivateMFADevice: 'an MFA device was taken off by root',
}

/** The order in which to act, when it was not you. */
const containment = [
  'Do not apply hygiene plans now: they destroy evidence and warn whoever is in.',
  'Preserve CloudTrail: copy the event history and the trail bucket to a place this account cannot delete.',
  'Cut the way back in first: root mailbox (password, forwarding rules, sessions), then the phone number.',
  'End sessions and deactivate keys: root keys, new IAM users, roles that trust strangers.',
  'Locked out? https://support.aws.amazon.com/#/contacts/aws-account-support reaches AWS without a sign-in.',
  'Note what was spent since when: AWS Billing asks for it when you dispute charges.',
]

/**
 * Signs that somebody else has been in the account. Quiet where nothing is seen; what could not be looked at is judged
 * elsewhere.
 */
export const takeoverSigns: Fetcher<Incident | undefined> = {
  name: 'takeover-signs',
  reads: ['cloudtrail:LookupEvents', 'iam:GetAccountAuthorizationDetails'],
  async collect(source) {
    const since = source.now.getTime() - recentDays * 86_400_000
    const [details, events, ...recoveries] = await Promise.all([
      source.get(iamDetails),
      source.get(rootEvents),
      ...Object.keys(recovery).map((name) => lookUp(source, 'EventName', name)),
    ])
    const dated: { at: Date; sign: string }[] = []
    for (const looked of recoveries)
      if (looked.ok)
        for (const e of looked.history.events)
          if (e.at.getTime() >= since && !e.record.errorCode)
            dated.push({ at: e.at, sign: recovery[e.name] ?? e.name })
    if (events.state === 'known')
      for (const e of events.value.events)
        if (e.at.getTime() >= since && e.kind !== 'assumed-root' && e.kind !== 'service' && rootDeeds[e.name])
          dated.push({ at: e.at, sign: rootDeeds[e.name]! })
    const signs = [...dated]
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ at, sign }) => `${at.toISOString().slice(0, 10)}: ${sign}`)
    if (details.state === 'known')
      for (const user of details.value.users)
        if (user.attached.some((arn) => /\/AWSCompromisedKeyQuarantine/.test(arn)))
          signs.unshift(`AWS has quarantined the user ${user.name}: a key of it was found in public`)
    return known(signs.length > 0 ? { signs: [...new Set(signs)], containment } : undefined)
  },
}
