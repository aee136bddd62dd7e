import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'

/** The assigned virtual MFA devices of an account, by owner. */
export interface VirtualMfaDevices {
  /** How many belong to root. */
  root: number
  /** IAM user name -> number of devices. */
  users: ReadonlyMap<string, number>
}

/**
 * Whose a virtual device is, is told by `User.Arn` alone: root's device can have any name, and an IAM user's device can
 * be called root-account-mfa-device. FIDO devices and hardware tokens are not in this list (IAM API reference,
 * ListVirtualMFADevices).
 */
export const virtualMfaDevices: Fetcher<VirtualMfaDevices> = {
  name: 'virtual-mfa-devices',
  reads: ['iam:ListVirtualMFADevices'],
  async collect(source) {
    const listed = await pages(
      source,
      'iam:ListVirtualMFADevices',
      { AssignmentStatus: 'Assigned', MaxItems: 1000 },
      (o) => ({
        items: o.VirtualMFADevices,
        next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined,
      }),
    )
    if (!listed.ok) return listed.unknown
    const users = new Map<string, number>()
    let root = 0
    for (const device of listed.items) {
      const arn = device.User?.Arn ?? ''
      if (arn.endsWith(':root')) root++
      else if (arn) {
        const name = device.User?.UserName ?? arn.slice(arn.lastIndexOf('/') + 1)
        users.set(name, (users.get(name) ?? 0) + 1)
      }
    }
    return known({ root, users }, [observed('iam:ListVirtualMFADevices', listed.at, { ofRoot: root })])
  },
}
