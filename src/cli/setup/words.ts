/** What the journey says beside what the controls say. */
import type { Finding, Section } from '../../model/index.ts'

/** Why a section comes where it comes. */
export const why: Record<Section, { title: string; because: string }> = {
  'account-details': {
    title: 'Account details',
    because:
      'They come first: they are how AWS reaches you, and how the account is recovered when everything else is lost.',
  },
  'spend-alarm': {
    title: 'Spend alarm',
    because:
      'A jump in the bill is often the first sign of a break-in. It has to reach two people on the same day.',
  },
  administrator: {
    title: 'Administrator',
    because:
      'Somebody who is not root must be able to do everything before root is put away; else the next emergency is a root sign-in.',
  },
  'root-credentials': {
    title: 'Root credentials',
    because:
      'Last, when the other ways in are proven: root gets credentials that nobody needs, and is not used again.',
  },
  guardrails: {
    title: 'Guardrails',
    because: 'What survives when something goes wrong all the same.',
  },
}

/** Minutes of a person that an open finding takes: a word is quick, a console page is not. */
export function minutesFor(finding: Finding): number {
  if (finding.status === 'fail') return finding.fix?.api ? 1 : 3
  return finding.status === 'review' ? 1 : 0
}

/** What this version cannot bring about, and what has to come from elsewhere: said, not asked. */
export const laterOn: Readonly<Record<string, string>> = {
  'contact-mailboxes-answer':
    'takes days and other people: each mailbox has to answer a drill (neverroot drill contacts --open)',
  'incident-runbook-is-drilled': 'takes a drill (neverroot drill root --open)',
  'root-use-raises-an-alarm':
    'takes a trail that logs and people who confirm; neverroot plan builds the rest, signed in as an administrator',
}

/** What root can do and only an administrator can say: root sees the bill whatever the switch is. */
export const saidByAdministratorOnly: ReadonlySet<string> = new Set(['iam-billing-access-is-on'])

/** Controls that are looked at in the very end, by somebody who is not root. */
export const byAdministratorOnly: ReadonlySet<string> = new Set([
  'root-is-not-used',
  'administrators-have-mfa',
  'administrator-password-is-managed',
  'a-way-in-survives-the-identity-provider',
])
