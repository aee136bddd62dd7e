/**
 * A company's only account, grown without a plan: contacts of somebody who left, root without MFA and in use, a budget
 * that credits hide, administrators by first name, a trail that nobody listens to.
 */
import { accountEvent, newWorld, rootCall, rootSignIn, userCall, userSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'

const LEAVER = 'sam.former@corp.example'
const TECH_LEAD = '+61400000001'

export function neglectedBusiness(began: Iso, accountId = '222222222222'): World {
  return newWorld({ scenario: 'neglected-business', began })
    .account(accountId, (a) =>
      a
        .named('corp-production')
        .email(LEAVER)
        .created(6 * 365)
        .alias('corp')
        .root({ password: { lastUsed: 5, lastChanged: 5 * 365 } })
        .contact({
          FullName: 'Sam Former',
          CompanyName: 'Corp Pty Ltd',
          PhoneNumber: TECH_LEAD,
          verificationStatus: 'UNVERIFIED',
        })
        .alternate('SECURITY', {
          Name: 'Sam Former',
          Title: 'Head of IT',
          EmailAddress: LEAVER,
          PhoneNumber: TECH_LEAD,
        })
        .user('alex', (u) =>
          u
            .created(1500)
            .console({ lastUsed: 1, lastChanged: 900 })
            .admin()
            .virtualMfa('alex')
            .key({ created: 700, lastUsed: { at: 0.05, service: 'iam' } })
            .isCaller(),
        )
        .user('robin', (u) => u.created(1400).console({ lastUsed: 12, lastChanged: 1400 }).admin())
        .user('backup-script', (u) =>
          u
            .created(1800)
            .attach('AmazonS3FullAccess')
            .key({ created: 1800, lastUsed: { at: 0.3, service: 's3' } }),
        )
        .role('ci-deploy', {
          trust: `arn:aws:iam::${accountId}:oidc-provider/token.actions.example.com`,
          attached: ['AdministratorAccess'],
          lastUsed: { at: 0.4, region: 'ap-southeast-2' },
        })
        .passwordPolicy({
          MinimumPasswordLength: 8,
          RequireNumbers: true,
          RequireLowercaseCharacters: true,
          AllowUsersToChangePassword: true,
        })
        .budget('Company AWS budget', { period: 'MONTHLY', limit: 9000, credits: true, recipients: [LEAVER] })
        .dailySpend({ days: 60, usd: 240, wobble: 0.08, spikes: { 33: 610 } })
        .dailySpend({ days: 60, usd: -60, recordType: 'Credit', service: 'AWS Credits' })
        .trail('company-trail', { homeRegion: 'us-east-1' })
        .event(
          userSignIn('alex', { at: 1, mfa: `arn:aws:iam::${accountId}:mfa/alex` }),
          userSignIn('robin', { at: 12, mfa: false }),
          userCall('alex', 'ec2', 'RunInstances', { at: 2, region: 'ap-southeast-2' }),
          rootSignIn({ at: 5, mfa: false }),
          rootCall('billing', 'GetCredits', { at: 5 }),
          rootCall('ec2', 'ModifyInstanceAttribute', { at: 5, region: 'ap-southeast-2' }),
          rootSignIn({ at: 6, failed: true, mfa: false }),
          accountEvent('DeleteAlternateContact', { user: 'robin' }, { at: 40 }),
        )
        .securityHub()
        // The mailbox that recovers the account hangs on it: zone, registration and mail are in the account itself.
        .hostedZone('corp.example')
        .hostedZone('corp.example', { private: true })
        .registers('corp.example', -41, { autoRenew: false, transferLock: false })
        .receivesMail('corp.example', { region: 'eu-west-1', recipients: ['corp.example'] })
        // Backups that whoever gets in deletes with the rest, and copies that stopped arriving.
        .vault('Default', { region: 'ap-southeast-2', points: [{ at: 0.2 }, { at: 1.2 }] })
        .vault('locked', { region: 'ap-southeast-2', lock: 'governance', points: [{ at: 0.2 }] })
        .copyJob({
          from: 'Default',
          to: 'arn:aws:backup:ap-southeast-2:999988887777:backup-vault:old-parent',
          at: 0.2,
          region: 'ap-southeast-2',
          state: 'FAILED',
          message: 'Access Denied trying to call AWS Backup service',
        }),
    )
    .build()
}
