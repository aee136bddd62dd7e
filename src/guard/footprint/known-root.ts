import { KnownKeys } from '../../policy/index.ts'
import { callerOf } from '../principals.ts'

/**
 * What every request of a standing root says, and never says (IAM User Guide, "IAM policy elements: Variables and tags",
 * principal key values, and "AWS global condition context keys"): it has no user name, no tags, and no session of
 * AssumeRoot.
 */
export function knownOfRoot(account: string): KnownKeys {
  return new KnownKeys(
    callerOf('root', account).context,
    (key) => key === 'aws:assumedroot' || key === 'aws:username' || key.startsWith('aws:principaltag/'),
  )
}
