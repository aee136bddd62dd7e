/** The message of a drill of the mailboxes: plain text of the organization's own, nothing like AWS's, and nothing to click. */
import type { MailRole } from '../model/index.ts'
import type { Letter } from './letter.ts'
import { sshNamespace } from './ssh-signature.ts'

export interface ContactsLetter {
  account: string
  /** Words by which people know that it is their own organization's. */
  phrase: string
  by: string
  reason: string
  roles: readonly MailRole[]
  code: string
  until: Date
  reminder?: true
  /** Keys are on file: whoever has no way in signs the code. */
  sign?: boolean
  /** Whoever sends it adds a link to unsubscribe. */
  unsubscribe?: boolean
  /** The account is one of the sandbox. */
  sandbox?: string
}

const purposes: Readonly<Record<MailRole, string>> = {
  root: 'recovery of the account, and notices to its owner',
  billing: 'billing contact',
  operations: 'operations contact',
  security: 'security contact',
  'spend-alarm': 'alarm on spend',
  'root-alarm': 'alarm on use of the root user',
}

/** What `--print` hands out and a mail server is given. Lines are at most 78 characters, but for what people wrote. */
export function contactsLetter(letter: ContactsLetter): Letter {
  const { account, roles, code, until, reminder, sandbox } = letter
  const [by, reason, phrase] = [letter.by, letter.reason, letter.phrase].map(oneLine) as [
    string,
    string,
    string,
  ]
  return {
    subject: `${reminder ? 'Reminder of a drill' : 'Drill'}: does somebody read this mailbox? (${phrase})`,
    text: [
      phrase,
      '',
      `THIS IS A DRILL. Nothing has happened, and answering changes nothing.`,
      ...(sandbox ? [`It is about the sandbox ${sandbox}, and no real account.`] : []),
      ...(reminder ? ['Nobody has answered at this mailbox yet.'] : []),
      '',
      `${by} sends it, to see that somebody reads what comes to this mailbox`,
      `about our cloud account ${account}. It is there for:`,
      ...roles.map((role) => `  - ${purposes[role]}`),
      `Why now: ${reason}`,
      '',
      `Your code: ${code}`,
      '',
      'What to do: where neverroot keeps its records, signed in as yourself, run',
      '    neverroot drill contacts',
      'and type the code when it asks. Whoever else reads this mailbox may answer,',
      'too, each as themselves: the code is the same for all of you.',
      ...(letter.sign ? signing(letter) : []),
      `If you cannot, tell the code to ${by}: by a call to a number`,
      'that you know, or in person. It then counts as a word.',
      `The code counts until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      '',
      ...(letter.unsubscribe
        ? [
            'Nobody will ever ask you for a password, here or afterwards. The link below',
            'this text was added by the service that sends it: do not follow it, or this',
            'mailbox hears no more of alarms. If you are in doubt,',
          ]
        : [
            'Nobody will ever ask you for a password, here or afterwards. There is no',
            'link in this message: do not trust one that has any. If you are in doubt,',
          ]),
      'ask by a way that you know, and do not answer this mail.',
      '',
    ].join('\n'),
  }
}

/** A signature may be handed on: it is for this code alone, and whoever hands it on is not its signer. */
const signing = ({ account, code }: ContactsLetter) => [
  'If you have no way in there, sign the code with the SSH key that is on file:',
  `    printf '%s\\n' 'neverroot drill ${account} ${code}' |`,
  `    ssh-keygen -Y sign -n ${sshNamespace} -f ~/.ssh/id_ed25519 > answer.sig`,
  'It goes, with the code, into: neverroot drill contacts --signature answer.sig',
]

/** What people wrote stays on its line: it cannot imitate the parts around it. */
const oneLine = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
