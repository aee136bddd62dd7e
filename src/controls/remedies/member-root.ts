import type { CredentialReport } from '../../facts/credential-report.ts'
import type { MemberRootSignIn } from '../../facts/member-root-sign-in.ts'
import type { OrganizationsFeatures } from '../../facts/organizations-features.ts'
import type { Circumstances, Fact, Remediation, Step } from '../../model/index.ts'
import { maskId } from '../support/mask.ts'
import {
  nextFor,
  type NextStep,
  quarantineOf,
  type RootCredential,
  type Seen,
} from '../support/root-quarantine.ts'
import { ago, count, daysBetween } from '../support/words.ts'
import { rootCredentialKinds } from './root-credentials.ts'
import { stepsOf } from './steps.ts'

const task = 'root-task:IAMDeleteRootUserCredentials'

export interface MemberRootSeen extends Seen {
  features: Fact<OrganizationsFeatures>
  signIn: Fact<MemberRootSignIn>
  report: Fact<CredentialReport>
}

/** What was used within so many days goes only on a word that was given since. */
const usedWithinDays = 90

/**
 * Takes all that root of a member has away, from the centre: keys, certificates, password, MFA strictly last. Nothing goes
 * while anything before it must wait, and nothing at all before somebody answered what no API shows. No task of AssumeRoot
 * switches a key off (AWS Managed Policy Reference, IAMDeleteRootUserCredentials): one that is on waits for its owner, or
 * for the policy that denies root everything, under which it is watched as if it were off.
 */
export function removeMemberRoot(
  control: string,
  seen: MemberRootSeen,
  circumstances: Circumstances,
): Remediation {
  if (!circumstances.central) return {}
  const { features, own, signIn, said } = seen
  const central = centralTrouble(features)
  if (central !== undefined) return { waiting: [central] }
  const unasked = wordTrouble(control, seen, circumstances)
  // Before it is said nobody looks through root's eyes.
  if (unasked !== undefined && !(said.state === 'known' && said.value.holds)) return { waiting: [unasked] }
  if (own.state !== 'known') return { waiting: [unseen(own)] }
  if (signIn.state !== 'known') return { waiting: [unseen(signIn)] }
  const all = [rootCredentialKinds.keys, rootCredentialKinds.certificates].flatMap((kind) =>
    kind.of(own.value).map((credential: RootCredential) => ({
      kind,
      credential,
      next: nextFor(control, credential, seen, circumstances),
    })),
  )
  const waiting = all.flatMap(({ kind, credential, next }) => {
    const name = `${kind.word} ${maskId(credential.id)}`
    if (next.do === 'switch-off') return [`${name}: ${switchedOn(credential, circumstances)}`]
    return next.do === 'wait' ? [`${name}: ${next.why}`] : []
  })
  if (unasked !== undefined) waiting.push(unasked)
  const quarantine = quarantineOf(
    all.map(({ credential }) => credential),
    seen,
    circumstances,
  )
  const { password, devices } = signIn.value
  return {
    basis: {
      features: features.state === 'known' ? features.value : null,
      credentials: all.map(({ credential: { id, active }, next }) => ({
        id,
        active,
        ...(next.do === 'delete'
          ? { since: next.watched.longer ? 'long ago' : next.watched.since, denied: next.denied }
          : {}),
      })),
      password,
      devices,
      onWord: unasked === undefined,
    },
    steps: waiting.length > 0 ? [] : stepsFor(control, all, signIn.value, circumstances),
    waiting,
    ...(quarantine ? { quarantine } : {}),
  }
}

