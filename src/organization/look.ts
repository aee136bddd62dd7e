import type { Credentials, Door, Source } from '../aws/index.ts'
import type { Assessment, Catalogue } from '../engine/assess.ts'
import type { CallCount, Caller, Configuration, Plan, Profile, Records, Section } from '../model/index.ts'
import type { Host } from '../ports.ts'
import type { OrganizationRun } from '../store/organization-run.ts'
import type { Choice } from './choose.ts'
import type { Lane } from './pool.ts'
import type { Progress } from './progress.ts'
import type { ReportParts } from './report.ts'
import type { Learnt, SessionTerms } from './roles.ts'
import type { Units } from './units.ts'

export interface OrganizationOptions {
  /** The look of whoever asks: its facts are the organization's. */
  source: Source
  door: Door
  caller: Caller
  /** A door for the credentials of a member. */
  as(credentials: Credentials, account: string): Door
  terms: SessionTerms
  rootSessions: boolean
  catalogue: Catalogue
  /** The same controls, framed for accounts that are looked at with many others. */
  memberCatalogue: Catalogue
  configuration: Configuration
  profile?: Profile
  only?: readonly string[]
  section?: Section
  choice: Choice
  /** True: what passes and what does not apply is kept for members too. */
  all: boolean
  /** What people recorded about a subject. */
  records(subject: string): Promise<Records>
  /** The state folder. */
  folder: string
  resume: boolean
  /** How many members are asked at the same time; those that only wait for AWS come on top. */
  width: number
  /** Set: a plan is wanted too, made from each look. */
  planOf?: (assessment: Assessment) => Promise<Plan>
  tool: { name: string; version: string }
  sandbox?: string
  calls: () => CallCount
  host: Host
  /** What look-ups outside AWS say of a domain that many root addresses share; absent: nobody may be asked. */
  domainSays?: ReportParts['domainSays']
}

/** Where the organization is looked at from. */
export interface Place {
  organization: string
  managementAccount: string
  vantage: 'management' | 'delegated'
}

/** One look at many accounts, and what they share. */
export interface Look {
  options: OrganizationOptions
  place: Place
  run: OrganizationRun
  units: Units
  /** The account of whoever looks; it takes longest, and members are looked at meanwhile. */
  own: Promise<Assessment>
  notes: string[]
  progress: Progress
  learnt: Learnt
  /** For members that only the centre can be asked about. */
  central: Lane
}
