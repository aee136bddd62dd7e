/** The mailboxes that AWS, and the account's alarms, write to, and why others are not known. */
import { type Fetcher, type Source } from '../aws/index.ts'
import { addressFor, type Evidence, type Fact, known, type MailRole, type RoleLeft } from '../model/index.ts'
import {
  type AlternateContact,
  billingContact,
  operationsContact,
  securityContact,
} from './alternate-contacts.ts'
import { mailboxOf } from './mailbox.ts'
import { follow, newRoute } from './root-alarm-route.ts'
import { rootSamples } from './root-event-samples.ts'
import { rootEmail } from './root-email.ts'
import { spendRecipients } from './spend-recipients.ts'

export interface RoleMailbox {
  /** As it was first met: AWS writes to it so. Personal data. */
  address: string
  roles: readonly MailRole[]
  /** AWS tells nobody the address: it is the one that the configuration declares for root. */
  declared?: true
}

export interface DrilledRoles {
  /** Each once, whatever it is there for: plus-aliases and capitals are one mailbox. */
  mailboxes: readonly RoleMailbox[]
  left: readonly (RoleLeft & { message?: string })[]
}

/** The mailboxes of one role, or why there are none. */
interface Found {
  role: MailRole
  addresses: readonly string[]
  declared?: true
  why?: RoleLeft['why']
  message?: string
  evidence?: readonly Evidence[]
}

const alternates = [
  ['billing', billingContact],
  ['operations', operationsContact],
  ['security', securityContact],
] as const

/** What a rule, a topic and a key are looked at with, on the way of an alarm. */
const ofTheRoute = [
  'events:ListRules',
  'events:ListTargetsByRule',
  'events:DescribeEventBus',
  'iam:GetAccountAuthorizationDetails',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:GetSubscriptionAttributes',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
] as const

/** Of the account itself alone. */
export const contactMailboxes: Fetcher<DrilledRoles> = {
  name: 'contact-mailboxes',
  reads: [...rootEmail.reads, ...billingContact.reads],
  collect: async (source) => gathered(await ofContacts(source)),
}

/** Of the account itself, and of those who hear of its alarms. */
export const drilledRoles: Fetcher<DrilledRoles> = {
  name: 'drilled-roles',
  reads: [...new Set([...contactMailboxes.reads, ...spendRecipients.reads, ...ofTheRoute])],
  collect: async (source) =>
    gathered([...(await ofContacts(source)), await ofSpend(source), await ofRootUse(source)]),
}

/** Where AWS tells nobody root's address (a standalone account), the declared one is asked for. */
export async function rootMailbox(source: Source): Promise<Found> {
  const role = 'root'
  const email = await source.get(rootEmail)
  if (email.state === 'known') return { role, addresses: [email.value.address], evidence: email.evidence }
  if (email.state === 'unknown') return { role, addresses: [], why: 'not-seen', message: email.message }
  const declared = source.configuration.contacts?.root?.email
  return declared === undefined
    ? { role, addresses: [], why: 'not-told' }
    : { role, addresses: [addressFor(declared, source.caller.account)], declared: true }
}

async function ofContacts(source: Source): Promise<Found[]> {
  const found = [await rootMailbox(source)]
  for (const [role, contact] of alternates) found.push(ofAlternate(role, await source.get(contact)))
  return found
}

function ofAlternate(role: MailRole, fact: Fact<AlternateContact>): Found {
  if (fact.state !== 'known') return { role, addresses: [], why: 'not-seen', ...said(fact) }
  const { evidence } = fact
  const address = fact.value.set ? fact.value.email : ''
  return address
    ? { role, addresses: [address], evidence }
    : { role, addresses: [], why: 'not-set', evidence }
}

async function ofSpend(source: Source): Promise<Found> {
  const role = 'spend-alarm'
  const fact = await source.get(spendRecipients)
  if (fact.state !== 'known') return { role, addresses: [], why: 'not-seen', ...said(fact) }
  const addresses = heard(fact.value.recipients).map(({ address }) => address)
  const [hidden] = fact.value.hidden
  if (addresses.length > 0) return { role, addresses }
  return hidden
    ? { role, addresses, why: 'not-seen', message: hidden.message }
    : { role, addresses, why: 'nobody' }
}

/** Those who really get it. */
export const heard = <T extends { confirmed: boolean; filtered?: true }>(recipients: readonly T[]): T[] =>
  recipients.filter(({ confirmed, filtered }) => confirmed && !filtered)

/** Whoever hears of root's use in the Region that records sign-in. */
async function ofRootUse(source: Source): Promise<Found> {
  const role = 'root-alarm'
  const { partition, globalRegion: region, caller } = source
  const route = newRoute()
  for (const sample of rootSamples({ account: caller.account, partition, region, globalRegion: region }))
    await follow({ region, bus: 'default', sample, source, route })
  const addresses = [...route.people]
  const [hidden] = route.hidden
  if (addresses.length > 0) return { role, addresses }
  return hidden
    ? { role, addresses, why: 'not-seen', message: hidden.message }
    : { role, addresses, why: 'nobody' }
}

const said = (fact: Fact<unknown>) => (fact.state === 'unknown' ? { message: fact.message } : {})

function gathered(found: readonly Found[]): Fact<DrilledRoles> {
  const mailboxes = new Map<string, RoleMailbox & { roles: MailRole[] }>()
  for (const { role, addresses, declared } of found)
    for (const address of addresses) {
      const met = mailboxes.get(mailboxOf(address))
      if (!met)
        mailboxes.set(mailboxOf(address), { address, roles: [role], ...(declared ? { declared } : {}) })
      else if (!met.roles.includes(role)) met.roles.push(role)
    }
  const left = found.flatMap(({ role, why, message }) =>
    why ? [{ role, why, ...(message === undefined ? {} : { message }) }] : [],
  )
  return known(
    { mailboxes: [...mailboxes.values()], left },
    found.flatMap(({ evidence = [] }) => evidence),
  )
}
