/** What stands before any alarm through EventBridge: a trail. One that stands is mended, else one is made; others' are left alone. */
import type { RegionPart, RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import type { StandingTrail } from '../../facts/trail-parts.ts'
import type { Circumstances, Procedure, Step } from '../../model/index.ts'
import { count, list } from '../support/words.ts'
import type { stepsOf } from './steps.ts'
import { makeTrail } from './trail-make.ts'
import { mendTrail } from './trail-mend.ts'

/** Nothing is built where no trail logs: EventBridge would hear nothing, and the alarm would only look like one. */
const trailFirst: Procedure = {
  title: 'A trail first',
  steps: [
    'Open CloudTrail in the home Region, in an organization that of the management account, and make a trail for all Regions.',
    'Let it log management events, read and write. The first copy of management events costs only its storage.',
    'See that its status says "Logging".',
    'Plan again: neverroot plan. The topic, the rules and who gets the mail are planned from here.',
  ],
  link: 'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails',
  see: 'a trail for all Regions that is logging.',
}

/** Thousands of members are logged by one trail, and not by thousands. */
const organizationTrail: Procedure = {
  ...trailFirst,
  title: 'One trail for the organization first',
  steps: [
    'In the management account, open CloudTrail. Where it has a trail for all Regions, edit it and enable it for all accounts of the organization; else make one.',
    'Let it log management events, read and write. The first copy of management events of each account costs only its storage; a trail of its own in an account would then be a second copy, about 2 USD for 100,000 events.',
    'See that its status says "Logging", and that members list it too.',
    'Plan again: neverroot plan --org. The rules of members are planned from here.',
  ],
}

/** What is waited for, as a text. */
export const noTrail = (parts: readonly RegionPart[]): string =>
  `first a trail must log management events, read and write, in ${list(
    parts.map(({ region }) => region),
    20,
  )}: without one no rule hears anything there`

export interface TrailWay {
  /** The Regions, those without a trail as they are once one logs, where one is going to. */
  home: RegionPart
  others: readonly RegionPart[] | undefined
  steps: Step[]
  costs?: string
  procedure?: Procedure
  waiting: string[]
}

/** What is done about the trail, and what the Regions are like then. */
export function trailFor(
  step: ReturnType<typeof stepsOf>,
  parts: RootAlarmParts,
  circumstances: Circumstances,
): TrailWay {
  const { home, others, trail } = parts
  const untrailed = [home, ...(others ?? [])].filter(({ state }) => state === 'no-trail')
  if (untrailed.length === 0) return { home, others, steps: [], waiting: [] }
  const without = (procedure: Procedure, ...why: string[]): TrailWay => ({
    home,
    others,
    steps: [],
    procedure,
    waiting: [...why, noTrail(untrailed)],
  })
  if (typeof trail !== 'object')
    return without(
      trailFirst,
      ...(trail === undefined ? [] : [`what there is of trails could not be seen: ${trail}`]),
    )
  const made = mended(step, trail.trails)
  if (made) return logged(made)
  const theirs = trail.trails.filter(({ keeper }) => keeper !== 'account')
  if (theirs.length > 0) return without(askTheKeeper(theirs[0]!))
  if (trail.trails.length > 0)
    return without(
      trailFirst,
      `${count(trail.trails.length, 'trail')} stand there, and what they log could not be put right by calls`,
    )
  if (circumstances.central && circumstances.vantage !== 'management') return without(organizationTrail)
  return logged(makeTrail(step, home.region, trail, circumstances))

  function logged({ steps, costs }: { steps: Step[]; costs?: string }): TrailWay {
    return {
      home: onceLogged(home),
      others: others?.map(onceLogged),
      steps,
      ...(costs === undefined ? {} : { costs }),
      waiting: [],
    }
  }
}

const onceLogged = (part: RegionPart): RegionPart =>
  part.state === 'no-trail' && part.beyond ? { ...part, state: part.beyond } : part

/** The account's own trail that takes the fewest calls; a second one beside it would be paid for by the event. */
function mended(
  step: ReturnType<typeof stepsOf>,
  trails: readonly StandingTrail[],
): { steps: Step[]; costs?: string } | undefined {
  // Which one it is, is found without giving any step its number.
  const dry: typeof step = (given) => ({ id: '', account: '', as: 'caller', risk: 'safe', ...given })
  const [best] = trails
    .filter(({ keeper }) => keeper === 'account')
    .flatMap((trail) => {
      const calls = mendTrail(dry, trail)?.length
      return calls === undefined || calls === 0 ? [] : [{ trail, calls }]
    })
    .sort((a, b) => a.calls - b.calls)
  if (!best) return undefined
  const steps = mendTrail(step, best.trail)!
  const copies = trails.filter((other) => other !== best.trail && other.copies)
  if (copies.length === 0) return { steps }
  return {
    steps,
    costs: `trail ${copies[0]!.name} logs management events already: what both log is a second copy, about 2 USD for 100,000 events`,
  }
}

/** A trail that another owner keeps is put right there. */
function askTheKeeper({ name, arn, keeper, state, copies }: StandingTrail): Procedure {
  const account = arn.split(':')[4] ?? ''
  const what = !state
    ? 'what it logs cannot be seen from here'
    : state.logging
      ? 'it leaves out some management events'
      : 'it is not logging'
  return {
    ...trailFirst,
    title: 'The trail that stands is put right by whoever keeps it',
    steps: [
      keeper === 'control-tower'
        ? `Trail ${name} belongs to AWS Control Tower, and ${what}: mend it there (Landing zone settings, AWS CloudTrail configuration), since Control Tower undoes changes made beside it.`
        : `Trail ${name} is the organization's, kept in account ${account}, and ${what}: ask there for management events, read and write, in all Regions.`,
      `See that its status says "Logging".`,
      'Plan again: neverroot plan. The topic, the rules and who gets the mail are planned from here.',
      `A trail of the account's own beside it works too${copies ? '; what both log is a second copy, about 2 USD for 100,000 events' : ''}.`,
    ],
  }
}
