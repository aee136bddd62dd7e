import { type Fetcher, observed } from '../aws/index.ts'
import { type Evidence, known } from '../model/index.ts'
import { administrators, type AdministratorUser } from './administrators.ts'
import { credentialReport, isFresh } from './credential-report.ts'
import { virtualMfaDevices } from './virtual-mfa-devices.ts'

/** What protects one IAM user with (or one step from) full access. */
export interface AdministratorCredentials extends AdministratorUser {
  mfa: boolean
  activeKeys: number
  passwordLastChanged?: Date
  passwordLastUsed?: Date
  created?: Date
}

/**
 * MFA, keys and password dates of the administrators among IAM users. The credential report can be four hours old, so
 * neither its yes nor its no is believed then: the list of virtual devices is live, and whoever is not in it is looked
 * at live (ListMFADevices), until the first one without MFA is confirmed.
 */
export const administratorsMfa: Fetcher<readonly AdministratorCredentials[]> = {
  name: 'administrators-mfa',
  reads: [...administrators.reads, ...virtualMfaDevices.reads, 'iam:ListMFADevices'],
  async collect(source) {
    const [admins, report] = await Promise.all([source.get(administrators), source.get(credentialReport)])
    if (admins.state !== 'known') return admins
    if (report.state !== 'known') return report
    if (admins.value.users.length === 0) return known([], report.evidence)
    const virtual = await source.get(virtualMfaDevices)
    const evidence: Evidence[] = [...report.evidence, ...(virtual.state === 'known' ? virtual.evidence : [])]
    const fresh = isFresh(report.value, source.now)
    let confirmed = false
    const list: AdministratorCredentials[] = []
    for (const user of admins.value.users) {
      const row = report.value.users.find((r) => r.user === user.name)
      const app = virtual.state === 'known' && (virtual.value.users.get(user.name) ?? 0) > 0
      let mfa = app || row?.mfaActive === true
      if (!app && !confirmed && (!fresh || row?.mfaActive === undefined)) {
        const live = await source.call('iam:ListMFADevices', { UserName: user.name })
        if (!live.ok) return live.unknown
        const devices = live.output.MFADevices?.length ?? 0
        mfa = devices > 0
        confirmed = !mfa && user.certain
        evidence.push(observed('iam:ListMFADevices', live.at, { devices }))
      }
      list.push({
        ...user,
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
