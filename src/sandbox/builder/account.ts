/** Describes one account of a made world: the root user, contacts, IAM. Money and watching stand in `resources.ts`, backups in `backups.ts`, domains in `domains.ts`. */
import type {
  Account,
  AlternateContact,
  ContactInformation,
  PasswordPolicy,
  PolicyDocument,
  World,
} from '../world.ts'
import { DomainBuilder } from './domains.ts'
import {
  addSession,
  emptyIam,
  keyFrom,
  passwordPolicy,
  roleFrom,
  UserBuilder,
  type KeySpec,
  type RoleSpec,
} from './iam.ts'
import { moment, nextId, type When } from './ids.ts'
import { initialRegions } from './regions.ts'

/** One of root's MFA devices: `virtual` in short, or with its name; FIDO keys may carry certifications. */
export type RootMfa =
  | 'virtual'
  | { virtual: string; enabled?: When }
  | { fido: string; enabled?: When; certifications?: Record<string, string> }
  | { token: string; enabled?: When }

/** The root user in a description; absent parts mean absent in AWS too. */
export interface RootSpec {
  password?: { lastUsed?: When; lastChanged?: When } | false
  mfa?: RootMfa[]
  keys?: KeySpec[]
  certificates?: ('Active' | 'Inactive')[]
  recoveryAllowed?: boolean
}

/** A bare account: root with a password that was set at creation and never used, and nothing else. */
export function bareAccount(world: World, id: string): Account {
  const createdAt = moment(world.began, 3 * 365)
  return {
    id,
    name: `account-${id.slice(-4)}`,
    email: `aws-${id.slice(-4)}@example.com`,
    createdAt,
    state: 'ACTIVE',
    root: { password: { lastChanged: createdAt }, mfaDevices: [], accessKeys: [], signingCertificates: [] },
    alternateContacts: {},
    regions: initialRegions(world.partition),
    iam: emptyIam(),
    budgets: [],
    spend: [],
    costExplorer: 'enabled',
    trails: [],
    events: [],
    eventRules: [],
    topics: [],
    keys: [],
    identityCenters: [],
  }
}

export class AccountBuilder extends DomainBuilder {
  named(name: string): this {
    this.account.name = name
    return this
  }

  email(email: string): this {
    this.account.email = email
    return this
  }

  created(when: When): this {
    const at = moment(this.world.began, when)
    if (this.account.root.password?.lastChanged === this.account.createdAt)
      this.account.root.password.lastChanged = at
    this.account.createdAt = at
    return this
  }

  state(state: Account['state']): this {
    this.account.state = state
    return this
  }

  alias(alias: string): this {
    this.account.iam.alias = alias
    return this
  }

  /** The root user. `password: false`: none; left out: as it was at creation, never used. */
  root(spec: RootSpec): this {
    const { root, createdAt } = this.account
    const at = (when: When) => moment(this.world.began, when)
    if (spec.password === false) delete root.password
    else if (spec.password) {
      root.password = {
        lastChanged: spec.password.lastChanged === undefined ? createdAt : at(spec.password.lastChanged),
        ...(spec.password.lastUsed !== undefined && { lastUsed: at(spec.password.lastUsed) }),
      }
    }
    for (const device of spec.mfa ?? []) this.rootDevice(device)
    root.accessKeys.push(...(spec.keys ?? []).map((k) => keyFrom(this.world, k, createdAt)))
    for (const status of spec.certificates ?? []) {
      root.signingCertificates.push({ id: nextId(this.world, '', 32), status, uploaded: createdAt })
    }
    if (spec.recoveryAllowed !== undefined) root.recoveryAllowed = spec.recoveryAllowed
    return this
  }

