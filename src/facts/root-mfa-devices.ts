import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'

export interface RootMfaDevices {
  total: number
  virtual: number
  fido: number
}

/**
 * All of root's MFA devices: only root itself (or an AssumeRoot audit session) may list them, without a user name
 * (IAM user guide, "Perform a privileged task on a member account"). Whether an `aws login` session of root may omit the
 * name is not documented, so a ValidationError is "could not look".
 */
export const rootMfaDevices: Fetcher<RootMfaDevices> = {
  name: 'root-mfa-devices',
  reads: [],
  async collect(source) {
    if (!source.caller.root)
      return unknown('elsewhere', "only a root session can list root's MFA devices", [])
    const answer = await source.call('iam:ListMFADevices', {})
    if (!answer.ok) return answer.unknown
    const serials = (answer.output.MFADevices ?? []).map((d) => d.SerialNumber ?? '')
    const virtual = serials.filter((s) => /:mfa\//.test(s)).length
    const fido = serials.filter((s) => /:u2f\//.test(s)).length
    return known({ total: serials.length, virtual, fido }, [
      observed('iam:ListMFADevices', answer.at, { ofRoot: serials.length, virtual, fido }),
    ])
  },
}
