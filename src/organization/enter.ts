import type { Answer, Credentials, Door, Input, Operation, Source } from '../aws/index.ts'
import { type Caller, type ListedAccount, unknown, type Unknown } from '../model/index.ts'
import { centralReads } from './reads.ts'
import { type Learnt, openRole, type SessionTerms } from './roles.ts'
import { sessionCredentials } from './session.ts'

/** How the calls about a member are made. */
export interface Entry {
  /** `role OrganizationAccountAccessRole`, `root session`, or what is left without either. */
  how: string
  caller: Caller
  signedWith?: string
  call: Source['call']
  /** Why no session could be opened; what only a session shows is then unknown. */
  gap?: Unknown
  close(): void
}

export interface EnterOptions {
  /** The door of whoever looks: the management account, or a delegated administrator. */
  door: Door
  caller: Caller
  terms: SessionTerms
  learnt: Learnt
  /** Without a role, a root session that may only read root's credentials is opened. */
  rootSessions: boolean
  /** A door for other credentials; it reads, as every door does. */
  as(credentials: Credentials, account: string): Door
}

/**
 * What an audit root session may do (AWS Managed Policy Reference, IAMAuditRootUserCredentials). The rest of the policy is
 * not needed here.
 */
const ofRootSession: ReadonlySet<string> = new Set([
  'iam:GetAccountSummary',
  'iam:ListAccessKeys',
  'iam:ListSigningCertificates',
  'iam:ListMFADevices',
  'iam:GetLoginProfile',
  'iam:GetAccessKeyLastUsed',
])

/**
 * What the Account API tells the centre about a member that it names (Account Management reference guide, "API modes of
 * operation").
 */
const central: ReadonlySet<string> = new Set(centralReads)

/**
 * Opens the way to a member's facts: its role, else what the centre is told about it, and, where asked for, a root session
 * for the audit of root's credentials. An account that shuts everybody out is not tried.
 */
export async function enter(account: ListedAccount, options: EnterOptions): Promise<Entry> {
  const { door, caller, terms, learnt, rootSessions } = options
  const opened = await openRole(door, caller, account.id, terms, learnt)
  if ('credentials' in opened) {
    const own = options.as(sessionCredentials(opened.credentials), account.id)
    return {
      how: `role ${opened.role}`,
      caller: { account: account.id, arn: opened.arn, root: false },
      signedWith: opened.credentials.AccessKeyId!,
      call: own.call,
      close: () => own.close(),
    }
  }
  const gap = gapOf(opened.refused, terms.roles)
  const root = rootSessions ? await openRoot(account, options) : undefined
  const refused = async (): Promise<Answer<never>> => ({
    ok: false,
    code: 'NotEntered',
    message: gap.message,
    unknown: gap,
    at: opened.refused.at,
  })
  const call = (async <O extends Operation>(operation: O, input: Input<O>, where?: { region?: string }) => {
    if (root?.door && ofRootSession.has(operation)) return root.door.call(operation, input, where)
    if (central.has(operation))
      return door.call(operation, { ...(input as object), AccountId: account.id } as Input<O>, where)
    return refused()
  }) as Source['call']
  return {
    how: root?.door ? 'root session' : 'from outside',
    caller: { account: account.id, arn: caller.arn, root: false },
    call,
    gap: root?.gap ?? gap,
    close: () => root?.door?.close(),
  }
}

/** Opens a session that may read root's credentials and nothing else, for 15 minutes (STS API reference, AssumeRoot). */
export async function openRoot(
  account: Pick<ListedAccount, 'id'>,
  { door, caller, as }: Pick<EnterOptions, 'door' | 'caller' | 'as'>,
): Promise<{ door?: Door; gap?: Unknown }> {
  const partition = caller.arn.split(':')[1] ?? 'aws'
  const answer = await door.call('sts:AssumeRoot', {
    TargetPrincipal: account.id,
    TaskPolicyArn: { arn: `arn:${partition}:iam::aws:policy/root-task/IAMAuditRootUserCredentials` },
  })
  const given = answer.ok ? answer.output.Credentials : undefined
  if (!given)
    return {
      gap: unknown(
        'denied',
        `neither a role nor a root session could be opened: ${answer.ok ? 'AWS gave no credentials' : answer.message}`,
        ['sts:AssumeRole', 'sts:AssumeRoot'],
      ),
    }
  return { door: as(sessionCredentials(given), account.id) }
}

/** Which role is missing, in a sentence that is the same for every member that lacks it. */
export function gapOf(refused: Answer<never> & { ok: false }, roles: readonly string[]): Unknown {
  if (/^AccessDenied|^NoRole/.test(refused.code))
    return unknown('denied', `no role of the account lets us in (tried ${roles.join(', ') || 'none'})`, [
      'sts:AssumeRole',
    ])
  return { ...refused.unknown, message: `no session could be opened: ${refused.unknown.message}` }
}
