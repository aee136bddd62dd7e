/**
 * An enterprise of any size, clean and dirty mixed. Only its management account is described; the others are generated
 * when they are first looked at, from seed and number.
 */
import { newWorld, userSignIn } from '../builder.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { Generated, Iso, World } from '../world.ts'
import { INSTANCE } from './enterprise/account.ts'
import { idOf } from './enterprise/population.ts'
import { blockingDeny, sparingDeny } from './parts/deny-root.ts'
import { alternates, trustUsual } from './parts/member.ts'
import { HOME } from './parts/root-alarm.ts'

const MOST_ACCOUNTS = 20_000
const ADMIN = 'casey.admin@corp.example'

export type EnterpriseSize = Partial<Pick<Generated, 'accounts' | 'seed'>>

/** Throws SandboxUsageError for a size that there is not. */
export function checkedSize({ accounts = 200, seed = 1 }: EnterpriseSize = {}): Generated {
  if (!Number.isInteger(accounts) || accounts < 1 || accounts > MOST_ACCOUNTS)
    throw new SandboxUsageError(
      `An enterprise of ${accounts} accounts cannot be made.`,
      `Give a whole number from 1 to ${MOST_ACCOUNTS}.`,
    )
  if (!Number.isInteger(seed) || seed < 0)
    throw new SandboxUsageError(`${seed} is no seed.`, 'Give a whole number from 0.')
  return { by: 'enterprise', accounts, seed }
}

export function enterprise(began: Iso, management = '111111111111', size: EnterpriseSize = {}): World {
  const generated = checkedSize(size)
  const security = generated.accounts > 1 ? idOf(1) : undefined
  const world = newWorld({ scenario: 'enterprise', began })
    .account(management, (a) => {
      alternates(a, 'corp.example', '+61293744000')
      a.named('corp-management')
        .email('aws-root+management@corp.example')
        .created(10 * 365)
        .root({ password: { lastUsed: 300, lastChanged: 400 }, mfa: [{ fido: 'safe' }, { fido: 'bank' }] })
        .contact({ FullName: 'Corp Cloud Team', CompanyName: 'Corp Pty Ltd', PhoneNumber: '+61293744000' })
        .user(ADMIN, (u) => u.console({ lastUsed: 0.5 }).admin().virtualMfa(ADMIN, 700).isCallerInSession())
        .centralRoot('RootCredentialsManagement', 'RootSessions')
        .trail('organization', { homeRegion: HOME, organization: true, logFileValidation: true })
        .budget('Everything', { period: 'MONTHLY', limit: 5_000_000, recipients: ['aws-spend@corp.example'] })
        .dailySpend({ days: 60, usd: 900, wobble: 0.05 })
        .identityCenter({ instanceArn: `arn:aws:sso:::instance/ssoins-${INSTANCE}` })
        .event(userSignIn(ADMIN, { at: 0.5, mfa: `arn:aws:iam::${management}:mfa/${ADMIN}` }))
    })
    .organization(management, (o) => {
      trustUsual(o).unit('Security').unit('Workloads').unit('Prod', 'Workloads')
      o.unit('Retail', 'Prod').unit('Payments', 'Prod').unit('Dev', 'Workloads').unit('Test', 'Workloads')
      o.unit('Sandbox').unit('Suspended').scps()
      o.policy('DenyRoot', sparingDeny, ['Prod', 'Dev', 'Security'])
      // As it was before assumed root existed: whoever wrote it has not come back.
      o.policy('AWS-GR_RESTRICT_ROOT_USER', blockingDeny, ['Test'])
      if (security !== undefined) o.delegate(security, 'iam.amazonaws.com')
      if (security !== undefined) o.delegate(security, 'account.amazonaws.com')
    })
    .build()
  world.generated = generated
  return world
}
