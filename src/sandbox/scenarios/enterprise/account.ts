/** One account of the enterprise, whole, as its traits say. */
import { AccountBuilder, newWorld, rootCall, rootSignIn } from '../../builder.ts'
import { bareAccount } from '../../builder/account.ts'
import type { Account, PartitionName, Spend } from '../../world.ts'
import { identityCenterAdministrators, memberRole } from '../parts/member.ts'
import { ROOT_USE } from '../parts/root-alarm.ts'
import type { Traits } from './traits.ts'

export const INSTANCE = '7223a0b1c2d3e4f5'
const COMPANY_PHONE = '+61293744000'
const PHONES = { company: COMPANY_PHONE, leaver: '+61400000001', nobody: '+0000000000' }

/** Ids of an account's keys begin here, so that the id alone says whose a key is. */
export const FIRST_KEY = 100_000_000
/** So many ids an account may have. */
export const KEYS_EACH = 1000

export interface Given {
  id: string
  seed: number
  began: string
  partition: PartitionName
  management: string
  spend: Spend[]
}

export function makeAccount(traits: Traits, given: Given): Account {
  const { id, seed, began, partition, management } = given
  // A world of its own: ids are drawn from it, and nothing of the great one moves.
  const world = newWorld({ scenario: `enterprise/${seed}/${traits.number}`, began, partition }).build()
  world.sequence = FIRST_KEY + traits.number * KEYS_EACH
  const account = bareAccount(world, id)
  const a = new AccountBuilder(world, account)
  a.named(traits.name).email(traits.email).created(traits.created).state(traits.state)
  account.spend = given.spend
  describeRoot(a, traits)
  describeContacts(a, traits)
  describeAdministrators(a, traits)
  describeBudget(a, traits)
  if (traits.memberRole !== undefined) memberRole(a, management, traits.memberRole)
  if (traits.alarm)
    a.topic('root-use', {
      publishers: ['events.amazonaws.com'],
      emails: [{ address: 'aws-alerts@corp.example', authenticated: true }],
    }).rule('root-use', { pattern: ROOT_USE, targets: [a.topicArn('root-use')] })
  return account
}

function describeRoot(a: AccountBuilder, { root, created }: Traits): void {
  const { used } = root
  a.root({
    password: root.password && { lastChanged: created, ...(used !== undefined && { lastUsed: used }) },
    mfa: root.mfa ? ['virtual'] : [],
    keys: root.key ? [{ created, lastUsed: { at: 3, service: 's3' } }] : [],
    ...(root.recoveryAllowed && { recoveryAllowed: true }),
  })
  if (used !== undefined && used <= 90)
    a.event(rootSignIn({ at: used }), rootCall('billing', 'GetCredits', { at: used }))
}

function describeContacts(a: AccountBuilder, { phone, alternates }: Traits): void {
  if (phone !== 'none')
    a.contact({
      FullName: phone === 'leaver' ? 'Sam Former' : 'Corp Cloud Team',
      CompanyName: 'Corp Pty Ltd',
      PhoneNumber: PHONES[phone],
      verificationStatus: phone === 'company' ? 'VERIFIED' : 'UNVERIFIED',
    })
  for (const [type, list] of [
    ['SECURITY', 'security'],
    ['BILLING', 'accounts'],
    ['OPERATIONS', 'operations'],
  ] as const)
    if (alternates[type])
      a.alternate(type, {
        Name: `Corp ${list}`,
        Title: 'Team',
        EmailAddress: `${list}@corp.example`,
        PhoneNumber: COMPANY_PHONE,
      })
}

function describeAdministrators(a: AccountBuilder, { administrator, passwordPolicy }: Traits): void {
  if (administrator !== 'pipeline') identityCenterAdministrators(a, INSTANCE)
  if (administrator === 'pipeline')
    a.role('ci-deploy', {
      trust: `arn:aws:iam::${a.account.id}:oidc-provider/token.actions.example.com`,
      attached: ['AdministratorAccess'],
    })
  if (administrator === 'user' || administrator === 'user without mfa')
    a.user('admin', (u) => {
      u.console({ lastUsed: 20 }).admin()
      if (administrator === 'user') u.virtualMfa()
    })
  if (passwordPolicy === 'none') return
  const strong = passwordPolicy === 'strong'
  a.passwordPolicy({
    MinimumPasswordLength: strong ? 14 : 8,
    RequireSymbols: strong,
    RequireNumbers: true,
    RequireUppercaseCharacters: strong,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    ...(strong && { PasswordReusePrevention: 24 }),
  })
}

function describeBudget(a: AccountBuilder, { budget, usd }: Traits): void {
  if (budget === 'none') return
  const recipients = ['aws-spend@corp.example', 'aws-oncall@corp.example']
  if (budget === 'monthly') a.budget('Monthly', { period: 'MONTHLY', limit: usd * 40 + 1, recipients })
  else
    a.budget('Daily', {
      period: 'DAILY',
      limit: Math.max(1, usd * 1.5),
      at: 100,
      type: budget === 'daily forecast' ? 'FORECASTED' : 'ACTUAL',
      credits: budget === 'daily with credits',
      recipients,
    })
}
