/** The order guard: no step takes a way in away before another one was seen to work. */
import type { Caller, Fact, Json, PlanItem, Step, WayIn } from '../../model/index.ts'

type Removal = 'switches-off' | 'deletes'

/** What of root's own a step takes away; undefined where it takes no way in away. */
export function removesWayIn({ action, input }: Pick<Step, 'action' | 'input'>): Removal | undefined {
  const given = (input ?? {}) as { readonly [key: string]: Json | undefined }
  switch (action) {
    case 'iam:UpdateAccessKey':
    case 'iam:UpdateSigningCertificate':
      return given.Status === 'Inactive' ? 'switches-off' : undefined
    case 'iam:DeleteAccessKey':
    case 'iam:DeleteSigningCertificate':
      return 'deletes'
    // Without a user name it is root's own.
    case 'iam:DeleteLoginProfile':
    case 'iam:DeactivateMFADevice':
      return given.UserName === undefined ? 'deletes' : undefined
    default:
      return undefined
  }
}

/** A root session is for the beginning: contacts, the spend alarm, one administrator, and root's own credentials. */
const bootstrap =
  /^(account:|sns:|budgets:|iam:(.*(Group|User|UserToGroup|UserFromGroup|GroupPolicy|LoginProfile|PasswordPolicy|AccessKey|SigningCertificate)$))/

/** Why a step is not for a root session; undefined where it is, and for everybody else. */
export const beyondBootstrap = (
  { action }: Pick<Step, 'action'>,
  { root }: { root?: boolean },
): string | undefined =>
  root && !bootstrap.test(action)
    ? `${action} is not for a root session: do it as an administrator`
    : undefined

const howTo =
  'Sign in as an administrator who is not root, with MFA, and run neverroot audit: then the administrator was seen to work'

/**
 * Why a step must wait, as a sentence; undefined where it need not. Not knowing is no yes. What cannot be undone also
 * needs the administrator's MFA: without it a stolen password would be the only way in that is left.
 */
export function heldBack(
  step: Pick<Step, 'action' | 'input'>,
  wayIn: Fact<WayIn | undefined>,
): string | undefined {
  const removal = removesWayIn(step)
  if (!removal) return undefined
  if (wayIn.state === 'unknown')
    return `whether an administrator works could not be seen (${wayIn.message}), so no way in is taken away. ${howTo}.`
  const seen = wayIn.state === 'known' ? wayIn.value : undefined
  if (!seen) return `no administrator was seen to work within 30 days, so no way in is taken away. ${howTo}.`
  if (removal === 'deletes' && seen.mfa !== true)
    return seen.mfa === false
      ? `${seen.name} has no MFA, so nothing is taken away for good. Register MFA for ${seen.name} first.`
      : `whether ${seen.name} has MFA cannot be read, so nothing is taken away for good. Say so: neverroot attest administrators-have-mfa.`
  return undefined
}

/** Why a step must not be done by whoever is signed in: nobody cuts off the credential that they work with. */
export function ownCredential(
  { action, input }: Pick<Step, 'action' | 'input'>,
  signedWith: string | undefined,
): string | undefined {
  const { AccessKeyId: id, Status } = (input ?? {}) as { readonly [key: string]: Json | undefined }
  const cuts = action === 'iam:DeleteAccessKey' || (action === 'iam:UpdateAccessKey' && Status === 'Inactive')
  return cuts && signedWith !== undefined && id === signedWith
    ? 'this very command runs with it, and nothing cuts off its own hand. Sign in otherwise: aws login.'
    : undefined
}

/**
 * Why a step about root's own credentials cannot be done by whoever is signed in: without a user name IAM means the caller,
 * so to everybody else root's keys look as if they were gone.
 */
export function onlyForRoot(
  { action, input, as }: Pick<Step, 'action' | 'input'> & Partial<Pick<Step, 'as'>>,
  caller: Pick<Caller, 'root'>,
): string | undefined {
  const { UserName } = (input ?? {}) as { readonly [key: string]: Json | undefined }
  const root = as?.startsWith('root-task:') || (caller.root && (as === undefined || as === 'caller'))
  return !root && UserName === undefined && /:(Update|Delete)(AccessKey|SigningCertificate)$/.test(action)
    ? "only root reaches root's own credentials: aws login as root."
    : undefined
}

const changesMailbox = ({ action }: Pick<Step, 'action'>): boolean =>
  /^account:(Start|Accept)PrimaryEmailUpdate$/.test(action)

/**
 * A number from the configuration is taken for a new one: whether it is the same cannot be seen from the step.
 */
const changesPhone = ({ action, input }: Pick<Step, 'action' | 'input'>): boolean =>
  action === 'account:PutContactInformation' &&
  JSON.stringify(input).includes('{"$config":"contacts.primary.phone"}')

/**
 * The accounts of a plan whose mailbox and phone would change together. Whoever holds both gets past root's MFA
 * (Organizations user guide, "Updating the root user email address"), and one mistake would lose both ways to recover root.
 */
export function mailboxWithPhone(items: readonly Pick<PlanItem, 'steps'>[]): Set<string> {
  const steps = items.flatMap((item) => item.steps)
  const phones = new Set(steps.filter(changesPhone).map(({ account }) => account))
  return new Set(
    steps.filter((step) => changesMailbox(step) && phones.has(step.account)).map((s) => s.account),
  )
}

/** Holds the mailbox back where the phone changes too: one after the other, each in a plan of its own. */
export function mailboxAfterPhone(items: readonly PlanItem[]): PlanItem[] {
  const both = mailboxWithPhone(items)
  if (both.size === 0) return [...items]
  return items.map((item) =>
    item.steps.some((step) => changesMailbox(step) && both.has(step.account))
      ? {
          ...item,
          steps: [],
          waiting: [
            'the root address changes after the phone number, in a plan of its own: never both at once',
            ...(item.waiting ?? []),
          ],
        }
      : item,
  )
}

/** A contact of the account that the call names: in the account itself nobody names it, and AWS refuses who does. */
const changesContactOf = ({ action, input }: Pick<Step, 'action' | 'input'>): boolean =>
  /^account:(PutContactInformation|(Put|Delete)AlternateContact)$/.test(action) &&
  ((input ?? {}) as { readonly [key: string]: Json | undefined }).AccountId !== undefined

/**
 * Steps about a member that the centre of its organization makes, and no role in the member: the root address, which AWS
 * takes from nobody in the member, and contacts where the call names the member.
 */
export const isMadeByCentre = (step: Pick<Step, 'action' | 'input'>): boolean =>
  changesMailbox(step) || changesContactOf(step)
