/** Accounts that came, that go, and that nobody can get into. */
import { rootCall, rootSignIn, type WorldBuilder } from '../../builder.ts'
import { memberRole } from '../parts/member.ts'
import type { Ids } from './structure.ts'

export function describeClosing(world: WorldBuilder, management: string, ids: Ids): void {
  // Invited with its root keys, and the key of its only topic keeps EventBridge out (case 17).
  world.account(ids.acquired, (a) => {
    a.named('acquired')
      .email('hostmaster@acquired.example')
      .created(7 * 365)
      .root({
        password: { lastUsed: 5, lastChanged: 2000 },
        keys: [{ created: 2000, lastUsed: { at: 0.5, service: 's3' } }],
        certificates: ['Active'],
      })
      .contact({ FullName: 'Hostmaster', PhoneNumber: '+12065550100', CountryCode: 'US' })
      .key()
      .trail('everything')
      .topic('alarms', {
        publishers: ['events.amazonaws.com'],
        emails: [{ address: 'hostmaster@acquired.example' }],
        kmsKeyId: a.account.keys[0]!.arn,
      })
      .rule('root-use', {
        pattern: { detail: { userIdentity: { type: ['Root'] } } },
        targets: [a.topicArn('alarms')],
      })
      .dailySpend({ days: 60, usd: 55, wobble: 0.3 })
      .event(rootSignIn({ at: 5, mfa: false }), rootCall('s3', 'ListBuckets', { at: 0.5 }))
  })

  // Created by Organizations; somebody has deleted the role since.
  world.account(ids.forgotten, (a) =>
    a
      .named('forgotten')
      .email('aws-root+forgotten@corp.example')
      .created(1600)
      .root({ password: false })
      .contact({ FullName: 'Web Team', PhoneNumber: '+61293744000' })
      .dailySpend({ days: 60, usd: 0.4 }),
  )

  // Case 11: suspended, about to be closed, and closed.
  const ending = [
    [ids.suspended, 'SUSPENDED', 'old-shop'],
    [ids.leaving, 'PENDING_CLOSURE', 'trial-2024'],
    [ids.closed, 'CLOSED', 'hackathon'],
  ] as const
  for (const [id, state, name] of ending)
    world.account(id, (a) =>
      memberRole(
        a.named(name).email(`aws-root+${name}@corp-old.example`).created(1200).state(state),
        management,
      ).root({ password: { lastUsed: 500, lastChanged: 1200 } }),
    )
}
