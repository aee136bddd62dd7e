import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { asRoot } from './as-root.ts'

/** How root of a member is signed in to. */
export interface MemberRootSignIn {
  password: boolean
  devices: readonly { serial: string; virtual: boolean }[]
}

/**
 * The password and the MFA devices of a member's root, one by one, in an audit session of its root: only root may list its
 * own (IAM user guide, "Perform a privileged task on an AWS Organizations member account"; AWS Managed Policy Reference,
 * IAMAuditRootUserCredentials). The session needs sts:AssumeRoot in the account that looks, and no permission here.
 */
export const memberRootSignIn: Fetcher<MemberRootSignIn> = {
  name: 'member-root-sign-in',
  reads: [],
  onlyToMend: true,
  async collect(source) {
    const call = await asRoot(source)
    if ('state' in call) return call
    const profile = await call('iam:GetLoginProfile', {})
    if (!profile.ok && !/^NoSuchEntity/.test(profile.code)) return profile.unknown
    const listed = await pages({ call }, 'iam:ListMFADevices', {}, (o) => ({
      items: o.MFADevices,
      next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined,
    }))
    if (!listed.ok) return listed.unknown
    const serials = listed.items.map((device) => device.SerialNumber ?? '')
    if (serials.includes(''))
      return unknown('failed', 'iam:ListMFADevices answered with a device that has no serial number')
    // A virtual device is named by an ARN of its own kind; security keys by another, hardware tokens by their number.
    const devices = serials.map((serial) => ({ serial, virtual: /:mfa\//.test(serial) }))
    return known({ password: profile.ok, devices }, [
      observed('iam:GetLoginProfile', profile.at, { ofRoot: profile.ok }),
      observed('iam:ListMFADevices', listed.at, { ofRoot: devices.length }),
    ])
  },
}
