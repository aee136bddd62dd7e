import { rootCredentials } from '../facts/root-credentials.ts'
import { cannotTell, defineControl, fail, pass } from '../model/index.ts'
import { noRootInChina, rootBestPractices, securityCredentialsPage } from './support/root.ts'

export default defineControl({
  id: 'root-has-no-signing-certificates',
  title: 'Root has no signing certificates',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['D2'],
  rationale:
    'An X.509 signing certificate is an old kind of root credential that signs requests without MFA. Hardly anybody remembers having one.',
  judged:
    'AccountSigningCertificatesPresent of the account summary must be 0; an inactive certificate still counts.',
  references: [rootBestPractices],
  triggers: ['iam:UploadSigningCertificate', 'iam:DeleteSigningCertificate'],
  fix: { api: true, hand: true },
  notIn: noRootInChina,
  procedure: {
    title: 'Delete the root signing certificate',
    steps: [
      'Sign in as root and open the security credentials page.',
      'Under "X.509 signing certificates", deactivate the certificate and wait a week.',
      'Delete it, and sign out.',
    ],
    link: securityCredentialsPage,
  },
  requires: { root: rootCredentials },
  judge({ root }) {
    if (root.signingCertificates === undefined)
      return cannotTell('AWS did not say whether root has signing certificates')
    if (!root.signingCertificates) return pass('none')
    return fail(
      'Root has a signing certificate. It signs requests as root without MFA. Sign in as root, deactivate it, wait a week and delete it.',
    )
  },
  examples: [
    { when: 'there is none', facts: { root: { signingCertificates: false } }, then: 'pass' },
    { when: 'there is one', facts: { root: { signingCertificates: true } }, then: 'fail' },
    { when: 'AWS does not say', facts: { root: {} }, then: 'unknown' },
  ],
})
