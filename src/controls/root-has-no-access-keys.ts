import {
  type CredentialReport,
  credentialReport,
  isFresh,
  type ReportedKey,
} from '../facts/credential-report.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { cannotTell, defineControl, fail, missing, pass, valueOf } from '../model/index.ts'
import { noRootInChina, rootBestPractices, securityCredentialsPage } from './support/root.ts'
import { ago, count, list } from './support/words.ts'

export default defineControl({
  id: 'root-has-no-access-keys',
  title: 'Root has no access keys',
  section: 'root-credentials',
  severity: 'critical',
  profiles: ['personal', 'business'],
  rows: ['D2'],
  rationale:
    'A root access key can do anything in the account, for ever, from anywhere, and no policy of the account can hold it back.',
  judged:
    'AccountAccessKeysPresent of the account summary must be 0. A deactivated key is still a key: one call brings it back. When it was last used is shown from the credential report.',
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
      'Find out what uses it: the credential report of IAM names service and Region, the event history of CloudTrail by AWS access key the calls. Give that a role of its own.',
      'Sign in as root and open the security credentials page.',
      'Deactivate the key and wait a week. What still needs it fails now, and the key can be activated again.',
      'Delete the key, and sign out.',
    ],
    link: securityCredentialsPage,
  },
  considers: { root: rootCredentials, report: credentialReport },
  judge(_values, { root, report }, { now }) {
    const reported = valueOf(report)
    const keys = reported?.root?.keys ?? []
    // An active key in a report of just now is enough to fail; no key in a report is never enough to pass.
    const seen = reported && isFresh(reported, now) && keys.some((key) => key.active)
    if (root.state !== 'known' && !seen) return missing(root)
    const present = valueOf(root)?.accessKeys ?? (seen ? true : undefined)
    if (present === undefined) return cannotTell('AWS did not say whether root has access keys')
    if (!present) return pass('none')
    const which =
      keys.length > 0
        ? `${count(keys.length, 'access key')} (${list(keys.map((k) => told(k, now)))})`
        : 'an access key'
    return fail(
      `Root has ${which}. It can do anything, for ever. Find what uses it, then deactivate and delete it: neverroot explain root-has-no-access-keys.`,
    )
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
    { when: 'AWS does not say', facts: { root: {} }, then: 'unknown' },
  ],
})

function told(key: ReportedKey, now: Date): string {
  const use = key.lastUsed
    ? `last used ${ago(key.lastUsed, now)}${key.lastUsedService ? ` by ${key.lastUsedService}` : ''}${key.lastUsedRegion ? ` in ${key.lastUsedRegion}` : ''}`
    : 'never used'
  return key.active ? use : `inactive, ${use}`
}

function reportWith(key: ReportedKey | undefined, generated: string): CredentialReport {
  const root = { user: '<root_account>', arn: 'arn:aws:iam::111111111111:root', root: true }
  return { generated: new Date(generated), users: [], root: { ...root, keys: key ? [key] : [] } }
}
