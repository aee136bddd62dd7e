/** The least IAM policy for what the tool does, made from what its own parts declare that they read and write. */
import { controls } from '../controls/index.ts'
import { readsToDo } from '../engine/apply/deeds/index.ts'
import { drillSource } from '../facts/drill-event.ts'
import { frame } from '../facts/frame.ts'
import { activityReads } from '../watch/activity.ts'
import type {
  AnyCollector,
  AnyControl,
  AwsAction,
  DrillsConfiguration,
  Grant,
  Section,
} from '../model/index.ts'
import { alarmDrillReads } from './drill-alarm.ts'
import { contactsDrillReads } from './drill-contacts.ts'
import { importAction } from './import-findings.ts'
import { sesDrillGrants, topicDrillGrants } from './drill-delivery.ts'
import { grantStatements, type PolicyDocument, statement } from './policy-document.ts'

/** Which controls it is for. Default: the whole catalogue. */
export interface PermissionChoice {
  only?: readonly string[]
  section?: Section
}

/** What a policy can be made for. Of the first three each does what the one before does, and more. */
export const permitted = [
  'audit',
  'plan',
  'apply',
  'activity',
  'drill-alarm',
  'drill-contacts',
  'import',
  'recovery',
  'watch',
] as const
export type Permitted = (typeof permitted)[number]

/** What a root session asks about itself besides: it needs no policy, and nobody else is answered. */
export const ofRootAlone: readonly AwsAction[] = [
  'iam:GetAccessKeyLastUsed',
  'iam:ListAccessKeys',
  'iam:ListMFADevices',
  'iam:ListSigningCertificates',
]

/** Looked at in every audit, whatever was chosen; who may take a way in away is asked only of a plan. */
const { wayIn, ...always } = frame

const chosen = ({ only, section }: PermissionChoice): AnyControl[] =>
  controls.filter((c) => (!only || only.includes(c.id)) && (!section || c.section === section))

type Reading = { reads: readonly AwsAction[]; onlyToMend?: boolean }

/** What the chosen controls look at: to judge, and what only a plan asks besides. */
function readBy(control: AnyControl): { judging: Reading[]; mending: Reading[] } {
  const all = [...Object.values(control.requires), ...Object.values(control.considers)] as Reading[]
  return { judging: all.filter((c) => !c.onlyToMend), mending: all.filter((c) => c.onlyToMend) }
}

const sorted = (actions: readonly AwsAction[]): AwsAction[] => [...new Set(actions)].sort()

/**
 * Every IAM action that an audit of one account may need, sorted: for the whole catalogue, or for a choice of controls
 * (and what is always looked at, such as whether there is an organization).
 */
export function auditPermissions(choice: PermissionChoice = {}): AwsAction[] {
  const collectors = [...chosen(choice).flatMap((c) => readBy(c).judging), ...Object.values(always)]
  return sorted(collectors.flatMap((c) => c.reads)).filter((action) => !aboutMembers.test(action))
}

/** Every IAM action that an audit of a member of an organization may need in the member itself, sorted. */
export function memberPermissions(choice: PermissionChoice = {}): AwsAction[] {
  const inMembers = (c: AnyControl) =>
    (
      [...Object.values(c.requires), ...Object.values(c.considers)] as Pick<AnyCollector, 'readsInMembers'>[]
    ).flatMap((fact) => fact.readsInMembers ?? [])
  const all = chosen(choice)
  const ofMembers = all
    .filter((c) => c.everyMember !== undefined)
    .flatMap((c) => readBy(c).judging.flatMap((fact) => fact.reads))
    .filter((action) => !ofTheCentre.test(action))
  return sorted([...ofMembers, ...all.flatMap(inMembers)])
}

/** What is seen from the centre for everybody, and not asked of a member. */
const ofTheCentre =
  /^(organizations:|sso:|ce:|route53:|route53domains:|ses:|ec2:|iam:ListOrganizationsFeatures$|events:DescribeEventBus$|account:(GetAccountInformation$|\w+PrimaryEmail))/

/** What the centre of an organization asks and changes about its members: nothing that one account does alone. */
const aboutMembers = /^account:\w+PrimaryEmail|^organizations:(Create|Delete|Attach|Detach)Policy$/

