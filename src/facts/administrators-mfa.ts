import { type Fetcher, observed } from '../aws/index.ts'
import { type Evidence, known } from '../model/index.ts'
import { administrators } from './administrators.ts'
import { credentialReport } from './credential-report.ts'
import { virtualMfaDevices } from './virtual-mfa-devices.ts'

/** What protects one IAM user with (or one step from) full access. */
export interface AdministratorCredentials {
  name: string
  how: 'full' | 'self-grantable'
  mfa: boolean
  activeKeys: number
  passwordLastChanged?: Date
  passwordLastUsed?: Date
  created?: Date
}

/** A report younger than this shows the present state well enough. */
const freshMs = 5 * 60_000

/**
 * MFA, keys and password dates of the administrators among IAM users. The credential report can be four hours old, so
 * an administrator whom it shows without MFA is looked at live (ListMFADevices) before it is said; the first one
 * confirmed is enough.
 */
export const administratorsMfa: Fetcher<readonly AdministratorCredentials[]> = {
  name: 'administrators-mfa',
  reads: [
    'iam:GetAccountAuthorizationDetails',
    'iam:GetCredentialReport',
    'iam:ListVirtualMFADevices',
    'iam:ListMFADevices',
  ],
  async collect(source) {
    const [admins, report, virtual] = await Promise.all([
      source.get(administrators),
      source.get(credentialReport),
      source.get(virtualMfaDevices),
    ])
    if (admins.state !== 'known') return admins
    if (report.state !== 'known') return report
    const evidence: Evidence[] = [...report.evidence, ...(virtual.state === 'known' ? virtual.evidence : [])]
    const fresh = source.now.getTime() - report.value.generated.getTime() < freshMs
    let confirmed = fresh
    const list: AdministratorCredentials[] = []
    for (const { name, how } of admins.value.users) {
      const row = report.value.users.find((r) => r.user === name)
      let mfa =
        row?.mfaActive === true || (virtual.state === 'known' && (virtual.value.users.get(name) ?? 0) > 0)
      if (!mfa && !confirmed) {
        const live = await source.call('iam:ListMFADevices', { UserName: name })
        if (live.ok) {
          mfa = (live.output.MFADevices ?? []).length > 0
          confirmed = !mfa
          evidence.push(
            observed('iam:ListMFADevices', live.at, { devices: live.output.MFADevices?.length ?? 0 }),
          )
        } else if (row?.mfaActive === undefined) return live.unknown
      }
      list.push({
        name,
        how,
        mfa,
        activeKeys: row?.keys.filter((k) => k.active).length ?? 0,
        passwordLastChanged: row?.passwordLastChanged,
        passwordLastUsed: row?.passwordLastUsed,
        created: row?.created,
      })
    }
    return known(list, evidence)
  },
}
