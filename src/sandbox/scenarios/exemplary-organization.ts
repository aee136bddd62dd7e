/**
 * An organization of six accounts where everything that an API can show is in order: no root credentials in members, a
 * security account that looks after them, policies that deny root and spare the central tasks.
 */
import { newWorld, userCall, userSignIn } from '../builder.ts'
import type { AccountBuilder } from '../builder.ts'
import type { IdentityCenter, Iso, World } from '../world.ts'
import { sparingDeny } from './parts/deny-root.ts'
import { alternates, identityCenterAdministrators, memberRole, trustUsual } from './parts/member.ts'
import { HOME, rootAlarm } from './parts/root-alarm.ts'

const PHONE = '+61293744000'
const ALERTS = ['aws-alerts@corp.example', 'aws-oncall@corp.example']
const ADMIN = 'casey.admin@corp.example'

const INSTANCE = '7223a0b1c2d3e4f5'

interface Member {
  id: string
  name: string
  in: string
  usd: number
}
const MEMBERS: readonly Member[] = [
  { id: '333333333333', name: 'security', in: 'Security', usd: 14 },
  { id: '444444444444', name: 'log-archive', in: 'Security', usd: 22 },
  { id: '555555555555', name: 'shop-prod', in: 'Prod', usd: 310 },
  { id: '666666666666', name: 'shop-dev', in: 'Dev', usd: 41 },
  { id: '777777777777', name: 'playground', in: 'Sandbox', usd: 6 },
]

/** What every account has: contacts, a daily budget with an alert at its limit, an alarm for root. */
function inOrder(a: AccountBuilder, name: string, usd: number): AccountBuilder {
  a.named(name)
    .email(`aws-${name}@corp.example`)
    .created(3 * 365)
    .contact({ FullName: 'Corp Cloud Team', CompanyName: 'Corp Pty Ltd', PhoneNumber: PHONE })
  alternates(a, 'corp.example', PHONE)
  a.topic('spend-alarm', {
    region: HOME,
    publishers: ['budgets.amazonaws.com'],
    emails: ALERTS.map((address) => ({ address, authenticated: true })),
  })
    .budget('Daily spend', {
      period: 'DAILY',
      limit: usd * 1.5,
      at: 100,
      type: 'ACTUAL',
      recipients: [a.topicArn('spend-alarm', HOME)],
      // A management account pays for all: its own spend has a budget of its own.
      more: { CostFilters: { LinkedAccount: [a.account.id] } },
    })
    .dailySpend({ days: 60, usd, wobble: 0.1 })
    .passwordPolicy({
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      PasswordReusePrevention: 24,
    })
  rootAlarm(a, ALERTS)
  return a
}

/** Everybody in the cloud team is administrator of every member, and of nothing in the management account. */
function administrators(): Partial<IdentityCenter> {
  const arn = `arn:aws:sso:::permissionSet/ssoins-${INSTANCE}/ps-${INSTANCE}`
  const managedPolicies = ['arn:aws:iam::aws:policy/AdministratorAccess']
  return {
    instanceArn: `arn:aws:sso:::instance/ssoins-${INSTANCE}`,
    permissionSets: [{ arn, name: 'AdministratorAccess', managedPolicies, sessionDuration: 'PT4H' }],
    assignments: MEMBERS.map(({ id }) => ({
      account: id,
      permissionSetArn: arn,
      principalType: 'GROUP',
      principalId: 'cloud-team',
    })),
    users: ['casey', 'robin'].map((name) => ({
      id: name,
      userName: name,
      emails: [`${name}@corp.example`],
      status: 'ENABLED',
    })),
    groups: [{ id: 'cloud-team', name: 'Cloud team', members: ['casey', 'robin'] }],
  }
}

export function exemplaryOrganization(began: Iso, management = '111111111111'): World {
  const world = newWorld({ scenario: 'exemplary-organization', began }).account(management, (a) => {
    const device = `arn:aws:iam::${management}:mfa/${ADMIN}`
    inOrder(a, 'management', 5)
      .root({
        password: { lastUsed: 200, lastChanged: 200 },
        mfa: [
          { fido: 'key-in-the-safe', enabled: 200, certifications: { FIDO: 'L2', 'FIPS-140-2': 'L2' } },
          { fido: 'key-at-the-bank', enabled: 200, certifications: { FIDO: 'L2', 'FIPS-140-2': 'L2' } },
        ],
      })
      .group('Administrators', 'AdministratorAccess')
      .user(ADMIN, (u) =>
        u
          .created(700)
          .console({ lastUsed: 0.5, lastChanged: 100 })
          .groups('Administrators')
          .virtualMfa(ADMIN, 700)
          .isCallerInSession(),
      )
      .centralRoot('RootCredentialsManagement', 'RootSessions')
      .trail('organization', {
        homeRegion: HOME,
        organization: true,
        bucket: `organization-logs-${MEMBERS[1]!.id}`,
        logFileValidation: true,
      })
      .identityCenter(administrators())
      .event(
        userSignIn(ADMIN, { at: 0.5, mfa: device }),
        userCall(ADMIN, 'ce', 'GetCostAndUsage', { at: 0.5 }),
      )
  })
  for (const member of MEMBERS)
    world.account(member.id, (a) => {
      memberRole(inOrder(a, member.name, member.usd).root({ password: false }), management)
      identityCenterAdministrators(a, INSTANCE)
    })
  return world
    .organization(management, (o) => {
      trustUsual(o).unit('Security').unit('Workloads').unit('Prod', 'Workloads').unit('Dev', 'Workloads')
      o.unit('Sandbox')
      for (const { id, in: unit } of MEMBERS)
        o.member(id, { in: unit, joined: 3 * 365 }).tag(id, 'Owner', 'cloud-team@corp.example')
      o.scps()
        .policy('DenyRoot', sparingDeny, ['root'])
        .delegate(MEMBERS[0]!.id, 'iam.amazonaws.com')
        .delegate(MEMBERS[0]!.id, 'account.amazonaws.com')
    })
    .change(management, (a) => keepCopies(a))
    .change(VAULTS, (a) => takeCopies(a, management))
    .build()
}

/** Where copies of what matters lie: in the account that holds the logs. */
const VAULTS = MEMBERS[1]!.id
const table = (management: string): string =>
  `arn:aws:dynamodb:${HOME}:${management}:table/identity-configuration`

function keepCopies(a: AccountBuilder): void {
  const what = { resource: table(a.account.id), type: 'DynamoDB' }
  a.vault('daily', { region: HOME, points: [{ ...what, at: 0.4 }] }).copyJob({
    ...what,
    from: 'daily',
    to: `arn:aws:backup:${HOME}:${VAULTS}:backup-vault:out-of-reach`,
    at: 0.3,
    region: HOME,
    airGapped: true,
    locked: true,
  })
}

function takeCopies(a: AccountBuilder, management: string): void {
  a.vault('out-of-reach', {
    region: HOME,
    airGapped: true,
    lock: { final: 400 },
    sharedWith: [management],
    points: [
      {
        at: 0.3,
        resource: table(management),
        type: 'DynamoDB',
        from: `arn:aws:backup:${HOME}:${management}:backup-vault:daily`,
      },
    ],
  })
}
