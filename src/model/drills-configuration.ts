/** What `neverroot.yaml` declares of drills of mailboxes. */
import type { AnswerWay } from './contacts-drill.ts'
import type { MailSender } from './watch.ts'

export interface DrillsConfiguration {
  /** Words by which people know that a drill is their own organization's. */
  phrase?: string
  mail?: MailSender
  ses?: SesSender
  /** A topic for each mailbox: ARNs. */
  sns?: { topics: string[] }
  answers?: DrillAnswers
}

/** Amazon SES, through which mail goes. */
export interface SesSender {
  region: string
  /** An address that is verified there, or whose domain is. */
  from: string
}

/** Who may answer a drill without being somebody to AWS. */
export interface DrillAnswers {
  /** An allowed_signers file of OpenSSH: whose an SSH key is. */
  signers?: string
  token?: TokenIssuer
  /** What one person is called by each of the ways: without it nobody knows that two names are one person's. */
  people?: Partial<Record<AnswerWay, string>>[]
}

/** An identity provider that says who signed in (OpenID Connect). */
export interface TokenIssuer {
  /** As its tokens name it; its keys are looked up below it. */
  issuer: string
  /** The client id for which its tokens are made. */
  audience: string
  /** By which field of a token somebody is known. Default `sub`. */
  claim?: 'sub' | 'email'
  /** True: a token counts only with the drill's challenge as its nonce. */
  nonce?: boolean
}
