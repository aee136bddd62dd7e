/** Backups of the management account, of which each lacks something else. */
import type { AccountBuilder } from '../../builder.ts'
import { HOME } from '../parts/root-alarm.ts'

const elsewhere = 'eu-central-1'

export function describeBackups(a: AccountBuilder, audit: string): void {
  // A lock that can be taken off for two days more, one whose key lies beside the copies, one that nothing reaches any more.
  a.vault('new-lock', { region: HOME, lock: { final: -2 }, points: [{ at: 0.5 }] })
    .vault('own-key', { region: HOME, lock: { final: 60 }, points: [{ at: 0.5 }] })
    .vault('forgotten', { region: elsewhere, lock: { final: 500 }, points: [{ at: 90 }] })
  // Copies that arrive in an account whose vault is not shared.
  a.copyJob({
    from: 'own-key',
    to: `arn:aws:backup:${HOME}:${audit}:backup-vault:copies`,
    at: 0.4,
    region: HOME,
    locked: true,
  })
}
