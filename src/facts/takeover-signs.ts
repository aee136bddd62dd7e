import type { Fetcher, Source } from '../aws/index.ts'
import { type Fact, type Incident, known, valueOf } from '../model/index.ts'
import { accountChanges } from './account-changes.ts'
import { accountInformation } from './account-information.ts'
import { accountSigns } from './account-signs.ts'
import { administrators } from './administrators.ts'
import { credentialReport } from './credential-report.ts'
import { lookUp } from './event-history.ts'
import { iamDetails } from './iam-details.ts'
import { maskName } from './mask.ts'
import { isPlanned, plannedWindows } from './planned-windows.ts'
import type { RootEventKind } from './root-event.ts'
import { rootEvents } from './root-events.ts'
import { vouchedSince } from './statement.ts'

/** How long ago something may lie to be worth opening a report with. */
const recentDays = 30
const dayMs = 86_400_000

/** An account younger than this is being set up: root makes keys and devices, and takes them back. */
const setUpDays = 14

/**
 * Something that was seen. A weak sign happens to careful owners too (anybody who knows the address can ask for a new
 * password): it is told beside a strong one and never opens a report alone.
 */
interface Sign {
  at?: Date
  text: string
  weak?: boolean
  /** Part of setting up an account, where it is new. */
  setUp?: boolean
}

/**
 * Recovery events of the sign-in service. Their names stand in detection rules of third parties, not in AWS's pages
 * (assumed): they are shown as signs and nothing is concluded from their absence. Somebody who has looked since and
 * vouches for it (a statement about that control, made later) takes the sign away.
 */
const recovery: Record<string, { text: string; vouched: string; weak?: boolean }> = {
  PasswordRecoveryRequested: {
    text: 'somebody asked for a new root password',
    vouched: 'root-password-is-fresh',
    weak: true,
  },
  PasswordRecoveryCompleted: {
    text: 'the root password was reset through the mailbox',
    vouched: 'root-password-is-fresh',
  },
  EmailUpdated: { text: 'the root e-mail address was changed', vouched: 'account-details-are-reviewed' },
}

/** What root did to itself that an owner seldom does and an intruder always does. */
const rootDeeds: Record<string, { text: string; vouched: string; weak?: boolean }> = {
  CreateAccessKey: { text: 'root made an access key for itself', vouched: 'root-is-not-used' },
  DeactivateMFADevice: {
    text: "an MFA device of root's was taken off",
    vouched: 'root-mfa-is-recoverable',
  },
  EnableMFADevice: {
    text: 'root got another MFA device',
    vouched: 'root-mfa-is-recoverable',
    weak: true,
  },
}

/** Root itself: not a session that was opened centrally, as cleaning up a member does, nor one that may have been. */
const byRoot: readonly RootEventKind[] = ['console', 'access-key', 'session']

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
 * elsewhere. Setting up an account as root (its first administrator, its first MFA device, a key for the first
 * administrator) is no sign.
 */
export const takeoverSigns: Fetcher<Incident | undefined> = {
  name: 'takeover-signs',
  reads: [...accountInformation.reads, ...administrators.reads, 'cloudtrail:LookupEvents'],
  collect: (source) => incidentFrom(source, [fromEvents, administratorKeys, quarantined]),
}

/** The same as far as events alone show it: for those who may not read users and groups. */
export const takeoverEvents: Fetcher<Incident | undefined> = {
  name: 'takeover-events',
  reads: [...accountInformation.reads, 'cloudtrail:LookupEvents'],
  collect: (source) => incidentFrom(source, [fromEvents]),
}

const fromEvents = async (source: Source): Promise<Sign[]> =>
  (await Promise.all([recoveries(source), deeds(source), changedEmail(source)])).flat()

async function incidentFrom(
  source: Source,
  looks: readonly ((source: Source) => Promise<Sign[]>)[],
): Promise<Fact<Incident | undefined>> {
  const since = new Date(source.now.getTime() - recentDays * dayMs)
  const created = valueOf(await source.get(accountInformation))?.created
  const settled = created ? new Date(created.getTime() + setUpDays * dayMs) : undefined
  const found = (await Promise.all(looks.map((look) => look(source))))
    .flat()
    .filter(({ at, setUp }) => !at || (at >= since && !(setUp && settled && at < settled)))
  if (found.every((sign) => sign.weak)) return known(undefined)
  // What it rests on comes first: the first sign stands for all where there is one line. What AWS says has no date.
  const time = ({ at }: Sign) => at?.getTime() ?? Infinity
  const all = [...found, ...(await alongside(source, since))].sort(
    (a, b) => Number(a.weak ?? false) - Number(b.weak ?? false) || time(b) - time(a),
  )
  const told = all.map(({ at, text }) => (at ? `${at.toISOString().slice(0, 10)}: ${text}` : text))
  return known({ signs: [...new Set(told)], containment })
}

