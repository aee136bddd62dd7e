/** The accounts in Root/Workloads/Prod. */
import {
  assumedRootCall,
  roleSignIn,
  rootCall,
  rootSignIn,
  serviceEvent,
  userCall,
  type WorldBuilder,
} from '../../builder.ts'
import { identityCenterAdministrators, memberRole } from '../parts/member.ts'
import { ROOT_USE } from '../parts/root-alarm.ts'
import type { Ids } from './structure.ts'

export function describeProduction(world: WorldBuilder, management: string, ids: Ids): void {
  world.account(ids.prodWeb, (a) => {
    memberRole(
      a
        .named('prod-web')
        .email('aws-prod@corp-old.example')
        .created(1500)
        // Case 1: central root access is on, and the password of before is still there.
        .root({ password: { lastUsed: 30, lastChanged: 1500 } })
        // Case 13: a number that is nobody's.
        .contact({
          FullName: 'Web Team',
          PhoneNumber: '+0000000000',
          verificationStatus: 'UNVERIFIED',
        })
        .alternate('BILLING', {
          Name: 'Accounts',
          Title: 'Team',
          EmailAddress: 'aws-prod@corp-old.example',
          PhoneNumber: '+61293744000',
        }),
      management,
    )
      // Case 6: a user's device with the name that root's has.
      .user('pat', (u) => u.console({ lastUsed: 3 }).admin().virtualMfa('root-account-mfa-device'))
      // Case 14: credits count, so that the alarm stays silent while they last.
      .budget('Daily', {
        period: 'DAILY',
        limit: 400,
        at: 100,
        credits: true,
        recipients: ['web-team@corp.example'],
      })
      .dailySpend({ days: 60, usd: 260, wobble: 0.1 })
      .dailySpend({ days: 60, usd: -250, recordType: 'Credit', service: 'AWS Credits' })
      // Case 17: a rule where root's sign-ins are not, and a trail of an account that stopped logging.
      .topic('root-alarm', {
        region: 'ap-southeast-2',
        publishers: ['events.amazonaws.com'],
        emails: [{ address: 'web-team@corp.example' }],
      })
      .rule('root-use', {
        region: 'ap-southeast-2',
        pattern: ROOT_USE,
        targets: [a.topicArn('root-alarm', 'ap-southeast-2')],
      })
      .trail('web-trail', { homeRegion: 'ap-southeast-2', multiRegion: false, logging: false })
      .event(
        rootSignIn({ at: 30, mfa: false }),
        rootCall('billing', 'GetCredits', { at: 30 }),
        // The trail that no longer logs: what stopped it stands in its home Region.
        userCall('pat', 'cloudtrail', 'StopLogging', { at: 45, region: 'ap-southeast-2' }),
      )
  })

  world.account(ids.prodData, (a) => {
    const sso = 'AWSReservedSSO_AdministratorAccess_7223a0b1c2d3e4f5'
    // Case 25: administrators through Identity Center alone.
    identityCenterAdministrators(a, '7223a0b1c2d3e4f5')
    memberRole(
      a
        .named('prod-data')
        .email('aws-root+data@corp.example')
        .created(1400)
        // Case 2: nothing left, and no second factor either, as it should be.
        .root({ password: false })
        .contact({ FullName: 'Data Team', PhoneNumber: '+61293744000' }),
      management,
    )
      // Case 14: one service of many.
      .budget('Warehouse', {
        period: 'DAILY',
        limit: 90,
        at: 100,
        recipients: ['data-team@corp.example'],
        more: { CostFilters: { Service: ['Amazon Redshift'] } },
      })
      .dailySpend({ days: 60, usd: 120, wobble: 0.05 })
      // Case 16: root itself, assumed root with and without its mark, and services, side by side.
      .event(
        rootSignIn({ at: 70, mfa: false }),
        assumedRootCall('iam', 'ListAccessKeys', { at: 10, key: 'ASIASANDBOX000000010' }),
        assumedRootCall('iam', 'DeleteLoginProfile', { at: 10, key: 'ASIASANDBOX000000010', marked: false }),
        serviceEvent('kms', 'RotateKey', { at: 9 }),
        serviceEvent('organizations', 'AcceptHandshake', { at: 8, asRoot: true }),
        roleSignIn(sso, 'robin', { at: 1 }),
      )
  })
}