  private rootDevice(device: RootMfa): void {
    const { account, world } = this
    const given = device === 'virtual' ? { virtual: 'root-account-mfa-device' } : device
    const enabled = moment(world.began, ('enabled' in given ? given.enabled : undefined) ?? account.createdAt)
    const prefix = `arn:${world.partition}:iam::${account.id}`
    if ('virtual' in given) {
      const serialNumber = `${prefix}:mfa/${given.virtual}`
      account.root.mfaDevices.push({ serialNumber, enabled })
      account.iam.virtualMfaDevices.push({ serialNumber, assignedTo: 'root', enabled })
    } else if ('fido' in given) {
      const serialNumber = `${prefix}:u2f/root/${given.fido}-${nextId(world, '', 26)}`
      account.root.mfaDevices.push({
        serialNumber,
        enabled,
        ...(given.certifications && { certifications: given.certifications }),
      })
    } else account.root.mfaDevices.push({ serialNumber: given.token, enabled })
  }

  /** The primary contact; what is not named is a harmless example. VERIFIED unless said otherwise. */
  contact(given: Partial<ContactInformation> & { PhoneNumber: string }): this {
    this.account.contact = {
      FullName: 'Example Person',
      AddressLine1: '1 Example Street',
      City: 'Sydney',
      StateOrRegion: 'NSW',
      PostalCode: '2000',
      CountryCode: 'AU',
      verificationStatus: 'VERIFIED',
      ...given,
    }
    return this
  }

  alternate(type: 'BILLING' | 'OPERATIONS' | 'SECURITY', contact: AlternateContact): this {
    this.account.alternateContacts[type] = contact
    return this
  }

  region(name: string, state: Account['regions'][string]): this {
    this.account.regions[name] = state
    return this
  }

  user(name: string, describe?: (user: UserBuilder) => unknown): this {
    const { iam } = this.account
    const user = {
      name,
      path: '/',
      id: nextId(this.world, 'AIDA', 21),
      created: this.account.createdAt,
      accessKeys: [],
      mfaDevices: [],
      groups: [],
      attached: [],
      inline: {},
      tags: {},
    }
    iam.users.push(user)
    describe?.(new UserBuilder(this.world, iam, this.account.id, user))
    return this
  }

  group(name: string, ...policies: string[]): this {
    this.account.iam.groups.push({
      name,
      path: '/',
      id: nextId(this.world, 'AGPA', 21),
      created: this.account.createdAt,
      attached: policies.map((p) =>
        p.startsWith('arn:') ? p : `arn:${this.world.partition}:iam::aws:policy/${p}`,
      ),
      inline: {},
    })
    return this
  }

  role(name: string, spec: RoleSpec): this {
    this.account.iam.roles.push(roleFrom(this.world, name, spec, this.account.createdAt))
    return this
  }

  /** A customer managed policy; attach it by `arn:...:policy/NAME`. */
  policy(name: string, document: PolicyDocument): this {
    const created = this.account.createdAt
    this.account.iam.policies.push({
      name,
      path: '/',
      id: nextId(this.world, 'ANPA', 21),
      created,
      versions: [{ id: 'v1', document, isDefault: true, created }],
    })
    return this
  }

  passwordPolicy(given: Partial<PasswordPolicy>): this {
    this.account.iam.passwordPolicy = passwordPolicy(given)
    return this
  }

  saml(name: string): this {
    this.account.iam.samlProviders.push({ name, created: this.account.createdAt })
    return this
  }

  /** On a management account: which central root features are on. */
  centralRoot(...features: NonNullable<Account['iam']['organizationsFeatures']>): this {
    this.account.iam.organizationsFeatures = features
    return this
  }

  /** Makes a root session the one that the world hands out (`aws login`, CloudShell). */
  rootIsCaller(mfa = true): this {
    this.world.defaultAccessKeyId = addSession(this.world, this.account.id, { kind: 'root' }, mfa)
    return this
  }

  /** Makes root's first access key the one that the world hands out. */
  rootKeyIsCaller(): this {
    this.world.defaultAccessKeyId = this.account.root.accessKeys[0]!.id
    return this
  }

  /** Makes a session of a role the one that the world hands out. */
  roleIsCaller(name: string, sessionName: string): this {
    this.world.defaultAccessKeyId = addSession(this.world, this.account.id, {
      kind: 'role',
      name,
      sessionName,
    })
    return this
  }
}
