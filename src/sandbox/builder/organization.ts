/** Describes the organization of a made world: units, members, policies, delegations. */
import type { Organization, World } from '../world.ts'
import { moment, nextHex, type When } from './ids.ts'

/** SERVICE_CONTROL_POLICY that AWS attaches everywhere when the type is enabled. */
const FULL_ACCESS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})

export class OrganizationBuilder {
  readonly organization: Organization

  /** Begins with the management account at the root, all features on, no policy type enabled. */
  constructor(
    private readonly world: World,
    managementAccountId: string,
  ) {
    this.organization = {
      id: nextHex(world, 'o-', 10),
      featureSet: 'ALL',
      managementAccountId,
      rootId: nextHex(world, 'r-', 4),
      units: [],
      members: {},
      trustedServices: [],
      delegatedAdministrators: [],
      policies: [],
      enabledPolicyTypes: [],
    }
    this.member(managementAccountId, { method: 'INVITED' })
  }

  features(featureSet: Organization['featureSet']): this {
    this.organization.featureSet = featureSet
    return this
  }

  /** A unit under the root, or under another unit by name; names are unique here for the sake of description. */
  unit(name: string, parent?: string): this {
    const root = this.organization.rootId.slice(2)
    this.organization.units.push({
      id: nextHex(this.world, `ou-${root}-`, 8),
      parent: this.place(parent),
      name,
    })
    return this
  }

  /** The id of the root (no name) or of a unit by its name. */
  place(name?: string): string {
    if (name === undefined) return this.organization.rootId
    const unit = this.organization.units.find((u) => u.name === name)
    if (!unit) throw new RangeError(`no unit is called ${name}`)
    return unit.id
  }

  member(account: string, given: { in?: string; joined?: When; method?: 'CREATED' | 'INVITED' } = {}): this {
    this.organization.members[account] = {
      parent: this.place(given.in),
      joined: moment(this.world.began, given.joined ?? 2 * 365),
      method: given.method ?? 'CREATED',
    }
    return this
  }

  trust(...services: string[]): this {
    this.organization.trustedServices.push(...services)
    return this
  }

  delegate(account: string, service: string, enabled: When = 365): this {
    this.organization.delegatedAdministrators.push({
      account,
      service,
      enabled: moment(this.world.began, enabled),
    })
    return this
  }

  /** A tag of an account, or of a unit by its name. */
  tag(target: string, key: string, value: string): this {
    const id = /^\d{12}$/.test(target) ? target : this.place(target)
    const tags = (this.organization.tags ??= {})
    tags[id] = { ...tags[id], [key]: value }
    return this
  }

  /** Enables service control policies, with FullAWSAccess attached to everything as AWS does. */
  scps(): this {
    this.organization.enabledPolicyTypes.push('SERVICE_CONTROL_POLICY')
    this.organization.policies.push({
      id: 'p-FullAWSAccess',
      name: 'FullAWSAccess',
      type: 'SERVICE_CONTROL_POLICY',
      content: FULL_ACCESS,
      awsManaged: true,
      targets: [
        this.organization.rootId,
        ...this.organization.units.map((u) => u.id),
        ...Object.keys(this.organization.members),
      ],
    })
    return this
  }

  /** A policy, attached to unit names, account ids or `root`. */
  policy(
    name: string,
    content: object,
    targets: string[],
    type: Organization['policies'][number]['type'] = 'SERVICE_CONTROL_POLICY',
  ): this {
    this.organization.policies.push({
      id: nextHex(this.world, 'p-', 8),
      name,
      type,
      content: JSON.stringify(content),
      awsManaged: false,
      targets: targets.map((t) =>
        /^\d{12}$/.test(t) ? t : t === 'root' ? this.organization.rootId : this.place(t),
      ),
    })
    return this
  }
}
