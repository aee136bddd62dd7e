/** A personal account one day old: nothing but root, a password from yesterday, no MFA, nothing spent. */
import { accountEvent, newWorld, rootSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'

export function freshPersonal(began: Iso, accountId = '111111111111'): World {
  return newWorld({ scenario: 'fresh-personal', began })
    .account(accountId, (a) =>
      a
        .named('Mia Example')
        .email('mia.example@posteo.example')
        .created(1)
        .root({ password: { lastChanged: 1, lastUsed: 0.01 } })
        // The sign-up verified the number; that left no VerifyPhoneNumber event.
        .contact({ FullName: 'Mia Example', PhoneNumber: '+61412345600' })
        .freeTier({ plan: 'FREE', status: 'ACTIVE', remainingCredits: 100, expires: inDays(began, 181) })
        .costExplorer('no-data')
        .event(
          rootSignIn({ at: 1, mfa: false }),
          accountEvent('PutContactInformation', 'root', { at: 0.99 }),
          rootSignIn({ at: 0.01, mfa: false }),
        )
        .rootIsCaller(false),
    )
    .build()
}

const inDays = (began: Iso, days: number): Iso =>
  new Date(Date.parse(began) + days * 86_400_000).toISOString()