/** Every IAM action that a look at root's activity may need, sorted: whatever is chosen of controls, it is the same. */
export const activityPermissions = (): AwsAction[] => sorted(activityReads)

/**
 * The same for a plan: what only a fix rests on is looked at too, and before a step takes a way in away, another one must
 * have been seen.
 */
export function planPermissions(choice: PermissionChoice = {}): AwsAction[] {
  const mending = chosen(choice).flatMap((c) => readBy(c).mending.flatMap(({ reads }) => reads))
  return sorted([...auditPermissions(choice), ...mending, ...wayIn.reads]).filter(
    (action) => !aboutMembers.test(action),
  )
}

/**
 * Every IAM action that applying a plan reads through. What its references stand for is read by the very calls with which
 * each step looks whether it is so already.
 */
export function applyReads(choice: PermissionChoice = {}): AwsAction[] {
  return sorted([
    ...planPermissions(choice),
    ...readsToDo(applyGrants(choice).flatMap((grant) => grant.actions)),
  ])
}

/** What the fixes of the chosen controls may change, and their undo. Root's own credentials take root itself: no grant. */
export function applyGrants(choice: PermissionChoice = {}): Grant[] {
  return chosen(choice)
    .flatMap((c) => [...(c.writes ?? [])])
    .filter(({ actions }) => !actions.every((action) => aboutMembers.test(action)))
}

/** A drill may be put on the bus that root's events come to, and nothing else on any bus (Service Authorization Reference). */
const drillStatement = (partition: string) =>
  statement('NeverrootDrillSends', ['events:PutEvents'], [`arn:${partition}:events:*:*:event-bus/default`], {
    StringEquals: { 'events:source': drillSource },
  })

/** Findings come in as those of the account's own product, and of nobody else's (Service Authorization Reference). */
const importStatement = (partition: string) =>
  statement('NeverrootImport', [importAction], [`arn:${partition}:securityhub:*:*:product/*/default`])
/** What sending takes that the configuration declares: SES from one address, SNS to its topics, and nothing else. */
const drillSends = ({ drills, partition = 'aws' }: { drills?: DrillsConfiguration; partition?: string }) =>
  grantStatements(
    [
      ...(drills?.ses ? sesDrillGrants(drills.ses) : []),
      ...(drills?.sns ? topicDrillGrants(drills.sns.topics) : []),
    ],
    partition,
  )

/**
 * The policy under which a command meets no refusal: `apply` also takes back what it did. `partition` stands in the ARNs.
 * `topic`: of watch, where notices are published. `drills`: of drill-contacts, how they are sent. GetCallerIdentity needs no permission.
 */
export function permissionPolicy(
  what: Permitted,
  choice: PermissionChoice & { partition?: string; topic?: string; drills?: DrillsConfiguration } = {},
): PolicyDocument {
  const reads = {
    audit: auditPermissions,
    plan: planPermissions,
    apply: applyReads,
    activity: activityPermissions,
    watch: auditPermissions,
    // It draws what an audit sees.
    recovery: () => auditPermissions(),
    'drill-alarm': () => sorted(alarmDrillReads),
    'drill-contacts': () => sorted(contactsDrillReads),
    import: auditPermissions,
  }[what](choice)
  const sid = {
    audit: 'NeverrootAudit',
    plan: 'NeverrootPlan',
    apply: 'NeverrootRead',
    activity: 'NeverrootActivity',
    watch: 'NeverrootAudit',
    recovery: 'NeverrootAudit',
    'drill-alarm': 'NeverrootDrillLooks',
    'drill-contacts': 'NeverrootDrillLooks',
    import: 'NeverrootAudit',
  }[what]
  return {
    Version: '2012-10-17',
    Statement: [
      statement(sid, reads),
      ...(what === 'watch' && choice.topic !== undefined
        ? [statement('NeverrootSend', ['sns:Publish'], [choice.topic])]
        : []),
      ...(what === 'apply' ? grantStatements(applyGrants(choice), choice.partition ?? 'aws') : []),
      ...(what === 'import' ? [importStatement(choice.partition ?? 'aws')] : []),
      ...(what === 'drill-contacts' ? drillSends(choice) : []),
      ...(what === 'drill-alarm' ? [drillStatement(choice.partition ?? 'aws')] : []),
    ],
  }
}
