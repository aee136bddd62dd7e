import type { Account, IamUser, MfaDevice, VirtualMfaDevice } from '../../world.ts'

const isRoots = ({ assignedTo }: VirtualMfaDevice): boolean => assignedTo === 'root'
const isOf =
  (user: IamUser) =>
  ({ assignedTo }: VirtualMfaDevice): boolean =>
    typeof assignedTo === 'object' && assignedTo.user === user.name

/** Every device of a user: its own tokens and keys, and the virtual devices assigned to it. */
export const devicesOf = (account: Account, user: IamUser): MfaDevice[] =>
  together(account, user.mfaDevices, account.iam.virtualMfaDevices.filter(isOf(user)))

/** Every device of root. A virtual one may stand in both lists of the world. */
export const devicesOfRoot = (account: Account): MfaDevice[] =>
  together(account, account.root.mfaDevices, account.iam.virtualMfaDevices.filter(isRoots))

function together(account: Account, own: MfaDevice[], virtual: VirtualMfaDevice[]): MfaDevice[] {
  const known = new Set(own.map((device) => device.serialNumber))
  const rest = virtual.filter((device) => !known.has(device.serialNumber))
  return [
    ...own,
    ...rest.map(({ serialNumber, enabled }) => ({ serialNumber, enabled: enabled ?? account.createdAt })),
  ]
}
