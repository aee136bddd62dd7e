/** The parts of an account's IAM that a test describes: users, groups, roles. */
import type { AccessKey, Iam, IamRole, IamUser, PasswordPolicy, PolicyDocument, World } from '../world.ts'
import { makeAccessKey, makeSession, moment, nextId, type When } from './ids.ts'

/** An access key in a description; dates as `When`. */
export interface KeySpec {
  created?: When
  inactive?: boolean
  lastUsed?: { at: When; region?: string; service: string }
}

/** Turns a key's description into an access key with a fresh, unmistakably fake id. */
export function keyFrom(world: World, spec: KeySpec, created: When = 365): AccessKey {
  return makeAccessKey(world, {
    status: spec.inactive ? 'Inactive' : 'Active',
    created: moment(world.began, spec.created ?? created),
    ...(spec.lastUsed && {
      lastUsed: {
        at: moment(world.began, spec.lastUsed.at),
        region: spec.lastUsed.region ?? 'us-east-1',
        service: spec.lastUsed.service,
      },
    }),
  })
}

/** ARN of an AWS managed policy by its name (`job-function/Billing`), or an ARN as it is. */
export const policyArn = (world: World, name: string): string =>
  name.startsWith('arn:') ? name : `arn:${world.partition}:iam::aws:policy/${name}`

export const emptyIam = (): Iam => ({
  users: [],
  groups: [],
  roles: [],
  policies: [],
  virtualMfaDevices: [],
  samlProviders: [],
})

/** A password policy in short: what is not named is AWS's default (UpdateAccountPasswordPolicy). */
export const passwordPolicy = (given: Partial<PasswordPolicy>): PasswordPolicy => ({
  MinimumPasswordLength: 6,
  RequireSymbols: false,
  RequireNumbers: false,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: false,
  AllowUsersToChangePassword: false,
  ...given,
})

/** Describes one IAM user. */
export class UserBuilder {
  constructor(
    private readonly world: World,
    private readonly iam: Iam,
    private readonly accountId: string,
    readonly user: IamUser,
  ) {}

  created(when: When): this {
    this.user.created = moment(this.world.began, when)
    return this
  }

  path(path: string): this {
    this.user.path = path
    return this
  }

  /** A console password. `lastUsed` absent: never used. */
  console(given: { lastUsed?: When; lastChanged?: When; resetRequired?: boolean } = {}): this {
    const at = (when: When) => moment(this.world.began, when)
    this.user.password = {
      lastChanged: given.lastChanged === undefined ? this.user.created : at(given.lastChanged),
      ...(given.lastUsed !== undefined && { lastUsed: at(given.lastUsed) }),
      ...(given.resetRequired && { resetRequired: true }),
    }
    return this
  }

  /** Attaches AdministratorAccess directly. */
  admin(): this {
    return this.attach('AdministratorAccess')
  }

  /** Attaches managed policies: names of AWS managed ones, or ARNs. */
  attach(...policies: string[]): this {
    this.user.attached.push(...policies.map((p) => policyArn(this.world, p)))
    return this
  }

  inline(name: string, document: PolicyDocument): this {
    this.user.inline[name] = document
    return this
  }

  boundary(policy: string): this {
    this.user.boundary = policyArn(this.world, policy)
    return this
  }

  groups(...names: string[]): this {
    this.user.groups.push(...names)
    return this
  }

  key(spec: KeySpec = {}): this {
    this.user.accessKeys.push(keyFrom(this.world, spec, this.user.created))
    return this
  }

  /** A virtual device, named as the user unless said otherwise. */
  virtualMfa(name = this.user.name, enabled: When = this.user.created): this {
    this.iam.virtualMfaDevices.push({
      serialNumber: `arn:${this.world.partition}:iam::${this.accountId}:mfa/${name}`,
      assignedTo: { user: this.user.name },
      enabled: moment(this.world.began, enabled),
    })
    return this
  }

  /** A passkey or security key (`...:u2f/user/NAME/ID`, form assumed). */
  fido(name: string, enabled: When = this.user.created, certifications?: Record<string, string>): this {
    const id = nextId(this.world, '', 26)
    this.user.mfaDevices.push({
      serialNumber: `arn:${this.world.partition}:iam::${this.accountId}:u2f/user/${this.user.name}/${name}-${id}`,
      enabled: moment(this.world.began, enabled),
      ...(certifications && { certifications }),
    })
    return this
  }

  tag(key: string, value: string): this {
    this.user.tags[key] = value
    return this
  }

  /** Makes this user's first access key the one that the world hands out. */
  isCaller(): this {
    const key = this.user.accessKeys[0] ?? this.key().user.accessKeys[0]!
    this.world.defaultAccessKeyId = key.id
    return this
  }

  /** Makes a session of this user (GetSessionToken) the one that the world hands out; valid for 12 hours. */
  isCallerInSession(mfa = true): this {
    this.world.defaultAccessKeyId = addSession(
      this.world,
      this.accountId,
      { kind: 'user', name: this.user.name },
      mfa,
    )
    return this
  }
}

/** Adds temporary credentials that live for 30 years: a kept world must still answer after the day it was made. */
export function addSession(
  world: World,
  account: string,
  principal: World['sessions'][number]['principal'],
  mfa?: boolean,
): string {
  const expires = moment(world.began, -30 * 365)
  const session = makeSession(world, { account, principal, expires, ...(mfa !== undefined && { mfa }) })
  world.sessions.push(session)
  return session.accessKeyId
}

/** What a role's description may hold; `trust` is a service, an account id, an ARN or a whole document. */
export interface RoleSpec {
  path?: string
  trust: string | PolicyDocument
  attached?: string[]
  inline?: Record<string, PolicyDocument>
  boundary?: string
  created?: When
  lastUsed?: { at: When; region: string }
  tags?: Record<string, string>
}

function trustDocument(world: World, trust: RoleSpec['trust']): PolicyDocument {
  if (typeof trust !== 'string') return trust
  const Principal = /^\d{12}$/.test(trust)
    ? { AWS: `arn:${world.partition}:iam::${trust}:root` }
    : trust.includes('saml-provider') || trust.includes('oidc-provider')
      ? { Federated: trust }
      : trust.startsWith('arn:')
        ? { AWS: trust }
        : { Service: trust }
  const Action = trust.includes('saml-provider')
    ? 'sts:AssumeRoleWithSAML'
    : trust.includes('oidc-provider')
      ? 'sts:AssumeRoleWithWebIdentity'
      : 'sts:AssumeRole'
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action }] }
}

/** A role from its description. */
export function roleFrom(world: World, name: string, spec: RoleSpec, created: string): IamRole {
  return {
    name,
    path: spec.path ?? '/',
    id: nextId(world, 'AROA', 21),
    created: spec.created === undefined ? created : moment(world.began, spec.created),
    trust: trustDocument(world, spec.trust),
    attached: (spec.attached ?? []).map((p) => policyArn(world, p)),
    inline: spec.inline ?? {},
    ...(spec.boundary && { boundary: policyArn(world, spec.boundary) }),
    ...(spec.lastUsed && {
      lastUsed: { at: moment(world.began, spec.lastUsed.at), region: spec.lastUsed.region },
    }),
    maxSessionSeconds: 3600,
    tags: spec.tags ?? {},
  }
}
