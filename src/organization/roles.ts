import type { Answer, Door, Output } from '../aws/index.ts'
import type { Caller } from '../model/index.ts'

/** What every session in a member is opened with. */
export interface SessionTerms {
  /** The names of the roles that are tried, in this order. */
  roles: readonly string[]
  /** What the session may do at most, whatever the role may: the generated read policy. */
  policy: string
  /** Told in the member's CloudTrail. */
  sessionName: string
  sourceIdentity: string
}

/** The roles that AWS makes in members: Organizations' own, and Control Tower's (their user guides). */
export const usualRoles: readonly string[] = ['OrganizationAccountAccessRole', 'AWSControlTowerExecution']

/** The role that `neverroot permissions org` makes: it can do nothing but read what an audit reads. */
export const readRole = 'neverroot-read'

/** Told in the CloudTrail of members; the trust policy of the read role takes no other. */
export const auditSession = 'neverroot-audit'

export interface OpenedRole {
  role: string
  arn: string
  credentials: NonNullable<Output<'sts:AssumeRole'>['Credentials']>
}

/** The names of roles whose trust policy was seen not to allow a source identity: the next account need not be asked in vain. */
export interface Learnt extends Set<string> {
  /** The first account that is asked for a role: those that are begun meanwhile wait for what it teaches. */
  first?: Map<string, Promise<unknown>>
}

/**
 * Opens a session in a member through the first role that lets us in. A source identity needs `sts:SetSourceIdentity` in the
 * trust policy, which the roles that AWS makes do not have (IAM user guide, "Monitor and control actions taken with
 * assumed roles"): where it is refused the session is opened without. Gives the names that were tried where none does.
 */
export async function openRole(
  { call }: Pick<Door, 'call'>,
  caller: Caller,
  account: string,
  terms: SessionTerms,
  learnt: Learnt,
): Promise<OpenedRole | { refused: Answer<never> & { ok: false } }> {
  const partition = caller.arn.split(':')[1] ?? 'aws'
  const ask = (role: string, named: boolean) =>
    call('sts:AssumeRole', {
      RoleArn: `arn:${partition}:iam::${account}:role/${role}`,
      RoleSessionName: terms.sessionName,
      Policy: terms.policy,
      ...(named ? { SourceIdentity: terms.sourceIdentity } : {}),
    })
  let refused: (Answer<never> & { ok: false }) | undefined
  for (const role of terms.roles) {
    const answer = await asFirst(learnt, role, async () => {
      const named = !learnt.has(role)
      const answer = await ask(role, named)
      if (!named || answer.ok || !isRefusal(answer.code)) return answer
      const without = await ask(role, false)
      if (without.ok) learnt.add(role)
      return without
    })
    const { Credentials: credentials, AssumedRoleUser: user } = answer.ok ? answer.output : {}
    if (credentials) return { role, arn: user?.Arn ?? '', credentials }
    if (!answer.ok) {
      refused = answer
      // What is no refusal of this role would meet the next one as well.
      if (!isRefusal(answer.code)) break
    }
  }
  return {
    refused: refused ?? {
      ok: false,
      code: 'NoRole',
      message: 'no role was tried',
      unknown: { state: 'unknown', why: 'denied', needs: ['sts:AssumeRole'], message: 'no role was tried' },
      at: new Date(0).toISOString(),
    },
  }
}

/** Asks at once, but for those that come while the very first one is asked: hundreds of members are begun together. */
async function asFirst<T>(learnt: Learnt, role: string, ask: () => Promise<T>): Promise<T> {
  const first = (learnt.first ??= new Map<string, Promise<unknown>>())
  const before = first.get(role)
  if (!before) {
    const asked = ask()
    first.set(role, asked)
    return asked
  }
  await before.catch(() => undefined)
  return ask()
}

const isRefusal = (code: string) => /^AccessDenied/.test(code)

/** Whom to name in the members' CloudTrail: the caller's own name, in the characters that STS takes. */
export function sourceIdentityOf({ arn }: Caller): string {
  const name = (arn.split('/').at(-1) ?? '').replace(/[^\w+=,.@-]/g, '-').slice(0, 64)
  return name.length >= 2 ? name : 'neverroot'
}
