import type { Fetcher, Source } from '../aws/index.ts'
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
  /** Through a topic: a filter keeps the messages of AWS Budgets back. */
  filtered?: true
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
    const found: Found = { recipients: [], blocked: [], others: 0, hidden: [], evidence: [...fact.evidence] }
    const seen = new Set<string>()
    for (const budget of from) {
      if (!budget.notifications) found.hidden.push(unseen('budgets:ViewBudget'))
      for (const { subscribers, type } of budget.notifications ?? []) {
        if (of === 'daily' && type !== 'ACTUAL') continue
        if (!subscribers) found.hidden.push(unseen())
        for (const { kind, address } of subscribers ?? []) {
          if (seen.has(address)) continue
          seen.add(address)
          if (kind === 'SNS') await throughTopic(address, budget.name, source, found)
          else found.recipients.push({ address, through: 'budget', confirmed: true })
        }
      }
    }
    const { evidence, ...value } = found
    return known({ of, ...value }, evidence)
  },
}

/** What was found so far. */
interface Found {
  recipients: Recipient[]
  blocked: SpendRecipients['blocked'][number][]
  others: number
  hidden: SpendRecipients['hidden'][number][]
  evidence: Evidence[]
}

const unseen = (...needs: AwsAction[]) => ({ message: 'not every alert could be looked at', needs })

/** Adds those who are subscribed to a topic, where AWS Budgets can publish to it. */
async function throughTopic(arn: string, budget: string, source: Source, found: Found): Promise<void> {
  const { evidence, recipients, blocked, hidden } = found
  const fact = await source.get(topic(arn))
  if (fact.state !== 'known') {
    if (fact.state === 'unknown') hidden.push({ message: fact.message, needs: fact.needs })
    return
  }
  evidence.push(...fact.evidence)
  const { account } = source.caller
  const sourceArn = `arn:${source.partition}:budgets::${account}:budget/${budget}`
  const access = await accessTo(fact.value, { service: 'budgets.amazonaws.com', sourceArn, account }, source)
  if (access.can === 'no') return void blocked.push({ topic: arn, because: access.because })
  if (access.can === 'unknown') return void hidden.push({ message: access.message, needs: access.needs })
  for (const { protocol, endpoint, confirmed, arn: subscription } of fact.value.subscriptions) {
    if (!protocol.startsWith('email')) {
      found.others++
      continue
    }
    const fact = subscription ? await source.get(subscriptionDetails(subscription)) : undefined
    const details = fact?.state === 'known' ? fact.value : undefined
    if (fact?.state === 'known') evidence.push(...fact.evidence)
    if (details?.filterPolicy && details.filterScope === 'MessageBody') {
      hidden.push({ message: "a subscription's filter uses something not modelled", needs: [] })
      continue
    }
    recipients.push({
      address: endpoint,
      through: 'topic',
      confirmed,
      ...(details ? { authenticated: details.authenticated } : {}),
      // AWS Budgets sends no message attributes, so a filter on attributes lets nothing through (assumed).
      ...(details?.filterPolicy ? { filtered: true } : {}),
    })
  }
}

function alerting(list: readonly Budget[]): { of: SpendRecipients['of']; from: readonly Budget[] } {
  const daily = list.filter(isDailyCost)
  if (daily.length > 0) return { of: 'daily', from: daily }
  // An alert whose subscribers could not be seen is an alert all the same.
  const alerted = list.filter((b) => !b.notifications || b.notifications.length > 0)
  return alerted.length > 0 ? { of: 'other', from: alerted } : { of: 'none', from: [] }
}
