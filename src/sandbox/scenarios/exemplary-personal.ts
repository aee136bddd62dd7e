/**
 * A personal account where everything that an API can show is in order. What no API shows (who reads the mailbox,
 * where the keys lie) stays open here as it does in life.
 */
import { accountEvent, billingConsoleEvent, newWorld, userCall, userSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'
import { HOME, rootAlarm } from './parts/root-alarm.ts'

const TYPICAL_DAY = 2.4
const OWNER = 'mia.example@posteo.example'
const FRIEND = 'pat.example@mail.example'

export function exemplaryPersonal(began: Iso, accountId = '111111111111'): World {
  return newWorld({ scenario: 'exemplary-personal', began })
    .account(accountId, (a) => {
      const device = `arn:aws:iam::${accountId}:mfa/mia`
      a.named('mia-home')
        .email('aws-root-7f2k@mia.example')
        .created(3 * 365)
        .root({
          password: { lastUsed: 200, lastChanged: 200 },
          mfa: [
            { fido: 'key-in-the-drawer', enabled: 200, certifications: { FIDO: 'L2', 'FIPS-140-2': 'L2' } },
            { fido: 'key-at-the-bank', enabled: 200, certifications: { FIDO: 'L2', 'FIPS-140-2': 'L2' } },
          ],
        })
        .contact({ FullName: 'Mia Example', PhoneNumber: '+61412345600', verificationStatus: 'VERIFIED' })
      const contacts = { BILLING: 'bills', OPERATIONS: 'operations', SECURITY: 'security' } as const
      for (const [type, box] of Object.entries(contacts)) {
        a.alternate(type as keyof typeof contacts, {
          Name: 'Mia Example',
          Title: 'Owner',
          EmailAddress: `aws-${box}@mia.example`,
          PhoneNumber: '+61412345600',
        })
      }
      a.group('Administrators', 'AdministratorAccess')
        .user('mia', (u) =>
          u
            .created(700)
            .console({ lastUsed: 0.5, lastChanged: 100 })
            .groups('Administrators')
            .virtualMfa('mia', 700)
            .isCallerInSession(),
        )
        .passwordPolicy({
          MinimumPasswordLength: 14,
          RequireSymbols: true,
          RequireNumbers: true,
          RequireUppercaseCharacters: true,
          RequireLowercaseCharacters: true,
          AllowUsersToChangePassword: true,
          PasswordReusePrevention: 24,
        })
        .topic('spend-alarm', {
          region: HOME,
          publishers: ['budgets.amazonaws.com'],
          emails: [
            { address: OWNER, authenticated: true },
            { address: FRIEND, authenticated: true },
          ],
        })
        .budget('Daily spend', {
          period: 'DAILY',
          limit: TYPICAL_DAY * 1.5,
          at: 100,
          type: 'ACTUAL',
          recipients: [a.topicArn('spend-alarm', HOME)],
        })
        .dailySpend({ days: 60, usd: TYPICAL_DAY, wobble: 0.1 })
        .trail('management-events', { homeRegion: HOME, logFileValidation: true })
      rootAlarm(a, [OWNER, FRIEND])
      a.event(
        accountEvent('VerifyPhoneNumber', { user: 'mia' }, { at: 30, response: { status: 'VERIFIED' } }),
        billingConsoleEvent('SetIAMAccessPreference', 'root', { at: 200, response: null }),
        userSignIn('mia', { at: 0.5, mfa: device }),
        userCall('mia', 'ce', 'GetCostAndUsage', { at: 0.5 }),
      ).vault('out-of-reach', {
        region: HOME,
        airGapped: true,
        lock: { final: 300 },
        points: [
          { at: 0.3, resource: 'arn:aws:s3:::mia-photos', type: 'S3' },
          { at: 1.3, resource: 'arn:aws:s3:::mia-photos', type: 'S3' },
        ],
      })
    })
    .build()
}
