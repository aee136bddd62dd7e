/** The accounts in Root/Workloads/Dev and Root/Sandbox. */
import { assumedRootCall, rootCall, rootSignIn, userSignIn, type WorldBuilder } from '../../builder.ts'
import { reportOf } from '../../services/iam/credential-report.ts'
import { CONTROL_TOWER_ROLE, memberRole } from '../parts/member.ts'
import { ROOT_USE } from '../parts/root-alarm.ts'
import type { Ids } from './structure.ts'

export function describeDevelopment(world: WorldBuilder, management: string, ids: Ids): void {
  world.account(ids.devTools, (a) => {
    memberRole(
      a
        .named('dev-tools')
        .email('sam.former+dev@corp.example')
        .created(5 * 365)
        // Case 7: an inactive key beside an active one. Case 5: the app has the name of a telephone.
        .root({
          password: { lastUsed: 200, lastChanged: 5 * 365 },
          mfa: [{ virtual: 'sams-iphone', enabled: 1000 }],
          keys: [
            { created: 1500, lastUsed: { at: 2, service: 'ec2', region: 'ap-southeast-2' } },
            { created: 1700, inactive: true },
          ],
        })
        .contact({ FullName: 'Sam Former', PhoneNumber: '+61400000001' }),
      management,
      CONTROL_TOWER_ROLE,
    )
      // Case 25: what an administrator may do is bounded.
      .policy('developers', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['ec2:*', 's3:*', 'iam:Get*', 'iam:List*'], Resource: '*' }],
      })
      .user('robin', (u) =>
        u.console({ lastUsed: 4 }).admin().boundary(`arn:aws:iam::${ids.devTools}:policy/developers`),
      )
      // Case 14: an alarm about what is expected, which a daily budget never has.
      .budget('Daily', {
        period: 'DAILY',
        limit: 60,
        at: 100,
        type: 'FORECASTED',
        recipients: ['robin@corp.example'],
      })
      .dailySpend({ days: 60, usd: 38, wobble: 0.2 })
      // Case 17: the rule is there and off; the trail records what writes and nothing else.
      .topic('root-alarm', {
        publishers: ['events.amazonaws.com'],
        emails: [{ address: 'robin@corp.example' }],
      })
      .rule('root-use', {
        state: 'DISABLED',
        pattern: ROOT_USE,
        targets: [a.topicArn('root-alarm')],
      })
      .trail('tools', {
        selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }],
      })
      .event(
        rootCall('ec2', 'DescribeInstances', { at: 2, region: 'ap-southeast-2' }),
        userSignIn('robin', { at: 4, mfa: false }),
      )
  })

  world.account(ids.devOld, (a) => {
    memberRole(
      a
        .named('dev-old')
        .email('aws-root+dev-old@corp.example')
        .created(1300)
        .root({ password: { lastUsed: 400, lastChanged: 1300 } }),
      management,
    )
    // Case 20: the report was made before root's password was deleted, and AWS keeps it for four hours.
    const requested = new Date(Date.parse(a.world.began) - 2 * 3_600_000).toISOString()
    a.account.iam.credentialReport = { generated: requested, requested, content: reportOf(a) }
    // Case 24: no password, and whoever reads the mailbox may set one.
    a.root({ password: false, recoveryAllowed: true }).event(
      assumedRootCall('iam', 'CreateLoginProfile', { at: 20, key: 'ASIASANDBOX000000020' }),
    )
  })

  world.account(ids.playground, (a) =>
    // Case 14: an account that costs nothing. Case 25: a pipeline is the only administrator.
    memberRole(a.named('playground').email('sam.former+playground@corp.example').created(700), management)
      .root({ password: { lastChanged: 700 } })
      .contact({ FullName: 'Sam Former', PhoneNumber: '+61400000001' })
      .role('ci-deploy', {
        trust: `arn:aws:iam::${ids.playground}:oidc-provider/token.actions.example.com`,
        attached: ['AdministratorAccess'],
        lastUsed: { at: 1, region: 'us-east-1' },
      })
      // Case 17: a rule that never hears of anything, as no trail records it.
      .topic('root-alarm', {
        publishers: ['events.amazonaws.com'],
        emails: [{ address: 'sam.former@corp.example' }],
      })
      .rule('root-use', {
        pattern: ROOT_USE,
        targets: [`arn:aws:sns:us-east-1:${ids.playground}:root-alarm`],
      })
      .event(rootSignIn({ at: 60, mfa: false })),
  )
}
