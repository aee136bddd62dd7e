import { pages } from '../../../aws/index.ts'
import { type Deed, marked } from './deed.ts'

type Sight = Parameters<Deed['isSo']>[1]
type Refused = { because: string }

/** How many of root's own there are, or why it cannot be seen. The reads are those of the task that deletes them. */
const counts = {
  'access key': async (sight: Sight): Promise<number | Refused> => {
    const listed = await pages(sight, 'iam:ListAccessKeys', {}, (o) => ({
      items: o.AccessKeyMetadata,
      next: marked(o),
    }))
    return listed.ok ? listed.items.length : { because: listed.unknown.message }
  },
  'signing certificate': async (sight: Sight): Promise<number | Refused> => {
    const listed = await pages(sight, 'iam:ListSigningCertificates', {}, (o) => ({
      items: o.Certificates,
      next: marked(o),
    }))
    return listed.ok ? listed.items.length : { because: listed.unknown.message }
  },
  password: async ({ call }: Sight): Promise<number | Refused> => {
    const answer = await call('iam:GetLoginProfile', {})
    if (answer.ok) return 1
    return /^NoSuchEntity/.test(answer.code) ? 0 : { because: answer.unknown.message }
  },
} as const

type Kind = keyof typeof counts
const order: readonly (Kind | 'MFA')[] = ['access key', 'signing certificate', 'password', 'MFA']

/**
 * What of root must go before this does, as the end of a sentence; undefined: nothing is left. Keys, certificates, password,
 * and MFA strictly last: whatever a plan says and wherever it was cut off, no password is ever left without its MFA.
 */
export async function leftBefore(what: (typeof order)[number], sight: Sight): Promise<string | undefined> {
  for (const kind of order.slice(0, order.indexOf(what)) as readonly Kind[]) {
    const left = await counts[kind](sight)
    if (typeof left !== 'number') return `whether root still has a ${kind} cannot be seen: ${left.because}`
    if (left > 0) return `root still has ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}: that goes first`
  }
  return undefined
}
