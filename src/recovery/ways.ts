import type { RecoveryGate, RecoveryHolder, RecoveryNode, RecoveryState } from '../model/index.ts'
import type { RecoveryFacts } from './input.ts'

const blockedCentrally = 'recovery is blocked centrally (RootCredentialsManagement)'

/** A state that a yes, a no or silence of AWS gives. */
const stateOf = (there: boolean | undefined): RecoveryState =>
  there === undefined ? 'perhaps' : there ? 'known' : 'cut'

/**
 * The ways to become root of the account (IAM user guide, "Lost MFA" and "Reset a lost root password"): the password and
 * MFA; a reset by mail and MFA; the mailbox and the phone where MFA is lost; an access key; AWS Support.
 */
export function wayNodes(facts: RecoveryFacts): RecoveryNode[] {
  const { root, recovery, custodians, passwordIsManaged } = facts
  const blocked = recovery === 'blocked'
  const nodes: RecoveryNode[] = []
  const way = (gate: Omit<RecoveryGate, 'kind' | 'takes'>) =>
    nodes.push({ ...gate, kind: 'way', takes: 'all' })

  const unseen = 'whether root has a password was not seen'
  way({
    id: 'way-sign-in',
    label: 'sign in with the password',
    of: ['password-holder', 'second-factor'],
    state: stateOf(root.password),
    ...(root.password === undefined ? { because: unseen } : {}),
    ...(root.password === false ? { because: 'root has no password' } : {}),
  })
  way({
    id: 'way-reset',
    label: 'reset the password by mail',
    of: ['mailbox', 'second-factor'],
    ...recoveryState(recovery),
  })
  // Whether a blocked recovery also stops the reset of a lost device AWS does not say.
  const half = blocked && root.password !== false
  way({
    id: 'way-lost-mfa',
    label: 'say that MFA is lost',
    of: half ? ['password-holder', 'mailbox', 'phone'] : ['mailbox', 'phone'],
    ...(half
      ? {
          state: 'perhaps' as const,
          because: 'AWS does not say whether blocking recovery also stops the reset of a lost MFA device',
        }
      : recoveryState(recovery)),
    ...(root.mfa === false ? { state: 'cut' as const, because: 'root has no MFA to lose' } : {}),
  })
  way({
    id: 'way-keys',
    label: "use root's access key",
    of: ['key-holder'],
    state: stateOf(root.accessKeys),
    ...(root.accessKeys === undefined ? { because: 'whether root has access keys was not seen' } : {}),
    ...(root.accessKeys === false ? { because: 'root has no access key' } : {}),
  })
  way({
    id: 'way-support',
    label: 'convince AWS Support',
    of: ['papers', 'aws-support'],
    state: 'known',
    because: 'AWS decides: it is drawn and not counted',
  })
  nodes.push(
    {
      id: 'second-factor',
      kind: 'thing',
      label: 'second factor',
      takes: 'any',
      of: ['mfa-holder', 'no-second-factor'],
      state: 'known',
    },
    {
      id: 'no-second-factor',
      kind: 'thing',
      label: 'nothing: root has no MFA',
      takes: 'all',
      of: [],
      state: root.mfa === undefined ? 'perhaps' : root.mfa ? 'cut' : 'known',
      ...(root.mfa === undefined ? { because: 'whether root has MFA was not seen' } : {}),
      ...(root.mfa ? { because: 'root has MFA' } : {}),
    },
    {
      ...people('mfa-holder', "holder of root's MFA device"),
      ...(root.mfa === false ? { state: 'cut', because: 'root has no MFA device' } : {}),
      ...(custodians
        ? { label: "custodian of root's MFA key", count: custodians, state: 'known', grade: 'stated' }
        : {}),
    },
    passwordIsManaged
      ? {
          ...people('password-holder', 'reader of the password manager entry'),
          grade: 'stated',
        }
      : people('password-holder', 'whoever knows the root password'),
    people('key-holder', "whoever or whatever holds root's access key"),
    people('papers', "whoever can show the company's papers"),
    {
      id: 'aws-support',
      kind: 'holder',
      who: 'aws',
      label: 'AWS Support',
      state: 'known',
      together: 1,
    },
  )
  return nodes
}

function recoveryState(recovery: RecoveryFacts['recovery']): Pick<RecoveryGate, 'state' | 'because'> {
  if (recovery === undefined)
    return { state: 'perhaps', because: 'whether recovery is blocked centrally was not seen' }
  return recovery === 'open' ? { state: 'known' } : { state: 'cut', because: blockedCentrally }
}

/** People of whom nobody has said who they are, or how many. */
export const people = (id: string, label: string): RecoveryHolder => ({
  id,
  kind: 'holder',
  who: 'people',
  label,
  state: 'untold',
  together: 1,
})

/** A system that is there, whatever it is. */
export const system = (id: string, label: string): RecoveryHolder => ({
  ...people(id, label),
  who: 'system',
})
