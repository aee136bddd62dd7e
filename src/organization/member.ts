import { assess, type Assessment, type Catalogue } from '../engine/assess.ts'
import type { Sight } from '../engine/collect.ts'
import { isMadeByCentre } from '../engine/plan/guard.ts'
import { PostureCounter, type Tally } from '../engine/posture.ts'
import {
  type AnyControl,
  type Caller,
  type Circumstances,
  type Finding,
  type ListedAccount,
  type Plan,
  type PlanItem,
  shut,
  type Subject,
} from '../model/index.ts'
import type { Entry } from './enter.ts'

/** What came of one account: kept on the disk as one line. */
export interface AccountResult {
  subject: Subject
  /** How it was looked at. */
  how: string
  /** Who answers for it, as its tag says. */
  owner?: string
  /** Everything that was found, or without what passes and what does not apply. */
  findings: readonly Finding[]
  /** All of it counted, whatever is kept. */
  tally: Tally
  /** What would be done about it, where that was asked and somebody can be let in to do it. */
  plan?: Plan
}

export interface MemberOptions {
  catalogue: Catalogue
  only?: readonly string[]
  section?: Parameters<typeof assess>[0]['section']
  /** True: passes and what does not apply are kept as well. */
  all: boolean
  /** Set: makes the plan of a look. */
  planOf?: (assessment: Assessment) => Promise<Plan | undefined>
}

/** What a member's facts are seen through, but for how it is entered. */
export type Outlook = Omit<Sight, 'call' | 'caller' | 'signedWith'>

/** Looks at one member through the way that was opened to it, and judges it. */
export async function lookAtMember(
  outlook: Outlook,
  { caller, signedWith, call, how, gap }: Entry,
  options: MemberOptions,
): Promise<AccountResult> {
  const assessment = await assess({
    sight: { ...outlook, caller, ...(signedWith ? { signedWith } : {}), call },
    catalogue: options.catalogue,
    only: options.only,
    section: options.section,
    oneOfMany: true,
    ...(options.planOf ? { toMend: true } : {}),
  })
  const { circumstances, judged } = assessment
  const findings = judged.map(({ finding }) => finding)
  const result = resultOf(circumstances.subject, how, findings, options.all)
  const plan = await options.planOf?.(assessment)
  if (!plan) return result
  const items = gap ? plan.items.filter((item) => isForCentre(item, circumstances)) : plan.items
  return { ...result, plan: { ...plan, items } }
}

/** What can be done where no role lets us in; what people have to do is told where the centre does the rest. */
const isForCentre = ({ steps }: PlanItem, { outside }: Circumstances): boolean =>
  steps.every(isMadeByCentre) && (steps.length > 0 || outside === true)

/**
 * True where the centre does what is done about an account, since no role of it lets us in. The management account is
 * nobody's to name (Account Management reference guide, "API modes of operation"), and root, whom no role lets in
 * anywhere, does not change a whole organization.
 */
export const isMendedFromOutside = (
  { management }: Pick<ListedAccount, 'management'>,
  { gap }: Pick<Entry, 'gap'>,
  { root }: Pick<Caller, 'root'>,
): boolean => gap !== undefined && !management && !root

/** What is said of an account that nobody can enter, without asking it anything. */
export function shutOut(
  account: ListedAccount,
  controls: readonly AnyControl[],
  all: boolean,
): AccountResult {
  const gone = account.state === 'CLOSED'
  const message = gone ? shutBecause(account) : `${shutBecause(account)}: AWS lets nobody in to look`
  const findings = controls.map((control): Finding => ({
    id: `${control.id}:${account.id}`,
    control: control.id,
    title: control.title,
    section: control.section,
    severity: control.severity,
    status: control.everyMember && !gone ? 'unknown' : 'not-applicable',
    message,
    subject: { kind: 'account', id: account.id },
    rows: control.rows,
    evidence: [],
  }))
  return resultOf(subjectOf(account), 'not entered', findings, all)
}

/** True where there is nothing to try: AWS lets nobody in. */
export const isShut = ({ state }: ListedAccount): boolean => shut.includes(state)

/** True where nothing is changed any more: nobody is let in, or the account is about to be closed. */
export const isGoing = (account: ListedAccount): boolean =>
  isShut(account) || account.state === 'PENDING_CLOSURE'

/** `the account is pending closure`. */
export const shutBecause = ({ state }: ListedAccount): string =>
  `the account is ${state.toLowerCase().replaceAll('_', ' ')}`

export const subjectOf = ({ id, name, management, state }: ListedAccount): Subject => ({
  kind: 'account',
  id,
  name,
  ...(management ? { management: true } : {}),
  ...(state === 'ACTIVE' ? {} : { state }),
})

export function resultOf(
  subject: Subject,
  how: string,
  findings: readonly Finding[],
  all: boolean,
): AccountResult {
  const counter = new PostureCounter()
  for (const finding of findings) counter.add(finding)
  const kept = all
    ? findings
    : findings.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
  return { subject, how, findings: kept, tally: counter.tally() }
}
