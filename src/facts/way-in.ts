import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { type Evidence, known, valueOf, type WayIn } from '../model/index.ts'
import { administratorSeen } from './administrator-seen.ts'
import { administrators, type Administrators } from './administrators.ts'
import { administratorsMfa } from './administrators-mfa.ts'
import { maskName } from './mask.ts'
import { vouchedSince } from './statement.ts'

/** A statement about MFA counts for a year at most, whatever expiry it was given. */
const statedWithinMs = 365 * 86_400_000

/**
 * The administrator who was seen to work, and whether they have MFA: the ground on which another way in may be taken
 * away. Undefined where nobody was seen. It is asked for only where a plan would take one away.
 */
export const wayIn: Fetcher<WayIn | undefined> = {
  name: 'way-in',
  reads: [
    ...new Set([...administrators.reads, ...administratorSeen.reads, ...administratorsMfa.reads]),
  ].sort(),
  async collect(source) {
    const [seen, admins] = await Promise.all([source.get(administratorSeen), source.get(administrators)])
    if (seen.state !== 'known') return seen
    if (admins.state !== 'known') return admins
    if (!seen.value) return known(undefined, seen.evidence)
    const { name, how, at } = seen.value
    const { mfa, evidence } = await mfaOf(source, name, admins.value)
    return known({ name: maskName(name), who: name, how, at, mfa }, [...seen.evidence, ...evidence])
  },
}

interface Mfa {
  mfa: boolean | undefined
  evidence: readonly Evidence[]
}

async function mfaOf(source: Source, name: string, { paths }: Administrators): Promise<Mfa> {
  const ways = paths.filter((path) => path.name === name).map((path) => path.path)
  if (ways.length > 0 && ways.every((way) => way === 'user')) return mfaOfUser(source, name)
  if (ways.length > 0 && ways.every((way) => way === 'role-of-user')) {
    // Which of the users entered the role is not told: all of them must have it.
    const credentials = valueOf(await source.get(administratorsMfa)) ?? []
    if (credentials.length > 0 && credentials.every((c) => c.mfa)) return { mfa: true, evidence: [] }
  }
  // How people sign in to IAM Identity Center or an identity provider AWS does not tell: it takes somebody's word.
  const since = new Date(source.now.getTime() - statedWithinMs)
  return { mfa: vouchedSince(source, 'administrators-have-mfa', since) ? true : undefined, evidence: [] }
}

/** Live: a credential report can be hours old, and a device that was taken off since protects nobody. */
async function mfaOfUser(source: Source, name: string): Promise<Mfa> {
  const answer = await source.call('iam:ListMFADevices', { UserName: name })
  if (!answer.ok) return { mfa: undefined, evidence: [] }
  const devices = answer.output.MFADevices?.length ?? 0
  return { mfa: devices > 0, evidence: [observed('iam:ListMFADevices', answer.at, { devices })] }
}
