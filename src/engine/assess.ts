import type { Source } from '../aws/source.ts'
import {
  type AnyCollector,
  type AnyControl,
  type Baseline,
  type Circumstances,
  type Collector,
  defaultBaseline,
  type Fact,
  type Finding,
  type Incident,
  type Json,
  type Profile,
  type Section,
  sections,
  type Subject,
  type Unknown,
  type Vantage,
  type WayIn,
} from '../model/index.ts'
import { type Sight, sourceOf } from './collect.ts'
import { type CollectedFacts, judge } from './judge.ts'

/** Where the account stands, as the frame's collectors find out. */
export interface Frame {
  vantage: Collector<{ vantage: Vantage; organization?: string }, Source>
  accountName: Collector<string, Source>
  /** True where the account has an IAM Identity Center that grants access to accounts. */
  identityCenter: Collector<boolean, Source>
  incident: Collector<Incident | undefined, Source>
  /** Things worth saying that are no finding. */
  notes: Collector<readonly string[], Source>
  /** The administrator who was seen to work; not looked at by an audit, only where a way in would be taken away. */
  wayIn: Collector<WayIn | undefined, Source>
}

/** The controls and what frames them: an argument, so that the engine knows none of them. */
export interface Catalogue {
  controls: readonly AnyControl[]
  frame: Frame
  /** What `{"$observed": "name.path"}` in a plan stands for: facts by name. */
  observables: Readonly<Record<string, Collector<Json, Source>>>
}

export interface AssessOptions {
  sight: Sight
  catalogue: Catalogue
  /** Given on the command line: wins over the configuration. */
  profile?: Profile
  only?: readonly string[]
  section?: Section
}

/** One control with what was seen for it and what was made of it. */
export interface Judged {
  control: AnyControl
  facts: CollectedFacts
  finding: Finding
}

/** An account looked at and judged: what reports and plans are made from. */
export interface Assessment {
  circumstances: Circumstances
  /** How the profile came about, in a few words. */
  profileBecause: string
  incident?: Incident
  notes: readonly string[]
  judged: readonly Judged[]
  /** Another fact, seen in the same look. */
  get: Source['get']
}

/** Looks at one account and judges it. Nothing is written anywhere. */
export async function assess(options: AssessOptions): Promise<Assessment> {
  const { sight, catalogue } = options
  const source = sourceOf(sight)
  const chosen = chooseControls(catalogue.controls, options)
  const { frame } = catalogue
  // Everything is asked for at once; the source sees to it that each fact is observed once.
  const [factsOf, place, name, centre, incident, said] = await Promise.all([
    collectAll(source, chosen),
    source.get(frame.vantage),
    source.get(frame.accountName),
    source.get(frame.identityCenter),
    source.get(frame.incident),
    source.get(frame.notes),
  ])
  const notes = [...(said.state === 'known' ? said.value : [])]
  // Not knowing whether there is an organization, look as a member would: what a member cannot see is unknown, not bad.
  const vantage = place.state === 'known' ? place.value.vantage : 'member'
  if (place.state === 'unknown')
    notes.push(`Cannot tell whether the account is in an organization: ${place.message}.`)
  const { profile, because } = profileOf(options, vantage, place, centre)
  const subject: Subject = {
    kind: 'account',
    id: sight.caller.account,
    name: name.state === 'known' ? name.value : sight.caller.account,
    ...(vantage === 'management' ? { management: true } : {}),
  }
  const circumstances: Circumstances = {
    now: sight.now,
    profile,
    vantage,
    partition: sight.partition,
    subject,
    baseline: baselineOf(sight.configuration.baseline),
    configuration: sight.configuration,
  }
  const judged = chosen.map((control) => {
    const facts = factsOf(control)
    const finding = judge(control, facts, circumstances, sight.records)
    if (place.state !== 'unknown' || finding.status !== 'unknown' || finding.needs)
      return { control, facts, finding }
    // Unknown only because we look as a member would: then it is the place that must be known.
    const alone = judge(control, facts, { ...circumstances, vantage: 'standalone' }, sight.records)
    return { control, facts, finding: alone.status === 'unknown' ? finding : withoutPlace(finding, place) }
  })
  return {
    circumstances,
    profileBecause: because,
    ...(incident.state === 'known' && incident.value ? { incident: incident.value } : {}),
    notes,
    judged,
    get: source.get,
  }
}

function withoutPlace(finding: Finding, place: Unknown): Finding {
  const because = `Whether the account is in an organization is not known: ${place.message}.`
  return {
    ...finding,
    message: `${finding.message.replace(/\.?$/, '.')} ${because}`,
    ...(place.needs.length > 0 ? { needs: place.needs } : {}),
  }
}

function chooseControls(controls: readonly AnyControl[], options: AssessOptions): AnyControl[] {
  const chosen = controls.filter(
    (c) =>
      (!options.only || options.only.includes(c.id)) && (!options.section || c.section === options.section),
  )
  return chosen.sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section))
}

async function collectAll(source: Source, controls: readonly AnyControl[]) {
  const collectors = new Set<AnyCollector>(
    controls.flatMap((c) => [...Object.values(c.requires), ...Object.values(c.considers)] as AnyCollector[]),
  )
  const facts = new Map<AnyCollector, Fact<unknown>>()
  await Promise.all([...collectors].map(async (c) => facts.set(c, await source.get(c))))
  return (control: AnyControl): CollectedFacts =>
    Object.fromEntries(
      Object.entries({ ...control.requires, ...control.considers }).map(([key, collector]) => [
        key,
        facts.get(collector as AnyCollector)!,
      ]),
    )
}

function profileOf(
  options: AssessOptions,
  vantage: Vantage,
  place: Fact<{ vantage: Vantage }>,
  centre: Fact<boolean>,
): { profile: Profile; because: string } {
  if (options.profile) return { profile: options.profile, because: 'as asked' }
  const configured = options.sight.configuration.profile
  if (configured) return { profile: configured, because: 'as configured' }
  if (place.state === 'known' && vantage !== 'standalone')
    return { profile: 'business', because: 'the account is in an organization' }
  if (centre.state === 'known' && centre.value)
    return { profile: 'business', because: 'the account has IAM Identity Center' }
  return {
    profile: 'personal',
    because: 'no organization and no IAM Identity Center was seen; --as business changes it',
  }
}

/** The configured numbers over the defaults. */
function baselineOf(configured: Partial<Baseline> | undefined): Baseline {
  return { ...defaultBaseline, ...configured }
}
