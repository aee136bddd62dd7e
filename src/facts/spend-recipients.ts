import type { Fetcher } from '../aws/index.ts'
import { type AwsAction, type Evidence, known } from '../model/index.ts'
import { type Budget, budgets, isDailyCost } from './budgets.ts'
import { subscriptionDetails, topic } from './topic.ts'
import { type Access, accessTo } from './topic-access.ts'

/** An address that an alert of a budget goes to. */
export interface Recipient {
  /** Personal data: never printed in full. */
  address: string
  through: 'budget' | 'topic'
  /** A subscription through a topic counts only once somebody clicked on AWS's mail; a budget's own does not ask. */
  confirmed: boolean
  /** Through a topic: confirmed by a signed-in caller. Absent: not to be had. */
  authenticated?: boolean
}

/** Who hears of spend. */
export interface SpendRecipients {
  /** Which alerts these are of: daily budgets', other budgets', or there is no alert at all. */
  of: 'daily' | 'other' | 'none'
  recipients: readonly Recipient[]
  /** Topics that the alerts go to and that AWS Budgets cannot publish to, with the link that fails. */
  blocked: readonly { topic: string; because: Extract<Access, { can: 'no' }>['because'] }[]
  /** Subscriptions that no person reads as they are: queues, functions, chat. */
  others: number
  /** What could not be looked at. */
  hidden: readonly { message: string; needs: readonly AwsAction[] }[]
}

/** Follows the alerts on what was spent to the addresses at their end, through topics. */
export const spendRecipients: Fetcher<SpendRecipients> = {
  name: 'spend-recipients',
  reads: [
    'budgets:ViewBudget',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
  ],
  async collect(source) {
    const fact = await source.get(budgets)
    if (fact.state !== 'known') return fact
    const { of, from } = alerting(fact.value.list)
    const evidence: Evidence[] = [...fact.evidence]
    const recipients: Recipient[] = []
    const blocked: SpendRecipients['blocked'][number][] = []
    const hidden: SpendRecipients['hidden'][number][] = []
    const seen = new Set<string>()
    let others = 0
    const hide = (unknown: { message: string; needs: readonly AwsAction[] }) =>
      hidden.push({ message: unknown.message, needs: unknown.needs })
    for (const budget of from) {
      if (!budget.notifications)
        hide({ message: 'who gets the alerts could not be seen', needs: ['budgets:ViewBudget'] })
      for (const { subscribers, type } of budget.notifications ?? []) {
        if (of === 'daily' && type !== 'ACTUAL') continue
        if (!subscribers) hide({ message: 'not every alert was looked at', needs: [] })
        for (const { kind, address } of subscribers ?? []) {
          if (seen.has(address)) continue
          seen.add(address)
          if (kind === 'EMAIL') {
            recipients.push({ address, through: 'budget', confirmed: true })
            continue
          }
          const found = await source.get(topic(address))
          if (found.state !== 'known') {
            if (found.state === 'unknown') hide(found)
            continue
          }
          evidence.push(...found.evidence)
          const { account } = source.caller
          const sourceArn = `arn:${source.partition}:budgets::${account}:budget/${budget.name}`
          const publisher = { service: 'budgets.amazonaws.com', sourceArn, account }
          const access = await accessTo(found.value, publisher, source)
          if (access.can === 'no') {
            blocked.push({ topic: address, because: access.because })
            continue
          }
          if (access.can === 'unknown') {
            hide(access)
            continue
          }
          for (const s of found.value.subscriptions) {
            if (!s.protocol.startsWith('email')) {
              others++
              continue
            }
            const details = s.arn ? await source.get(subscriptionDetails(s.arn)) : undefined
            if (details?.state === 'known') evidence.push(...details.evidence)
            recipients.push({
              address: s.endpoint,
              through: 'topic',
              confirmed: s.confirmed,
              ...(details?.state === 'known' ? { authenticated: details.value.authenticated } : {}),
            })
          }
        }
      }
    }
    return known({ of, recipients, blocked, others, hidden }, evidence)
  },
}

function alerting(list: readonly Budget[]): { of: SpendRecipients['of']; from: readonly Budget[] } {
  const daily = list.filter(isDailyCost)
  if (daily.length > 0) return { of: 'daily', from: daily }
  const alerted = list.filter((b) => !b.notifications || b.notifications.some((n) => n.subscribers))
  return alerted.length > 0 ? { of: 'other', from: alerted } : { of: 'none', from: [] }
}
