import { rootCredentials } from '../facts/root-credentials.ts'
import { rootKeyQuarantine } from '../facts/root-key-quarantine.ts'
import { rootKeys } from '../facts/root-keys.ts'
import { statement } from '../facts/statement.ts'
import { cannotTell, defineControl, fail, missing, pass, unattested, valueOf } from '../model/index.ts'
import { removeRootCredentials, rootCredentialKinds } from './remedies/root-credentials.ts'
import { evidenceOf, restingOn } from './support/evidence.ts'
import { maskId } from './support/mask.ts'
import { noRootInChina, rootBestPractices, securityCredentialsPage } from './support/root.ts'
import { wordCountsDays } from './support/root-quarantine.ts'
import { count, list } from './support/words.ts'

/** Answered for the deletion alone: no word makes a certificate go away, so no word makes this pass. */
const question =
  "Does everything work without root's signing certificates since they were switched off, so that they can be deleted for good?"

export default defineControl({
  id: 'root-has-no-signing-certificates',
  title: 'Root has no signing certificates',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'have root signing certificates',
  rows: ['D2'],
  rationale:
    'An X.509 signing certificate is an old kind of root credential that signs requests without MFA. Hardly anybody remembers having one.',
  judged:
    'AccountSigningCertificatesPresent of the account summary must be 0; an inactive certificate still counts. In a root session a plan switches an active one off; a later plan deletes it after a quarantine of 7 days (configurable), and only where somebody also states that nothing needs it, since AWS does not tell when a certificate was last used. That statement counts for the deletion and never for the verdict.',
  references: [rootBestPractices],
  triggers: ['iam:UploadSigningCertificate', 'iam:DeleteSigningCertificate'],
  fix: { api: true, hand: true },
  notIn: noRootInChina,
  procedure: {
    title: 'Delete the root signing certificate',
    steps: [
      'Sign in as root: on the command line with aws login, where neverroot plan plans each of the next steps, or in the console, on the security credentials page.',
      'Under "X.509 signing certificates", deactivate the certificate and wait a week.',
      'Delete it, and sign out (aws logout).',
    ],
    link: securityCredentialsPage,
  },
  considers: {
    root: rootCredentials,
    own: rootKeys,
    quarantine: rootKeyQuarantine,
    said: statement('root-has-no-signing-certificates', question, wordCountsDays),
  },
  judge(_values, { root, own }) {
    // The statement is left out: it belongs to the deletion, and lowers no grade.
    const evidence = evidenceOf(root, own)
    const listed = valueOf(own)?.certificates ?? []
    // What root lists is enough to fail; that it lists none is never enough to pass.
    const seen = listed.length > 0
    if (root.state !== 'known' && !seen) return restingOn(evidence, missing(root))
    const present = seen || valueOf(root)?.signingCertificates
    if (present === undefined)
      return restingOn(evidence, cannotTell('AWS did not say whether root has signing certificates'))
    if (!present) return pass('none', { evidence })
    const which = seen
      ? `${count(listed.length, 'signing certificate')} (${list(listed.map((c) => `${maskId(c.id)}${c.active ? '' : ', inactive'}`))})`
      : 'a signing certificate'
    const how = seen
      ? 'neverroot plan switches it off, and deletes it after a quarantine'
      : 'Sign in as root, deactivate it, wait a week and delete it'
    return fail(`Root has ${which}. It signs requests as root without MFA. ${how}.`, { evidence })
  },
  // Only root itself can change its certificates, and root needs no policy: nothing to grant, hence no `writes`.
  remediate(_values, { own, quarantine, said }, circumstances) {
    const seen = { own, quarantine, said }
    const kind = rootCredentialKinds.certificates
    return removeRootCredentials('root-has-no-signing-certificates', kind, seen, circumstances)
  },
  examples: [
    { when: 'there is none', facts: { root: { signingCertificates: false } }, then: 'pass' },
    { when: 'there is one', facts: { root: { signingCertificates: true } }, then: 'fail' },
    {
      when: 'a root session lists an inactive one',
      facts: {
        root: { signingCertificates: true },
        own: { keys: [], certificates: [{ id: 'SANDBOXCERTIFICATE0000001', active: false }] },
      },
      then: 'fail',
      says: 'SAND...001, inactive',
    },
    {
      when: 'there is none, and nobody was asked',
      facts: { root: { signingCertificates: false }, said: unattested(question) },
      then: 'pass',
    },
    { when: 'the summary is refused', facts: {}, then: 'unknown' },
    { when: 'AWS does not say', facts: { root: {} }, then: 'unknown' },
  ],
})
