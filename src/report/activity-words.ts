import type { Activity, ActivityKind } from '../model/index.ts'
import { hanging, type Style } from './style.ts'

/** How each kind is called, on a line and in a sentence. */
export const kindWords: Record<ActivityKind, string> = {
  console: 'console sign-in',
  'access-key': 'access key',
  session: 'root session',
  ambiguous: 'unclear session',
  'failed-sign-in': 'failed sign-in',
  'assumed-root': 'assumed root',
  service: 'AWS itself',
}

/**
 * The MFA device of a sign-in. What is registered as FIDO may be a key or a synced passkey: they look the same (IAM API
 * reference, GetMFADevice). Its name goes before an id that AWS adds.
 */
export function deviceWords(device: string): string {
  const fido = /^u2f\/root\/(.+?)(-[A-Z0-9]{20,})?$/.exec(device)
  if (fido) return `security key or passkey ${fido[1]}`
  return device.startsWith('mfa/') ? `app ${device.slice(4)}` : `token ${device}`
}

const dayMs = 86_400_000

/** `today`, `yesterday`, `3 days ago`, by the calendar in UTC. */
export function agoOf(at: string, now: string): string {
  const days = Math.max(0, (Date.parse(now.slice(0, 10)) - Date.parse(at.slice(0, 10))) / dayMs)
  if (days === 0) return 'today'
  return days === 1 ? 'yesterday' : `${days} days ago`
}

/** What the credential report says of the last use: it covers every Region, also those that nobody looked at. */
export function reportedWords({ report, at }: Pick<Activity, 'report' | 'at'>): string[] {
  if (!report) return []
  const { passwordLastUsed, keys } = report
  return [
    ...(passwordLastUsed ? [`Credential report: password last used ${agoOf(passwordLastUsed, at)}`] : []),
    ...keys.map(({ active, lastUsed, service, region }) => {
      const where = [service, region].filter(Boolean).join(', ')
      const used = lastUsed ? `last used ${agoOf(lastUsed, at)}${where ? ` (${where})` : ''}` : 'never used'
      return `Credential report: ${active ? 'an active' : 'an inactive'} access key, ${used}`
    }),
  ]
}

/** A line behind a sign, whose columns stay as they are; what is too long goes on below the words. */
export function signed(sign: string, columns: string, words: string, style: Style): string[] {
  return hanging(`    ${columns}`, words, style).map((line, i) =>
    i === 0 ? `  ${sign} ${line.slice(4)}` : line,
  )
}
