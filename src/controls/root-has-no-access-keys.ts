import {
  type CredentialReport,
  credentialReport,
  isFresh,
  type ReportedKey,
} from '../facts/credential-report.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootKeyQuarantine } from '../facts/root-key-quarantine.ts'
import { type RootKey, rootKeys } from '../facts/root-keys.ts'
import { statement } from '../facts/statement.ts'
import { cannotTell, defineControl, fail, missing, pass, unattested, valueOf } from '../model/index.ts'
import { removeRootCredentials, rootCredentialKinds } from './remedies/root-credentials.ts'
import { evidenceOf, restingOn } from './support/evidence.ts'
import { maskId } from './support/mask.ts'
import { noRootInChina, rootBestPractices, securityCredentialsPage } from './support/root.ts'
import { wordCountsDays } from './support/root-quarantine.ts'
import { ago, count, list } from './support/words.ts'

/** Answered for the deletion alone: no word makes a key go away, so no word makes this pass. */
const question =
  "Do all people and programs that used root's access keys work without them since they were switched off, so that the keys can be deleted for good?"

export default defineControl({
  id: 'root-has-no-access-keys',
  title: 'Root has no access keys',
  section: 'root-credentials',
  severity: 'critical',
  profiles: ['personal', 'business'],
  everyMember: 'have root access keys',
  rows: ['D2'],
  rationale:
    'A root access key can do anything in the account, for ever, from anywhere, and no policy of the account can hold it back.',
  judged:
    'AccountAccessKeysPresent of the account summary must be 0. A deactivated key is still a key: one call brings it back. When it was last used is shown from the credential report; in a root session the keys themselves are listed. In a root session a plan switches an active key off, and a later plan deletes it after a quarantine of 7 days (configurable); a key used in the last 90 days only where somebody also states that nothing needs it. That statement counts for the deletion and never for the verdict.',
  references: [rootBestPractices],
  standards: {
    'CIS 5.0': ['1.3'],
    'CIS 7.0': ['2.4'],
    'Security Hub': ['IAM.4'],
    'Startup baseline': ['ACCT.02'],
    'Well-Architected': ['SEC01-BP02'],
  },
  triggers: ['iam:CreateAccessKey', 'iam:DeleteAccessKey'],
  fix: { api: true, hand: true },
  notIn: noRootInChina,
  procedure: {
    title: 'Delete the root access key',
    steps: [
      'Find out what uses it: neverroot activity --root-keys, or by hand the credential report of IAM, which names service and Region, and the event history of CloudTrail by AWS access key. Give that a role of its own.',
      'Sign in as root: on the command line with aws login, where neverroot plan plans each of the next steps, or in the console, on the security credentials page.',
      'Deactivate the key and wait a week. What still needs it fails now, and the key can be activated again.',
      'Delete the key, and sign out (aws logout).',
    ],
    link: securityCredentialsPage,
    see: 'the key as Inactive, and a week later gone.',
    back: 'an inactive key can be activated again on the same page; a deleted one cannot.',
  },
  considers: {
    root: rootCredentials,
    report: credentialReport,
    own: rootKeys,
    quarantine: rootKeyQuarantine,
    said: statement('root-has-no-access-keys', question, wordCountsDays),
  },
  judge(_values, { root, report, own }, { now }) {
    // The statement is left out: it belongs to the deletion, and lowers no grade.
    const evidence = evidenceOf(root, report, own)
    const reported = valueOf(report)
    const listed = valueOf(own)?.keys
    const keys = listed ?? reported?.root?.keys ?? []
    // Keys that root lists, or an active one in a report of just now, are enough to fail; none is never enough to pass.
    const seen =
      (listed !== undefined && listed.length > 0) ||
      (reported && isFresh(reported, now) && keys.some((key) => key.active))
    if (root.state !== 'known' && !seen) return restingOn(evidence, missing(root))
    const present = seen || valueOf(root)?.accessKeys
    if (present === undefined)
      return restingOn(evidence, cannotTell('AWS did not say whether root has access keys'))
    if (!present) return pass('none', { evidence })
    const which =
      keys.length > 0
        ? `${count(keys.length, 'access key')} (${list(keys.map((k) => told(k, now)))})`
        : 'an access key'
    const how = listed?.length
      ? 'neverroot plan switches it off, and deletes it after a quarantine'
      : 'Find what uses it: neverroot activity --root-keys. Then deactivate and delete it: neverroot explain root-has-no-access-keys'
    return fail(`Root has ${which}. It can do anything, for ever. ${how}.`, { evidence })
  },
  // Only root itself can change its keys, and root needs no policy: there is nothing to grant, hence no `writes`.
  remediate(_values, { own, quarantine, said }, circumstances) {
    const seen = { own, quarantine, said }
    return removeRootCredentials('root-has-no-access-keys', rootCredentialKinds.keys, seen, circumstances)
  },
  examples: [
    { when: 'there is none', facts: { root: { accessKeys: false } }, then: 'pass' },
    {
      when: 'there is one and the report is refused',
      facts: { root: { accessKeys: true } },
      then: 'fail',
      says: 'an access key',
    },
    {
      when: 'the key is inactive: an inactive key is a key',
      facts: {
        root: { accessKeys: true },
        report: reportWith({ active: false }, '2026-11-23T00:00:00Z'),
      },
      then: 'fail',
      says: 'inactive',
    },
    {
      when: 'the summary is refused, and a report of just now shows an active key',
      facts: { report: reportWith({ active: true }, '2026-11-23T06:29:00Z') },
      then: 'fail',
    },
    {
      when: 'the summary is refused, and a report of hours ago shows a key that may be gone',
      facts: { report: reportWith({ active: true }, '2026-11-23T03:00:00Z') },
      then: 'unknown',
    },
    {
      when: 'the summary is refused, and the report shows no key',
      facts: { report: reportWith(undefined, '2026-11-23T06:29:00Z') },
      then: 'unknown',
    },
    {
      when: 'a root session lists it, whatever the summary says',
      facts: { root: { accessKeys: false }, own: listing({ active: true }) },
      then: 'fail',
      says: 'AKIA...001, never used',
    },
    {
      when: 'a root session lists none, and the summary is refused',
      facts: { own: { keys: [], certificates: [] } },
      then: 'unknown',
    },
    {
      when: 'somebody states that nothing needs it: it is there all the same',
      facts: {
        root: { accessKeys: true },
        own: listing({ active: false }),
        said: { holds: true, by: 'mia', at: new Date('2026-11-22') },
      },
      then: 'fail',
      says: 'inactive',
    },
    {
      when: 'there is none, and nobody was asked',
      facts: { root: { accessKeys: false }, said: unattested(question) },
      then: 'pass',
    },
    { when: 'AWS does not say', facts: { root: {} }, then: 'unknown' },
  ],
})

function told(key: ReportedKey | RootKey, now: Date): string {
  const { at, service, region } = useOf(key)
  const use = at
    ? `last used ${ago(at, now)}${service ? ` by ${service}` : ''}${region ? ` in ${region}` : ''}`
    : 'never used'
  const which = 'id' in key ? [maskId(key.id)] : []
  return [...which, ...(key.active ? [] : ['inactive']), use].join(', ')
}

function useOf(key: ReportedKey | RootKey): { at?: Date; service?: string; region?: string } {
  if ('id' in key) return key.lastUsed ?? {}
  return { at: key.lastUsed, service: key.lastUsedService, region: key.lastUsedRegion }
}

function listing(key: { active: boolean }) {
  const created = new Date('2024-01-01T00:00:00Z')
  return {
    keys: [{ id: 'AKIASANDBOX000000001', created, runsTheTool: false, ...key }],
    certificates: [],
  }
}

function reportWith(key: ReportedKey | undefined, generated: string): CredentialReport {
  const root = { user: '<root_account>', arn: 'arn:aws:iam::111111111111:root', root: true }
  return { generated: new Date(generated), users: [], root: { ...root, keys: key ? [key] : [] } }
}
