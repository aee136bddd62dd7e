/** The management account and the account of the security team. */
import { rootCall, rootSignIn, userCall, userSignIn, type WorldBuilder } from '../../builder.ts'
import { CONTROL_TOWER_ROLE, memberRole } from '../parts/member.ts'
import { HOME, ROOT_USE } from '../parts/root-alarm.ts'
import type { Ids } from './structure.ts'

const ONE_PHONE = '+61400000001'

export function describeCentre(world: WorldBuilder, management: string, ids: Ids): void {
  world.account(management, (a) => {
    const permissionSet = 'arn:aws:sso:::permissionSet/ssoins-7223a0b1c2d3e4f5/ps-7223a0b1c2d3e4f5'
    a.named('corp-payer')
      .email('aws@corp-old.example')
      .created(6 * 365)
      // Case 4: a security key and an app, side by side.
      .root({
        password: { lastUsed: 20, lastChanged: 6 * 365 },
        mfa: [{ fido: 'blue-key', enabled: 800 }, 'virtual'],
      })
      .contact({ FullName: 'Sam Former', CompanyName: 'Corp Pty Ltd', PhoneNumber: ONE_PHONE })
    // Case 13: the same person three times.
    for (const type of ['BILLING', 'OPERATIONS', 'SECURITY'] as const)
      a.alternate(type, {
        Name: 'Sam Former',
        Title: 'Head of IT',
        EmailAddress: 'sam.former@corp.example',
        PhoneNumber: ONE_PHONE,
      })
    a.user('casey', (u) =>
      u
        .created(1200)
        .console({ lastUsed: 0.3, lastChanged: 600 })
        .admin()
        .virtualMfa('casey')
        .key({ created: 400, lastUsed: { at: 0.1, service: 'organizations' } })
        .isCaller(),
    )
      .centralRoot('RootCredentialsManagement', 'RootSessions')
      // The domain of root's mail, which the account itself would have to renew, and which runs out.
      .hostedZone('corp-old.example')
      .registers('corp-old.example', -41, { autoRenew: false })
      // Case 14: a payer's budget so large that no account alone can trip it.
      .budget('Everything', {
        period: 'MONTHLY',
        limit: 100_000,
        credits: true,
        recipients: ['sam.former@corp.example'],
      })
      .dailySpend({ days: 60, usd: 30, wobble: 0.1 })
      // Of this account alone: members record what they record themselves.
      .trail('payer', { homeRegion: HOME, bucket: `corp-logs-${ids.audit}` })
      // Case 17: a rule in us-east-1 alone, and its topic has a subscription that nobody confirmed (case 15).
      .topic('root-alarm', {
        publishers: ['events.amazonaws.com'],
        emails: [{ address: 'ops@corp.example', pending: true }],
      })
      .rule('root-use', { pattern: ROOT_USE, targets: [a.topicArn('root-alarm')] })
      // Case 13: a disabled person among those who are administrators.
      .identityCenter({
        permissionSets: [
          {
            arn: permissionSet,
            name: 'AdministratorAccess',
            managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
            sessionDuration: 'PT8H',
          },
        ],
        assignments: [
          {
            account: ids.prodData,
            permissionSetArn: permissionSet,
            principalType: 'GROUP',
            principalId: 'platform',
          },
        ],
        users: [
          { id: 'robin', userName: 'robin', emails: ['robin@corp.example'], status: 'ENABLED' },
          { id: 'sam', userName: 'sam.former', emails: ['sam.former@corp.example'], status: 'DISABLED' },
        ],
        groups: [{ id: 'platform', name: 'Platform', members: ['robin', 'sam'] }],
      })
      .event(
        rootSignIn({ at: 20 }),
        rootCall('organizations', 'CreateAccount', { at: 20 }),
        userSignIn('casey', { at: 0.3, mfa: `arn:aws:iam::${management}:mfa/casey` }),
        // Case 16: whose sessions the members' records of root are, some without a mark.
        opened(10, 'IAMDeleteRootUserCredentials', ids.prodData, 'ASIASANDBOX000000010'),
        opened(20, 'IAMCreateRootUserPassword', ids.devOld, 'ASIASANDBOX000000020'),
      )
  })

  // The way in has Control Tower's name, and the account may ask about the others (delegated administrator).
  world.account(ids.audit, (a) => {
    // Case 3: the summary does not say whether there is a password.
    a.account.iam.summaryLacks = ['AccountPasswordPresent']
    memberRole(
      a
        .named('audit')
        .email('aws-root+audit@corp.example')
        .created(1000)
        .root({ password: false })
        .contact({ FullName: 'Security Team', PhoneNumber: '+61293744000' })
        .alternate('SECURITY', {
          Name: 'Security Team',
          Title: 'Team',
          EmailAddress: 'security@corp.example',
          PhoneNumber: '+61293744000',
        })
        .dailySpend({ days: 60, usd: 7 }),
      management,
      CONTROL_TOWER_ROLE,
    )
  })
}

/** Casey opened a session of a member's root. */
const opened = (at: number, task: string, target: string, accessKeyId: string) =>
  userCall('casey', 'sts', 'AssumeRoot', {
    at,
    overrides: { readOnly: true },
    request: {
      targetPrincipal: target,
      taskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${task}` },
    },
    response: { credentials: { accessKeyId } },
  })
