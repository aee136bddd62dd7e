/** What `explain` knows beside the controls. */
export const topics: Readonly<Record<string, { title: string; paragraphs: readonly string[] }>> = {
  statuses: {
    title: 'What the statuses mean',
    paragraphs: [
      'pass: it is so. fail: it is not, and the line says what to do.',
      'review: only a person can say, and nobody has, or what was said has lapsed.',
      'unknown: it could not be looked at. The line names the missing permission, or from where it can be seen. Unknown is never good and never bad.',
      'not-applicable: it does not concern this account, with the reason. excepted: somebody answers for it until a date; it stays visible.',
    ],
  },
  grades: {
    title: 'How good the evidence is',
    paragraphs: [
      'proven: observed through an API. witnessed: distinct people answered a challenge. stated: somebody said so; it lapses.',
      'The score counts only what is known, and a stated pass counts half. Coverage is a number of its own: known of all. A critical failure makes the grade F whatever the score.',
    ],
  },
  'root-session': {
    title: 'When you arrive as root',
    paragraphs: [
      'aws login and CloudShell hand out sessions of whoever is signed in, root too. neverroot recognises one and says so on top of the report.',
      'Use it for what only root can do and for making an administrator. Then run aws logout, sign out of root in the browser, sign in as that administrator, and run neverroot audit again: only then was the administrator seen to work.',
    ],
  },
  takeover: {
    title: 'When the account looks taken over',
    paragraphs: [
      'Change nothing that looks like hygiene: it destroys evidence and warns whoever is in.',
      '1. Preserve CloudTrail: copy the event history and the trail bucket out of reach of this account.',
      '2. Cut the way back in: the root mailbox (password, forwarding rules, sessions), then the phone number.',
      '3. End sessions and deactivate keys: root keys, new IAM users, roles that trust strangers.',
      '4. Locked out, or asked to pay for it: https://support.aws.amazon.com/#/contacts/aws-account-support needs no sign-in.',
    ],
  },
  leaving: {
    title: 'Before an account leaves its organization',
    paragraphs: [
      'Service control policies and central root access fall away on that day, and budgets forget what was spent before.',
      'Before: allow root recovery again, and prove that the root mailbox, the phone number and a means of payment of its own work. Then set a root password from a password manager and register MFA, and only then leave.',
    ],
  },
}
