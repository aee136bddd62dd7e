import type { CanaryUse } from '../../facts/canary-use.ts'
import type { OrganizationPlace } from '../../facts/organization-place.ts'
import type { OrganizationsFeatures } from '../../facts/organizations-features.ts'
import { declaredRootPolicy, type PolicyPlace, type RootPolicyState } from '../../facts/root-policy.ts'
import type { Statement } from '../../facts/statement.ts'
import type { RootPolicyKind } from '../../guard/index.ts'
import {
  type Circumstances,
  type Fact,
  type Grant,
  type Remediation,
  type Step,
  valueOf,
  type WayIn,
} from '../../model/index.ts'
import { ago, count, daysBetween, list } from '../support/words.ts'
import { fromStep, stepsOf } from './steps.ts'

/**
 * Only service control policies. Which policy it is no permission can say; the deeds look at its text right before (Service
 * Authorization Reference, Organizations).
 */
export const rootPolicyGrants: readonly Grant[] = [
  {
    actions: [
      'organizations:CreatePolicy',
      'organizations:DeletePolicy',
      'organizations:AttachPolicy',
      'organizations:DetachPolicy',
    ],
    condition: { StringEquals: { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' } },
  },
]

/** The least that AWS takes at one place: older organizations have five (Organizations User Guide, "Quotas"). */
const mostAttached = 5

export interface RootPolicySeen {
  state: Fact<RootPolicyState>
  place: Fact<OrganizationPlace>
  features: Fact<OrganizationsFeatures>
  wayIn: Fact<WayIn | undefined>
  said: Fact<Statement>
  use: Fact<CanaryUse>
}

/**
 * Makes the policy and attaches it to the canary; in a later plan, after days and a person's word, to the root of the
 * organization. Nothing while AssumeRoot would not work, or nobody can tell.
 */
export function rollOutRootPolicy(
  control: string,
  seen: RootPolicySeen,
  circumstances: Circumstances,
): Remediation {
  const { state, place } = seen
  if (state.state !== 'known' || place.state !== 'known') return {}
  const management = place.value.organization?.managementAccount
  if (management === undefined) return {}
  const { policy, canary, root, since, blocking, enabled } = state.value
  const basis = {
    enabled,
    policy: policy ?? null,
    canary: canary ?? null,
    root,
    since: since ?? null,
    blocking: [...blocking],
    features: seen.features.state === 'known' ? seen.features.value : null,
  }
  if (circumstances.configuration.organization?.canaryUnit === undefined)
    return {
      basis,
      asks: [
        {
          setting: 'organization.canaryUnit',
          question: 'Which unit gets the policy about root first? Its id, or its way from the root.',
        },
      ],
    }
  const waiting = trouble(control, state.value, seen, circumstances)
  if (waiting !== undefined) return { basis, waiting: [waiting] }
  return {
    basis,
    steps: stepsFor(control, management, state.value, circumstances, trialOf(seen.use, circumstances.now)),
  }
}

/** Why nothing is planned yet, as a sentence; what must be on first comes first. */
function trouble(
  control: string,
  { enabled, blocking, canary, policy, root, since, shut }: RootPolicyState,
  { features, wayIn, said, use }: RootPolicySeen,
  { vantage, partition, now, baseline, configuration }: Circumstances,
): string | undefined {
  if (vantage !== 'management') return 'only the management account attaches it: run neverroot plan there'
  if (partition !== 'aws')
    return `what policies decide is evaluated for the partition aws alone, and this is ${partition}: attach it by hand (neverroot guard policy --partition ${partition})`
  if (!enabled)
    return `service control policies are not enabled: aws organizations enable-policy-type --root-id ${root.id} --policy-type SERVICE_CONTROL_POLICY`
  if (features.state !== 'known') return 'whether central root access is on could not be seen'
  if (!features.value.rootCredentialsManagement || !features.value.rootSessions)
    return 'central root access is not complete, and without root nobody could do what only root can: turn it on first (neverroot plan --only root-access-is-centralized)'
  if (wayIn.state !== 'known' || !wayIn.value)
    return 'no administrator was seen to work within 30 days, so root is denied nothing. Sign in as an administrator who is not root, with MFA, and run neverroot audit'
  if (blocking.length > 0)
    return `${list(blocking)} may keep AssumeRoot from working: see root-policies-spare-assumed-root first`
  if (policy && !policy.same)
    return `a policy ${declaredRootPolicy(configuration, partition)!.name} is attached that has another text: nobody overwrites it. Rename it, then plan again`
  if (shut)
    return 'a policy that denies root everything is attached, beside which the allow-list would leave root nothing: take it back first (neverroot undo --org)'
  if (!canary)
    return `organization.canaryUnit names ${configuration.organization?.canaryUnit}, which is no unit`
  if (!canary.hasAccounts)
    return 'no account lies in the canary unit itself, so that nothing would be tried there'
  const next: PolicyPlace = canary.has ? root : canary
  if (next.attached >= mostAttached)
    return `${next.id} has ${count(next.attached, 'service control policy', 'service control policies')}, and AWS may take no more than ${mostAttached}: merge two of them first`
  return (
    wordTrouble(
      control,
      canary.has ? trialOf(use, now) : undefined,
      since,
      said,
      now,
      baseline.quarantineDays,
    ) ?? (canary.has ? useTrouble(control, use, said, now) : undefined)
  )
}

/** Somebody who was root of the canary's accounts since then needed it: a word counts that was given after that. */
function useTrouble(
  control: string,
  use: Fact<CanaryUse>,
  said: Fact<Statement>,
  now: Date,
): string | undefined {
  const { last } = valueOf(use) ?? {}
  if (!last || (said.state === 'known' && said.value.at > new Date(last.at))) return undefined
  return `${trialOf(use, now)}: find another way for whoever it was, and say so again: neverroot attest ${control}`
}

/** What was seen of the canary, for whoever decides whether it goes wider. */
function trialOf(use: Fact<CanaryUse>, now: Date): string {
  if (use.state !== 'known') return 'what root did in the canary could not be looked at'
  const { looked, of, used, denied, last } = use.value
  // Nobody looked: that no event was seen says nothing.
  if (looked === 0) return `none of ${count(of, 'account')} of the canary could be looked into`
  const events = last
    ? `${count(used + denied, 'event')}, ${denied} refused, the last one ${ago(new Date(last.at), now)} (${last.event} in ${last.account})`
    : 'no event'
  return `in the canary root was seen in ${events}; ${looked} of ${count(of, 'account')} looked into`
}

/** Use of root in members shows from within each of them alone: that nobody needs it a person says. */
function wordTrouble(
  control: string,
  tried: string | undefined,
  since: string | undefined,
  said: Fact<Statement>,
  now: Date,
  days: number,
): string | undefined {
  const ask = `neverroot attest ${control}`
  if (tried !== undefined && since === undefined)
    return 'since when it is attached to the canary the event history of CloudTrail does not show: attach it wider by hand'
  if (tried !== undefined && daysBetween(new Date(since!), now) < days)
    return `it is attached to the canary since ${since!.slice(0, 10)}, and is watched for ${count(days, 'day')}`
  if (said.state !== 'known')
    return `somebody who looked says first that nobody used root of a member (neverroot activity --org): ${ask}`
  if (!said.value.holds) return `${said.value.by} says that somebody still needs root of a member`
  if (tried !== undefined && daysBetween(new Date(since!), said.value.at) < days)
    return `the canary was watched for ${count(days, 'day')}; ${tried}: look who was denied there (neverroot activity --org), and say so again: ${ask}`
  return undefined
}

/** What each takes from standing root, as the end of a sentence. */
const words: Readonly<Record<RootPolicyKind, string>> = {
  'root-deny': 'everything',
  'root-allow-list': 'everything but bills, account details and one administrator',
}

function stepsFor(
  control: string,
  management: string,
  { canary, policy, root }: RootPolicyState,
  { partition, configuration }: Circumstances,
  trial: string,
): Step[] {
  const declared = declaredRootPolicy(configuration, partition)!
  const what = words[declared.kind]
  const unit = `root of the members in ${configuration.organization?.canaryUnit}, the canary,`
  const step = stepsOf(control, management)
  const steps: Step[] = []
  const attach = (PolicyId: Step['input'], TargetId: string, does: string) => {
    const input = { PolicyId, TargetId }
    steps.push(
      step({
        action: 'organizations:AttachPolicy',
        input,
        does,
        risk: 'disruptive',
        undo: { action: 'organizations:DetachPolicy', input, weakens: true },
      }),
    )
  }
  if (policy) {
    const target = canary?.has ? root.id : canary!.id
    const where = canary?.has ? 'root of every member' : unit
    attach(
      policy.id,
      target,
      `${where} is denied ${what}; sessions of AssumeRoot are spared${canary?.has ? `; ${trial}` : ''}`,
    )
    return steps
  }
  const made = step({
    action: 'organizations:CreatePolicy',
    input: {
      Type: 'SERVICE_CONTROL_POLICY',
      Name: declared.name,
      Description: `Denies standing root of members ${what}, and spares sessions of AssumeRoot.`,
      Content: declared.text,
    },
    does: `a service control policy that denies standing root ${what} is made; attached to nothing it does nothing`,
  })
  const id = fromStep(made.id, 'PolicyId')
  steps.push({ ...made, undo: { action: 'organizations:DeletePolicy', input: { PolicyId: id } } })
  attach(id, canary!.id, `${unit} is denied ${what}; sessions of AssumeRoot are spared`)
  return steps
}
