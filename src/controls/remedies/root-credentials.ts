import type { Inactivity } from '../../facts/root-key-quarantine.ts'
import type { RootKeys } from '../../facts/root-keys.ts'
import type { Circumstances, Remediation, Step } from '../../model/index.ts'
import { maskId } from '../support/mask.ts'
import { nextFor, quarantineOf, type RootCredential, type Seen } from '../support/root-quarantine.ts'
import { ago, count, daysBetween } from '../support/words.ts'
import { stepsOf } from './steps.ts'

interface Kind {
  word: string
  update: `iam:${string}`
  remove: `iam:${string}`
  /** The parameter that names it. */
  names: string
  of(own: RootKeys): RootCredential[]
}

/** In a root session these calls take no user name: they are then about root's own. */
export const rootCredentialKinds = {
  keys: {
    word: 'access key',
    update: 'iam:UpdateAccessKey',
    remove: 'iam:DeleteAccessKey',
    names: 'AccessKeyId',
    of: ({ keys }) =>
      keys.map(({ id, active, runsTheTool, lastUsed }) => ({
        id,
        active,
        runsTheTool,
        lastUsed: lastUsed
          ? { at: lastUsed.at, by: [lastUsed.service, lastUsed.region].filter(Boolean).join(' in ') }
          : null,
      })),
  },
  certificates: {
    word: 'signing certificate',
    update: 'iam:UpdateSigningCertificate',
    remove: 'iam:DeleteSigningCertificate',
    names: 'CertificateId',
    // No API tells when a certificate was last used, and nothing of this tool signs with one.
    of: ({ certificates }) =>
      certificates.map(({ id, active }) => ({ id, active, runsTheTool: false, lastUsed: undefined })),
  },
} as const satisfies Record<string, Kind>

/**
 * Takes root's own credentials away in two plans: the first one switches them off, which one call takes back; a later
 * one deletes what was off and watched for the quarantine. Only in a root session; elsewhere it stays handwork. Never
 * both in one plan: what was just switched off is confirmed before anything goes for good.
 */
export function removeRootCredentials(
  control: string,
  kind: Kind,
  seen: Seen,
  circumstances: Circumstances,
): Remediation {
  // Root of a member is looked after from the centre: member-roots-have-no-credentials.
  if (seen.own.state !== 'known' || circumstances.central) return {}
  const all = kind.of(seen.own.value)
  const judged = all.map((credential) => ({
    credential,
    next: nextFor(control, credential, seen, circumstances),
  }))
  const off = judged.filter(({ next }) => next.do === 'switch-off')
  const step = stepsOf(control, circumstances.subject.id)
  const steps: Step[] = []
  const waiting: string[] = []
  for (const { credential, next } of judged) {
    const name = `${kind.word} ${maskId(credential.id)}`
    if (next.do === 'switch-off') {
      steps.push(step(switchOff(kind, credential, circumstances.now)))
    } else if (next.do === 'wait') {
      waiting.push(`${name}: ${next.why}`)
    } else if (off.length > 0) {
      waiting.push(`${name}: it can be deleted; a later plan does so, once nothing is left to switch off`)
    } else {
      steps.push(step(deletion(kind, credential, next.watched, circumstances.now)))
    }
  }
  if (off.length > 0)
    waiting.push(
      `${count(circumstances.baseline.quarantineDays, 'day')} of quarantine: what fails shows what still needs it; then neverroot plan deletes it`,
    )
  const quarantine = quarantineOf(all, seen, circumstances)
  return {
    basis: judged.map(({ credential: { id, active, runsTheTool }, next }) => ({
      id,
      active,
      // A plan that was made in a session is not applied with the very key that it switches off.
      ...(runsTheTool ? { runsTheTool } : {}),
      // A deletion rests on the watch too, and on a person's word where it took one.
      ...(next.do === 'delete'
        ? { since: next.watched.longer ? 'long ago' : next.watched.since, onWord: next.onWord }
        : {}),
    })),
    steps,
    waiting,
    ...(quarantine ? { quarantine } : {}),
  }
}

function switchOff(kind: Kind, { id, lastUsed }: RootCredential, now: Date) {
  const using = lastUsed
    ? `; last used ${ago(lastUsed.at, now)}${lastUsed.by ? ` by ${lastUsed.by}, which fails from then on` : ''}`
    : lastUsed === null
      ? '; never used'
      : ''
  const call = (Status: string) => ({ action: kind.update, input: { [kind.names]: id, Status } })
  return {
    ...call('Inactive'),
    does: `root's ${kind.word} ${maskId(id)} is switched off${using}`,
    risk: 'disruptive' as const,
    undo: { ...call('Active'), weakens: true as const },
  }
}

function deletion(kind: Kind, { id }: RootCredential, watched: Inactivity & { since: Date }, now: Date) {
  const off = watched.longer
    ? 'for longer than the event history reaches'
    : `for ${count(daysBetween(watched.since, now), 'day')}`
  return {
    action: kind.remove,
    input: { [kind.names]: id },
    does: `root's ${kind.word} ${maskId(id)} is deleted for good; it was off ${off}`,
    risk: 'irreversible' as const,
  }
}
