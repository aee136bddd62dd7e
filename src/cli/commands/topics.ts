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
  'first-password': {
    title: "Where a new administrator's first password goes",
    paragraphs: [
      'It is random, must be changed at first sign-in, and is kept nowhere by neverroot. On a terminal it is shown once, on a screen of its own that leaves nothing to scroll back to. Or it goes straight to your password manager: neverroot apply --password-to COMMAND, with one of these as COMMAND, in quotation marks.',
      'For pass, which encrypts it for your key (an entry of that name is replaced):',
      'pass insert -m aws/admin',
      'For KeePassXC, once a database and then the entry. The key file opens the database: keep it as you would a password. A database that asks for a password would take the first password for it, and refuse.',
      'keepassxc-cli db-create --set-key-file ~/aws.key ~/aws.kdbx',
      'keepassxc-cli add -q --no-password -k ~/aws.key -p ~/aws.kdbx aws-admin',
      'For any other, sh -c runs COMMAND with the password and a line break on its standard input, never in an argument. NEVERROOT_ACCOUNT, NEVERROOT_USER and NEVERROOT_SIGN_IN say whose it is. Its standard output is dropped, because some commands repeat what they are given.',
      'If it does not end with exit code 0 within five minutes, or ends without reading the password, nobody has it: the sign-in is taken away again, and the next plan makes a new one. The same holds for Ctrl-C on the screen.',
      'In CI, in CloudShell and without a terminal nothing is shown: there it takes --password-to. The configuration cannot name the command.',
    ],
  },
  recovery: {
    title: 'Who can become root, and what that rests on',
    paragraphs: [
      'neverroot recovery draws it as a graph: each way to become root, what the way takes, and who holds that. From the graph it works out the smallest sets of people and systems that suffice.',
      'AWS resets the root password for whoever reads the root mailbox. Where MFA is lost it takes the mailbox and the phone number on file; so whoever can open the mailbox, answer the phone, or have either brought to them is a part of root.',
      'The mailbox is opened by its owners, by mail administrators, by the identity provider that signs people in to it, and by whoever can redirect its mail: the DNS zone and the registrar. The phone is answered by whoever carries it or talks the carrier into a new SIM, and changed by every principal with account:PutContactInformation.',
      'In a member the centre stands above all of it: it opens root sessions (sts:AssumeRoot), moves root addresses (account:StartPrimaryEmailUpdate) and writes phone numbers. Where recovery is blocked and root has no credentials, the other ways are cut, and shown as cut.',
      'What is not known stands in it as unknown and is counted in two ways: as what was seen, and at worst. What would raise the number is tried on the graph, change by change.',
      'People are counted by their part and never named. AWS Support is drawn and not counted: nobody here can add or take away what AWS decides.',
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
  standalone: {
    title: 'Where no control policy binds root',
    paragraphs: [
      'Service control policies bind the root user of members. They bind neither an account that stands alone nor the management account: there root can do everything, and nothing takes a right from it. neverroot never counts a policy as protection there.',
      'What stands in: no access keys of root; hardware MFA in custody; a mailbox and a phone that one person alone cannot use; an administrator, so that root is not needed; an alarm that two people hear; a copy of what matters that the account cannot delete. Keep workloads out of a management account.',
      'The only thing that does bind root is to make the standalone account a member of an organization whose management account holds nothing else.',
      "Sign-In policies are the one preventive lever besides: a policy of AWS Sign-In that lets people sign in to the console from your networks alone, root too. It does not touch access keys, takes nothing from root once it is in, breaks IAM Identity Center's portal where it asks about the network, and locks everybody out when the network changes. Whether it stops AWS's password recovery is not documented.",
      '1. First have a way back that does not sign in (aws login does): an access key or a role of another account that may call signin:DeleteConsoleAuthorizationConfiguration. Try it from outside your network.',
      '2. In us-east-1, PutResourcePermissionStatement: two networks of yours, an administrator as excluded principal, and the actions signin:Authenticate, signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token together. Read it back with GetResourcePolicy.',
      '3. neverroot drill root --open, then with two people present PutConsoleAuthorizationConfiguration for the account. Try an administrator and root, from inside and outside. neverroot drill root --close.',
      '4. Back: DeleteConsoleAuthorizationConfiguration, or AWS Support: https://support.aws.amazon.com/#/contacts/aws-account-support needs no sign-in. neverroot neither reads nor writes these policies.',
    ],
  },
}
