/** Describes what of a domain and its mail runs in an account: zones, registrations, mail that comes in, addresses. */
import type { MailReceipt } from '../world.ts'
import { BackupBuilder } from './backups.ts'
import { moment, nextHex, nextId, type When } from './ids.ts'
import { homeRegion } from './records.ts'

export interface ZoneSpec {
  private?: boolean
  /** Left out: four of Route 53's. */
  nameServers?: string[]
}

export class DomainBuilder extends BackupBuilder {
  /** A hosted zone of Route 53; public unless said otherwise. */
  hostedZone(name: string, spec: ZoneSpec = {}): this {
    const ofRoute53 = ['com', 'net', 'org', 'co.uk'].map((end, i) => `ns-${512 * i + 42}.awsdns-0${i}.${end}`)
    ;(this.account.hostedZones ??= []).push({
      id: nextId(this.world, 'Z', 20),
      name,
      private: spec.private ?? false,
      nameServers: spec.private ? [] : (spec.nameServers ?? ofRoute53),
    })
    return this
  }

  /** A domain that is registered with Route 53 until `until` (a date, or days before the beginning: negative ones lie after it). */
  registers(name: string, until: When, spec: { autoRenew?: boolean; transferLock?: boolean } = {}): this {
    ;(this.account.registeredDomains ??= []).push({
      name,
      expiry: moment(this.world.began, until),
      autoRenew: spec.autoRenew ?? true,
      transferLock: spec.transferLock ?? true,
    })
    return this
  }

  /** Mail that SES takes in for a verified domain; `recipients` left out: for all of them. */
  receivesMail(
    domain: string,
    spec: { region?: string; recipients?: string[]; enabled?: boolean; verified?: boolean } = {},
  ): this {
    const { region = homeRegion(this.world), recipients, enabled = true, verified = true } = spec
    const receipt: MailReceipt = {
      region,
      identities: { [domain]: verified ? 'Success' : 'Pending' },
      ruleSet: {
        name: 'default-rule-set',
        created: this.account.createdAt,
        rules: [{ name: 'inbound', enabled, ...(recipients ? { recipients } : {}) }],
      },
    }
    ;(this.account.mailReceipt ??= []).push(receipt)
    return this
  }

  elasticIp(ip: string, spec: { region?: string; instance?: string } = {}): this {
    ;(this.account.addresses ??= []).push({
      region: spec.region ?? homeRegion(this.world),
      ip,
      allocationId: nextHex(this.world, 'eipalloc-', 17),
      ...(spec.instance ? { instance: spec.instance } : {}),
    })
    return this
  }
}