/**
 * What was done beside it that hides a takeover or opens another way: looked for only where something else was seen, since
 * careful owners do it too, and each name is a question to CloudTrail.
 */
async function alongside(source: Source, since: Date): Promise<Sign[]> {
  const { signs } = await accountSigns(source, source.globalRegion)
  return signs
    .filter(
      ({ at, refused, topic, name }) =>
        at >= since && !refused && !(topic === 'password' && name in recovery),
    )
    .map(({ at, text, by, verified }) => ({
      at,
      text: `${text}${by ? `, by ${by}` : ''}${verified ? '' : ' (as an event says that AWS does not document)'}`,
      weak: true,
    }))
}

/** Without what somebody vouches for, and what was done while root was used on purpose. */
async function unvouched(
  source: Source,
  signs: readonly (Sign & { at: Date; vouched: string })[],
): Promise<Sign[]> {
  const windows = valueOf(await source.get(plannedWindows)) ?? []
  return signs.filter((sign) => !vouchedSince(source, sign.vouched, sign.at) && !isPlanned(sign.at, windows))
}

async function recoveries(source: Source): Promise<Sign[]> {
  const looked = await Promise.all(Object.keys(recovery).map((name) => lookUp(source, 'EventName', name)))
  const events = looked.flatMap((answer) => (answer.ok ? [...answer.history.events] : []))
  return unvouched(
    source,
    events.flatMap((e) => {
      const known = recovery[e.name]
      return known && !e.record.errorCode ? [{ at: e.at, ...known }] : []
    }),
  )
}

async function deeds(source: Source): Promise<Sign[]> {
  const events = valueOf(await source.get(rootEvents))?.events ?? []
  const own = events.filter((e) => byRoot.includes(e.kind) && !e.refused && !e.about)
  return unvouched(
    source,
    own.flatMap((e) => {
      const deed = rootDeeds[e.name]
      // The first device of all is what everybody should register.
      const first = e.name === 'EnableMFADevice' && !own.some((o) => o.mfa === true && o.at < e.at)
      return deed && !first ? [{ at: e.at, setUp: true, ...deed }] : []
    }),
  )
}

/** A member's address is changed centrally, with a code from the new mailbox. */
async function changedEmail(source: Source): Promise<Sign[]> {
  const changes = valueOf(await source.get(accountChanges))?.events ?? []
  const mine = changes.filter((e) => {
    const named = e.record.requestParameters?.['accountId']
    return e.name === 'AcceptPrimaryEmailUpdate' && (named === undefined || named === source.caller.account)
  })
  return unvouched(
    source,
    mine.map(({ at }) => ({
      at,
      text: 'the root e-mail address was changed',
      vouched: 'account-details-are-reviewed',
    })),
  )
}

/**
 * A key that root made for an administrator, or a key of an administrator whom root made: how an intruder stays. Where
 * nobody else was an administrator before, it is how an account begins.
 */
async function administratorKeys(source: Source): Promise<Sign[]> {
  const [details, admins, report, events] = await Promise.all([
    source.get(iamDetails),
    source.get(administrators),
    source.get(credentialReport),
    source.get(rootEvents),
  ])
  if (details.state !== 'known' || admins.state !== 'known') return []
  const { paths, users, almost } = admins.value
  const names = new Set([...users.filter((u) => u.certain), ...almost].map((u) => u.name))
  const made = (valueOf(events)?.events ?? []).filter((e) => byRoot.includes(e.kind) && !e.refused)
  const createdOf = new Map([...details.value.users, ...details.value.roles].map((p) => [p.name, p.created]))
  return [...names].flatMap((name): Sign[] => {
    const deed = made.find((e) => e.about === name && ['CreateAccessKey', 'CreateUser'].includes(e.name))
    const hasKey =
      deed?.name === 'CreateAccessKey' ||
      valueOf(report)?.users.some((row) => row.user === name && row.keys.some((key) => key.active))
    const others = [...paths.map((p) => p.name), ...names].some((n) => {
      const created = createdOf.get(n)
      return n !== name && deed && created && created < deed.at
    })
    return deed && hasKey && others
      ? [
          {
            at: deed.at,
            setUp: true,
            text: `root gave an access key to ${maskName(name)}, who can do everything`,
          },
        ]
      : []
  })
}

async function quarantined(source: Source): Promise<Sign[]> {
  const users = valueOf(await source.get(iamDetails))?.users ?? []
  return users
    .filter((user) => user.attached.some((arn) => /\/AWSCompromisedKeyQuarantine/.test(arn)))
    .map(({ name }) => ({
      text: `AWS has quarantined the user ${maskName(name)}: a key of it was found in public`,
    }))
}
