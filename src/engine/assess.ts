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
  unknown,
  type Vantage,
  type WayIn,
} from '../model/index.ts'
import { type Sight, sourceOf } from './collect.ts'
import { type CollectedFacts, judge, outOfPlace } from './judge.ts'

/** Where the account stands, as the frame's collectors find out. */
export interface Frame {
  vantage: Collector<{ vantage: Vantage; organization?: string; managementAccount?: string }, Source>
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
  /** The same look as another assessment's: what it has seen is not asked for again. */
  source?: Source
  catalogue: Catalogue
  /** Given on the command line: wins over the configuration. */
  profile?: Profile
  only?: readonly string[]
  section?: Section
  /** True: the account is looked at together with its organization, which has findings of its own. */
  oneOfMany?: boolean
  /** True: what is only needed to mend something is looked at too. */
  toMend?: boolean
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
  const source = options.source ?? sourceOf(sight)
  const { asked, elsewhere } = chooseControls(options)
  const chosen = asked.filter((control) => !elsewhere.has(control))
  const { frame } = catalogue
  // Everything is asked for at once; the source sees to it that each fact is observed once.
  const [factsOf, place, name, centre, incident, said] = await Promise.all([
    collectAll(source, chosen, options.toMend === true),
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
    ...(sight.centre && sight.centre.listed.state !== 'ACTIVE' ? { state: sight.centre.listed.state } : {}),
  }
  const circumstances: Circumstances = {
    now: sight.now,
    profile,
    vantage,
    partition: sight.partition,
    subject,
    baseline: baselineOf(sight.configuration.baseline),
    configuration: sight.configuration,
    ...(sight.caller.root ? { root: true as const } : {}),
    ...(sight.centre ? { central: true as const } : {}),
    ...(sight.centre?.outside ? { outside: true as const } : {}),
  }
  const judged = asked.map((control): Judged => {
    const because = elsewhere.get(control)
    if (because !== undefined)
      return { control, facts: {}, finding: outOfPlace(control, because, circumstances) }
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

/** The controls that are asked for, and of those the ones that are not judged here, with the reason. */
function chooseControls({ catalogue, only, section, sight, oneOfMany }: AssessOptions) {
  const asked = catalogue.controls
    .filter((c) => (!only || only.includes(c.id)) && (!section || c.section === section))
    .sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section))
  const elsewhere = new Map<AnyControl, string>()
  for (const control of asked) {
    if (oneOfMany && control.scope === 'organization')
      elsewhere.set(control, 'one finding for the whole organization')
    else if (sight.centre && !control.everyMember)
      elsewhere.set(control, 'judged where an account is looked at on its own')
  }
  return { asked, elsewhere }
}

async function collectAll(source: Source, controls: readonly AnyControl[], toMend: boolean) {
  const collectors = new Set<AnyCollector>(
    controls.flatMap((c) => [...Object.values(c.requires), ...Object.values(c.considers)] as AnyCollector[]),
  )
  const facts = new Map<AnyCollector, Fact<unknown>>()
  const notNow = unknown('unsupported', 'it is looked at only where a plan is made')
  await Promise.all(
    [...collectors].map(async (c) => facts.set(c, c.onlyToMend && !toMend ? notNow : await source.get(c))),
  )
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