function stepsFor(
  control: string,
  all: readonly {
    kind: (typeof rootCredentialKinds)['keys' | 'certificates']
    credential: RootCredential
    next: NextStep
  }[],
  { password, devices }: MemberRootSignIn,
  { subject }: Circumstances,
): Step[] {
  const step = stepsOf(control, subject.id)
  const gone = (given: Pick<Step, 'action' | 'input' | 'does' | 'denied'>) =>
    step({ ...given, as: task, risk: 'irreversible' })
  const steps = all.map(({ kind, credential: { id }, next }) => {
    const denied = next.do === 'delete' && next.denied
    return gone({
      action: kind.remove,
      input: { [kind.names]: id },
      does: `root's ${kind.word} ${maskId(id)}${denied ? ', which a policy denies everything,' : ''} is deleted for good`,
      ...(denied ? { denied } : {}),
    })
  })
  if (password)
    steps.push(
      gone({
        action: 'iam:DeleteLoginProfile',
        input: {},
        does: 'the root password is deleted, and nobody can recover it',
      }),
    )
  // A virtual device stays behind when it is taken from root, and is then deleted too.
  const left: Step[] = []
  for (const { serial, virtual } of devices) {
    const input = { SerialNumber: serial }
    steps.push(
      gone({
        action: 'iam:DeactivateMFADevice',
        input,
        does: 'root loses an MFA device, last of all',
      }),
    )
    if (virtual)
      left.push(
        gone({
          action: 'iam:DeleteVirtualMFADevice',
          input,
          does: 'the virtual device that root had is deleted',
        }),
      )
  }
  const last = steps.pop()
  return last ? [...steps, { ...last, undo: recovery }, ...left] : left
}

/** Only where root has nothing left can recovery be allowed again, so what goes last carries it. */
const recovery: NonNullable<Step['undo']> = {
  action: 'iam:CreateLoginProfile',
  as: 'root-task:IAMCreateRootUserPassword',
  input: {},
  does: 'whoever reads the root mailbox may set a new root password; no credential comes back by itself',
  weakens: true,
}

/** What must be on before anything goes: it deletes, and keeps what was deleted from being recovered. */
function centralTrouble(features: Fact<OrganizationsFeatures>): string | undefined {
  if (features.state !== 'known')
    return `whether central root access is on could not be seen (${features.state === 'unknown' ? features.message : 'nobody has said'}), so nothing is deleted`
  const { rootCredentialsManagement, rootSessions } = features.value
  return rootCredentialsManagement && rootSessions
    ? undefined
    : 'central root access is not complete: turn it on first (neverroot plan --only root-access-is-centralized in the management account)'
}

const unseen = (fact: Exclude<Fact<unknown>, { state: 'known' }>): string =>
  `which root credentials there are could not be listed (${fact.state === 'unknown' ? fact.message : 'nobody has said'}), so nothing is deleted`

function switchedOn({ lastUsed }: RootCredential, { now, baseline }: Circumstances): string {
  const used = lastUsed
    ? `, last used ${ago(lastUsed.at, now)}${lastUsed.by ? ` by ${lastUsed.by}` : ''}`
    : ''
  return `it is switched on${used}, and no root session of the centre can switch it off. Put the account below the policy that denies root (organization.rootPolicy), or sign in there as root and switch it off, and run neverroot plan again after ${count(baseline.quarantineDays, 'day')}`
}

/** What no API of AWS shows is asked: never assumed, and a word from before the last use says nothing about it. */
function wordTrouble(
  control: string,
  { said, report }: MemberRootSeen,
  { now }: Circumstances,
): string | undefined {
  // The same words for every member, so that thousands are told once.
  const ask = `neverroot attest ${control} --account ID`
  if (said.state !== 'known')
    return `somebody who knows the account says first that nothing there needs its root: ${ask}`
  if (!said.value.holds)
    return `${said.value.by} says that something there still needs its root, so nothing is deleted`
  const used = report.state === 'known' ? report.value.root?.passwordLastUsed : undefined
  return used && daysBetween(used, now) < usedWithinDays && used > said.value.at
    ? `somebody signed in as root ${ago(used, now)}, after ${said.value.by} said that nothing needs it: ${ask}`
    : undefined
}
