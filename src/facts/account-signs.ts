import type { Source } from '../aws/index.ts'
import { valueOf } from '../model/index.ts'
import { accountChanges } from './account-changes.ts'
import {
  assumedRootKinds,
  budgetKind,
  centralKinds,
  detailKinds,
  leavingKinds,
  recoveryKinds,
  rootKinds,
  type SignKind,
  trailKinds,
} from './account-sign-kinds.ts'
import { lookUp, type TrailEvent } from './event-history.ts'
import { maskName } from './mask.ts'
import { organizationPlace } from './organization-place.ts'
import type { Gap } from './root-activity.ts'
import type { RootEvent } from './root-event.ts'

/** Something that belongs to a recovery or a takeover, or hides one: shown for a person to judge. */
export interface AccountSign extends SignKind {
  id: string
  at: Date
  name: string
  source: string
  region?: string
  /** Who, as far as the record says: `root`, `user mia`, `role ci-deploy`, `AWS`. */
  by?: string
  refused?: boolean
}

export interface AccountSigns {
  signs: AccountSign[]
  gaps: Gap[]
}

/** Which signs are looked for in a Region: what is recorded globally in the home Region alone, trails in each. */
export async function accountSigns(source: Source, region: string): Promise<AccountSigns> {
  const names: Record<string, SignKind> = { ...trailKinds }
  const home = region === source.globalRegion
  if (home) Object.assign(names, recoveryKinds, await ofOrganization(source))
  const found: AccountSigns = { signs: [], gaps: [] }
  const looks = Object.entries(names).map(async ([name, kind]) => {
    const answer = await lookUp(source, 'EventName', name, region)
    if (!answer.ok) return void found.gaps.push({ what: name, region, because: answer.unknown })
    const { events, complete, since } = answer.history
    if (!complete) found.gaps.push({ what: name, region, because: { since } })
    found.signs.push(...events.filter(matters).map((event) => signOf(event, kind)))
  })
  await Promise.all([...looks, ...(home ? [details(source, found), budgets(source, found)] : [])])
  return found
}

/** What root's own events say; the others were asked for by name. */
export function signsOfRoot(events: readonly RootEvent[]): AccountSign[] {
  return events.flatMap((event) => {
    if (event.kind === 'service' || event.about !== undefined || event.source !== 'iam.amazonaws.com')
      return []
    const kinds = event.kind === 'assumed-root' ? assumedRootKinds : rootKinds
    const kind = Object.hasOwn(kinds, event.name) ? kinds[event.name] : undefined
    if (!kind) return []
    const { id, at, name, source, region, refused } = event
    const by = event.kind === 'assumed-root' ? 'a central session of root' : 'root'
    return [
      { ...kind, id, at, name, source, by, ...(region ? { region } : {}), ...(refused ? { refused } : {}) },
    ]
  })
}

/** The centre's switches stand in the history of the management account; not knowing where we are, all is asked for. */
async function ofOrganization(source: Source): Promise<Record<string, SignKind>> {
  const vantage = valueOf(await source.get(organizationPlace))?.vantage
  return {
    ...(vantage === 'management' || vantage === 'delegated' || vantage === undefined ? centralKinds : {}),
    ...(vantage !== 'standalone' && vantage !== 'management' ? leavingKinds : {}),
  }
}

async function details(source: Source, found: AccountSigns): Promise<void> {
  const changes = await source.get(accountChanges)
  if (changes.state === 'unknown')
    found.gaps.push({ what: 'changes of account details', region: source.globalRegion, because: changes })
  for (const event of valueOf(changes)?.events ?? []) {
    const kind = Object.hasOwn(detailKinds, event.name) ? detailKinds[event.name] : undefined
    if (kind) found.signs.push(signOf(event, kind))
  }
}

async function budgets(source: Source, found: AccountSigns): Promise<void> {
  const answer = await lookUp(source, 'EventSource', 'budgets.amazonaws.com')
  const region = source.globalRegion
  if (!answer.ok) return void found.gaps.push({ what: 'changes of budgets', region, because: answer.unknown })
  const { events, complete, since } = answer.history
  if (!complete) found.gaps.push({ what: 'changes of budgets', region, because: { since } })
  for (const event of events) {
    const kind = budgetKind(event.name)
    if (kind) found.signs.push(signOf(event, kind))
  }
}

/** Trusted access and delegation bear on root where they are about IAM, and on its record where about CloudTrail. */
function matters({ name, record }: TrailEvent): boolean {
  if (!/^(DisableAWSServiceAccess|RegisterDelegatedAdministrator)$/.test(name)) return true
  const service = record.requestParameters?.['servicePrincipal']
  return typeof service !== 'string' || /^(iam|cloudtrail|account)\.amazonaws\.com$/.test(service)
}

function signOf({ id, at, name, source, region, record }: TrailEvent, kind: SignKind): AccountSign {
  const by = whoOf(record.userIdentity ?? {}, record.eventType)
  return {
    ...kind,
    id,
    at,
    name,
    source,
    ...(region ? { region } : {}),
    ...(by ? { by } : {}),
    ...(record.errorCode ? { refused: true } : {}),
  }
}

function whoOf(
  { type, userName, arn, invokedBy, sessionContext }: NonNullable<TrailEvent['record']['userIdentity']>,
  eventType: string | undefined,
): string | undefined {
  if (type === 'Root') return 'root'
  if (type === 'IAMUser') return `user ${maskName(userName ?? arn?.split('/').at(-1) ?? '')}`
  if (type === 'AssumedRole')
    return `role ${maskName(sessionContext?.sessionIssuer?.userName ?? arn?.split('/').at(-2) ?? '')}`
  return eventType === 'AwsServiceEvent' || invokedBy ? 'AWS' : undefined
}
