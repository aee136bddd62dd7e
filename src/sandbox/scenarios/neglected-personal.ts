/** A personal account that nobody has looked after: an admin without MFA, root's key in use, no alarm. */
import { newWorld, rootCall, userCall, userSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'

export function neglectedPersonal(began: Iso, accountId = '111111111111'): World {
  return newWorld({ scenario: 'neglected-personal', began })
    .account(accountId, (a) => {
      a.named('mia-lab')
        .email('mia.example@posteo.example')
        .created(4 * 365)
        .root({
          password: { lastUsed: 400, lastChanged: 4 * 365 },
          mfa: [{ virtual: 'mias-old-phone', enabled: 1200 }],
          keys: [{ created: 1300, lastUsed: { at: 3, region: 'eu-west-1', service: 's3' } }],
        })
        .contact({ FullName: 'Mia Example', PhoneNumber: '+61412345600', verificationStatus: 'UNVERIFIED' })
        .alternate('BILLING', {
          Name: 'Mia Example',
          Title: 'Owner',
          EmailAddress: 'mia.example@posteo.example',
          PhoneNumber: '+61412345600',
        })
        .user('mia', (u) =>
          u
            .created(1200)
            .console({ lastUsed: 1, lastChanged: 900 })
            .admin()
            .key({ created: 800, lastUsed: { at: 0.1, service: 'iam' } })
            .isCaller(),
        )
        .budget('Monthly spend', { period: 'MONTHLY', limit: 50, recipients: ['mia.example@posteo.example'] })
        .dailySpend({ days: 60, usd: 12.4, wobble: 0.04, spikes: { 51: 41.1, 22: 22.75 } })
      const rootKey = a.account.root.accessKeys[0]!.id
      a.event(
        userSignIn('mia', { at: 1, mfa: false }),
        userCall('mia', 'ec2', 'RunInstances', { at: 1, region: 'eu-west-1' }),
        // Object calls are data events, which history leaves out; creating a bucket is a management event.
        rootCall('s3', 'CreateBucket', {
          at: 3,
          key: rootKey,
          region: 'eu-west-1',
          agent: '[aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0]',
          request: { bucketName: 'mia-lab-backups' },
        }),
      )
    })
    .build()
}
