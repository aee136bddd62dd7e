/** What there is of trails: what a plan mends, and what it leaves alone because somebody else keeps it. */
import { type Fetcher, pages, type Source } from '../aws/index.ts'
import { type Fact, known, unknown } from '../model/index.ts'
import { organizationPlace } from './organization-place.ts'
import { rootRead, rootSamples } from './root-event-samples.ts'
import { selects, type Trail, trailsIn, type TrailState, trailState } from './trails.ts'
import { trustedAccess } from './trusted-access.ts'

/** A trail of the account, or of the organization that it sees, wherever it is at home. */
export interface StandingTrail extends Trail {
  name: string
  /** Who may change it: this account; the organization's management account; AWS Control Tower. */
  keeper: 'account' | 'organization' | 'control-tower'
  /** With its selectors also where it does not log; undefined: they could not be seen. */
  state?: TrailState
  /** Logging, or once it logs: every use of root, reads too. */
  hearsAll: boolean
  /** It logs some management events now: whatever else logs them is a second copy. */
  copies: boolean
}

export interface TrailParts {
  trails: readonly StandingTrail[]
  /** The account's own trails that are at home there: AWS allows five in a Region. */
  atHome: number
  /** Set in the management account of an organization with all features. */
  organization?: { id: string; trusted: boolean }
}

/** Trails that are looked at; AWS allows five of an account in a Region. */
const most = 10

export const trailParts: Fetcher<TrailParts> = {
  name: 'trail-parts',
  reads: [
    'cloudtrail:ListTrails',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    ...organizationPlace.reads,
    ...trustedAccess.reads,
  ],
  onlyToMend: true,
  async collect(source) {
    const home = source.globalRegion
    const seen = await allTrails(source, home)
    if (seen.state !== 'known') return seen
    const own = (trail: Trail) => trail.arn.split(':')[4] === source.caller.account
    const atHome = seen.value.filter((trail) => own(trail) && trail.homeRegion === home).length
    const trails = await Promise.all(
      seen.value.slice(0, 2 * most).map((trail) => standing(source, trail, own(trail))),
    )
    const place = await source.get(organizationPlace)
    if (place.state !== 'known')
      return place.state === 'unknown' ? place : unknown('failed', 'the organization could not be seen')
    const { vantage, organization } = place.value
    if (vantage !== 'management' || !organization?.allFeatures) return known({ trails, atHome })
    const services = await source.get(trustedAccess)
    if (services.state !== 'known') return known({ trails, atHome })
    const trusted = services.value.includes('cloudtrail.amazonaws.com')
    return known({ trails, atHome, organization: { id: organization.id, trusted } })
  },
}

/** Those that log where sign-in and IAM are recorded, and those of one other Region. */
async function allTrails(source: Source, home: string): Promise<Fact<readonly Trail[]>> {
  const here = await source.get(trailsIn(home))
  if (here.state !== 'known') return here
  // Of thousands of members each that has a trail for one other Region is left to a look of its own.
  if (source.centre && !source.centre.listed.management) return here
  const listed = await pages(
    source,
    'cloudtrail:ListTrails',
    {},
    (o) => ({ items: o.Trails, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    { region: home },
  )
  if (!listed.ok) return listed.unknown
  const elsewhere = listed.items.filter(({ TrailARN }) => !here.value.some(({ arn }) => arn === TrailARN))
  const found = [...here.value]
  for (const { TrailARN, HomeRegion = home } of elsewhere.slice(0, most)) {
    const there = await source.get(trailsIn(HomeRegion))
    if (there.state !== 'known') return there
    found.push(...there.value.filter(({ arn }) => arn === TrailARN))
  }
  return known(found)
}

async function standing(source: Source, trail: Trail, own: boolean): Promise<StandingTrail> {
  const name = trail.arn.split('/').pop() ?? trail.arn
  // "aws-controltower-BaselineCloudTrail" (AWS Control Tower user guide, "How AWS Regions work with AWS Control Tower").
  const keeper = name.startsWith('aws-controltower-') ? 'control-tower' : own ? 'account' : 'organization'
  const state = await wholeState(source, trail)
  const head = { ...trail, name, keeper } as const
  if (!state) return { ...head, hearsAll: false, copies: false }
  const { partition, globalRegion: region, globalRegion, caller } = source
  const where = { account: caller.account, partition, region, globalRegion }
  const records = [...rootSamples(where), rootRead(where)].map(({ event }) => event.detail)
  const on = { ...state, logging: true }
  return {
    ...head,
    state,
    hearsAll: records.every((record) => selects(on, record) === 'yes'),
    copies: records.some((record) => selects(state, record) !== 'no'),
  }
}

/** The selectors of a trail that is off too: a plan that switches it on must know what it will log. */
async function wholeState(source: Source, trail: Trail): Promise<TrailState | undefined> {
  const state = await source.get(trailState(trail))
  if (state.state !== 'known') return undefined
  if (state.value.logging) return state.value
  const answer = await source.call(
    'cloudtrail:GetEventSelectors',
    { TrailName: trail.arn },
    { region: trail.homeRegion },
  )
  if (!answer.ok) return undefined
  const { EventSelectors: classic = [], AdvancedEventSelectors: advanced = [] } = answer.output
  return { logging: false, classic, advanced }
}
