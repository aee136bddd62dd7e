import type { Source } from '../aws/index.ts'
import { accountAlias } from '../facts/account-alias.ts'
import { accountInformation } from '../facts/account-information.ts'
import { type AccountSign, accountSigns, signsOfRoot } from '../facts/account-signs.ts'
import { type CredentialReport, credentialReport } from '../facts/credential-report.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { isPlanned, type PlannedUse, plannedWindows } from '../facts/planned-windows.ts'
import { type RegionalActivity, rootActivityIn, tellingOf } from '../facts/root-activity.ts'
import { enabledRegions } from '../facts/regions.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { maskId, maskName } from '../facts/mask.ts'
import type { RootEvent } from '../facts/root-event.ts'
import { takeoverEvents } from '../facts/takeover-signs.ts'
import {
  type AwsAction,
  type Activity,
  type ActivityEvent,
  type ActivitySign,
  type ReportedUse,
  type Subject,
  type Unknown,
  valueOf,
} from '../model/index.ts'
import { conclude, countKinds } from './conclude.ts'
import { gapOf, unknownGap } from './gaps.ts'
import { keyRegions, rootKeyActivity } from './key-activity.ts'
import { chooseRegions } from './regions.ts'

export interface ActivityOptions {
  /** Besides the Region of sign-ins: these, or every enabled one. */
  regions?: readonly string[] | 'all'
  /** True: what uses root's access keys. */
  rootKeys?: boolean
}

/** What it asks; root's own keys besides, which only root is told and which need no permission. */
export const activityReads: readonly AwsAction[] = [
  ...organizationPlace.reads,
  ...accountInformation.reads,
  ...credentialReport.reads,
  ...rootCredentials.reads,
  ...accountAlias.reads,
  ...enabledRegions.reads,
  'cloudtrail:LookupEvents',
]

/** What was seen, without what the command adds: who it was, and what it cost. */
export type Seen = Omit<Activity, 'schema' | 'tool' | 'caller' | 'partition' | 'sandbox' | 'calls'>

/** Nothing is known of an account that nobody can look into. */
export function unseen(at: Date, subject: Subject, gap: Unknown): Seen {
  return {
    at: at.toISOString(),
    subject: { ...subject, kind: 'account' },
    conclusion: 'cannot-tell',
    unplanned: { count: 0 },
    kinds: [],
    events: [],
    signs: [],
    looked: [],
    couldNotLook: [unknownGap('the account', gap, true)],
    notes: [],
  }
}

/** What it asks in a member of an organization; the rest the centre knows. */
export const memberActivityReads: readonly AwsAction[] = activityReads.filter(
  (action) => !/^organizations:|^account:GetAccountInformation$/.test(action),
)

/** Looks at what root did in the last 90 days. Reads only. Throws UserError for a Region that there is not. */
export async function activity(source: Source, options: ActivityOptions): Promise<Seen> {
  const [place, information, report, planned] = await Promise.all([
    source.get(organizationPlace),
    source.get(accountInformation),
    source.get(credentialReport),
    source.get(plannedWindows),
  ])
  const windows = valueOf(planned) ?? []
  const chosen = await chooseRegions(
    source,
    options.regions,
    options.rootKeys ? keyRegions(valueOf(report)) : [],
  )
  const how = await tellingOf(source, chosen.regions)
  const looks = await Promise.all(
    chosen.regions.map(async (region) => ({
      activity: await rootActivityIn(source, region, how),
      signs: await accountSigns(source, region),
    })),
  )
  const activities = looks.map((look) => look.activity)
  const keys = options.rootKeys ? await rootKeyActivity(source, activities, how, valueOf(report)) : undefined
  const roots = newestFirst([...activities.flatMap((a) => a.events), ...(keys?.events ?? [])])
  const events = roots.map((event) => eventOf(event, windows))
  const signs = newestFirst([...looks.flatMap((look) => look.signs.signs), ...signsOfRoot(roots)])
  const couldNotLook = [
    ...activities.flatMap((a) => a.gaps.map((gap) => gapOf(gap, !gap.covered || report.state !== 'known'))),
    ...(report.state === 'unknown' ? [unknownGap('the credential report', report, true)] : []),
    ...chosen.gaps,
    ...(keys?.gaps ?? []),
    ...looks.flatMap((look) => look.signs.gaps.map((gap) => gapOf(gap, false))),
  ]
  const reported = reportedUse(valueOf(report))
  const incident = valueOf(await source.get(takeoverEvents))
  const vantage = valueOf(place)?.vantage
  const account = source.caller.account
  return {
    at: source.now.toISOString(),
    ...(vantage ? { vantage } : {}),
    subject: {
      kind: 'account',
      id: account,
      name: valueOf(information)?.name ?? account,
      ...(vantage === 'management' ? { management: true } : {}),
    },
    ...conclude({ events, reported, couldNotLook, windows, now: source.now }),
    kinds: countKinds(events),
    events,
    signs: signs.map((sign) => signOf(sign, windows)),
    ...(incident ? { incident } : {}),
    ...(reported ? { report: reported } : {}),
    ...(keys ? { keys: keys.keys } : {}),
    looked: activities.flatMap(lookedAt),
    ...(chosen.notLooked ? { notLooked: chosen.notLooked } : {}),
    couldNotLook,
    notes: source.partition === 'aws-cn' ? ['Accounts in China have no root user.'] : [],
  }
}

const newestFirst = <T extends { id: string; at: Date }>(all: readonly T[]): T[] =>
  [...new Map(all.map((one) => [one.id, one])).values()].sort((a, b) => +b.at - +a.at)

const lookedAt = ({ region, since, gaps }: RegionalActivity) =>
  since ? [{ region, since: since.toISOString(), complete: gaps.every(({ covered }) => covered) }] : []

function eventOf(event: RootEvent, windows: readonly PlannedUse[]): ActivityEvent {
  const { id, at, source, name, kind, mfa, device, error, about, accessKeyId, assumed, from, agent } = event
  return {
    id,
    at: at.toISOString(),
    region: event.region ?? '',
    source,
    name,
    kind,
    planned: isPlanned(at, windows),
    ...(mfa === undefined ? {} : { mfa }),
    ...(device ? { device } : {}),
    ...(error ? { refused: error } : {}),
    ...(about ? { about: maskName(about) } : {}),
    ...(accessKeyId ? { key: maskId(accessKeyId) } : {}),
    ...(assumed?.task ? { task: assumed.task } : {}),
    ...(from ? { from } : {}),
    ...(agent ? { agent } : {}),
  }
}

function signOf(sign: AccountSign, windows: readonly PlannedUse[]): ActivitySign {
  const { id, at, region = '', source, name, topic, text, verified, by, refused } = sign
  return {
    id,
    at: at.toISOString(),
    region,
    source,
    name,
    topic,
    text,
    verified,
    planned: isPlanned(at, windows),
    ...(by ? { by } : {}),
    ...(refused ? { refused } : {}),
  }
}

function reportedUse(report: CredentialReport | undefined): ReportedUse | undefined {
  if (!report?.root) return undefined
  const { passwordLastUsed, keys } = report.root
  return {
    generated: report.generated.toISOString(),
    ...(passwordLastUsed ? { passwordLastUsed: passwordLastUsed.toISOString() } : {}),
    keys: keys.map(({ active, lastUsed, lastUsedRegion: region, lastUsedService: service }) => ({
      active,
      ...(lastUsed ? { lastUsed: lastUsed.toISOString() } : {}),
      ...(region ? { region } : {}),
      ...(service ? { service } : {}),
    })),
  }
}
