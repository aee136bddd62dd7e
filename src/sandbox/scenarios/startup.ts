/**
 * A young company: everything runs in the management account, one account was created for the product, one came with a
 * company that was bought and was invited. Nobody has thought of an organization's guardrails yet.
 */
import { newWorld, rootSignIn, userCall, userSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'
import { memberRole } from './parts/member.ts'

const CREATED = '333333333333'
const INVITED = '444444444444'
const FOUNDER = 'jo.founder@startup.example'

export function startup(began: Iso, management = '111111111111'): World {
  return newWorld({ scenario: 'startup', began })
    .account(management, (a) =>
      a
        .named('startup')
        .email(FOUNDER)
        .created(2 * 365)
        .root({ password: { lastUsed: 45, lastChanged: 2 * 365 }, mfa: ['virtual'] })
        .contact({ FullName: 'Jo Founder', CompanyName: 'Startup Pty Ltd', PhoneNumber: '+61400000111' })
        .user('jo', (u) =>
          u
            .created(2 * 365)
            .console({ lastUsed: 0.2, lastChanged: 300 })
            .admin()
            .virtualMfa('jo')
            .isCallerInSession(),
        )
        .user('sasha', (u) => u.created(300).console({ lastUsed: 1, lastChanged: 300 }).admin())
        .role('app-server', { trust: 'ec2.amazonaws.com', attached: ['AmazonS3FullAccess'] })
        .budget('Monthly', { period: 'MONTHLY', limit: 2000, recipients: [FOUNDER] })
        .dailySpend({ days: 60, usd: 48, wobble: 0.1 })
        .event(
          rootSignIn({ at: 45 }),
          userSignIn('jo', { at: 0.2, mfa: `arn:aws:iam::${management}:mfa/jo` }),
          userCall('sasha', 'ec2', 'RunInstances', { at: 1 }),
        ),
    )
    .account(CREATED, (a) =>
      memberRole(
        a.named('product').email('jo.founder+product@startup.example').created(300).root({ password: false }),
        management,
      ).dailySpend({ days: 60, usd: 9.5, wobble: 0.2 }),
    )
    .account(INVITED, (a) =>
      a
        .named('acquired-labs')
        .email('admin@labs.example')
        .created(4 * 365)
        .root({
          password: { lastUsed: 90 },
          keys: [{ created: 900, lastUsed: { at: 12, service: 's3' } }],
        })
        .contact({ FullName: 'Labs Admin', PhoneNumber: '+12065550100', CountryCode: 'US' })
        .user('deploy', (u) => u.admin().key({ lastUsed: { at: 1, service: 'ecs' } }))
        .dailySpend({ days: 60, usd: 3 })
        .event(rootSignIn({ at: 85, mfa: false })),
    )
    .organization(management, (o) =>
      o
        .member(CREATED, { joined: 300, method: 'CREATED' })
        .member(INVITED, { joined: 100, method: 'INVITED' })
        .tag(CREATED, 'Owner', FOUNDER),
    )
    .build()
}
