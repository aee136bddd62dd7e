/** What the recovery graph is drawn from: what was seen and said, in plain values. Undefined is "not known", everywhere. */
import type { Grade } from '../model/index.ts'

/**
 * What a principal may do that bears on root. `phone`: change the phone number on file (account:PutContactInformation). `mailbox`: change the root address of members
 * (account:StartPrimaryEmailUpdate). `root-session`: sts:AssumeRoot. `administrator`: everything.
 */
export type Right = 'phone' | 'mailbox' | 'root-session' | 'administrator'

/** How a right is had; `after`: once it has given itself the right; `perhaps`: under conditions that could not be checked. */
export type Having = 'now' | 'after' | 'perhaps'

/** An IAM user or role with at least one such right. */
export interface Power {
  /** Masked where it is an address. */
  name: string
  /** `entered`: a role that people come to through an identity provider. */
  kind: 'user' | 'role' | 'entered'
  rights: Readonly<Partial<Record<Right, Having>>>
}

export interface MailboxFacts {
  /** At a public provider, whose domain is not ours. */
  publicProvider?: boolean
  /** Whom it reaches, as somebody showed or said. */
  owners?: { count: number; grade: Grade }
  /** True: a part of it runs in this account or organization; false: none does. */
  inside?: boolean
  /** What was seen to be inside, in words: "the zone corp.example (Route 53)". It counts whatever was said. */
  insideSeen?: string
  /** Where the parts are, as far as look-ups showed: a name server, the registrar, a mail server. */
  seenAt?: Readonly<Partial<Record<'dns' | 'registrar' | 'exchanger', string>>>
}

export interface RecoveryFacts {
  /** `unknown`: whether there is an organization above it could not be seen. */
  vantage: 'standalone' | 'management' | 'member' | 'unknown'
  root: { mfa?: boolean; password?: boolean; accessKeys?: boolean }
  /** Whether "Forgot password" works. */
  recovery?: 'open' | 'blocked'
  mailbox: MailboxFacts
  /** False: there is no number on file. */
  phone?: boolean
  /** Somebody said that the password lies in a password manager. */
  passwordIsManaged: boolean
  /** Custodians of root's MFA keys in the register. */
  custodians?: number
  /** Undefined: the users and roles could not be seen. */
  powers?: readonly Power[]
  /** Of a member: what the centre of its organization may do. */
  centre?: {
    /** Undefined: it could not be seen from here; that there is somebody is certain. */
    powers?: readonly Power[]
    /** Whether root sessions are switched on. */
    rootSessions?: boolean
    /** Other members that act for the centre: how many for IAM (root sessions), how many for contacts and addresses. */
    delegates?: { iam: number; account: number }
  }
  /** What somebody said of root-recovery-takes-more-than-one. */
  apart?: boolean
}
