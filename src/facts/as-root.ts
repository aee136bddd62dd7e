import type { Source } from '../aws/index.ts'
import { type Unknown, unknown, valueOf } from '../model/index.ts'
import { organizationsFeatures } from './organizations-features.ts'
import { rootCredentials } from './root-credentials.ts'
import { statement } from './statement.ts'

/** For how many days a word about what still needs root's credentials counts: needs come and go. */
const countsDays = 30

/** Answered for the deletion alone: no word takes a credential away, so no word makes the control pass. */
export const memberRootWord = statement(
  'member-roots-have-no-credentials',
  'Does nobody and nothing in the account need its root user: no bucket with MFA Delete, no CloudFront key pair of root, no GovCloud account that it is the partner of, no program with its keys, nobody who signs in as it?',
  countsDays,
)

/**
 * How to ask as root: the caller's own session of root or, of a member that is about to lose its root, an audit session.
 * Each of those leaves events of root in the member, which alarms take for use (IAM user guide, "Track privileged tasks in
 * AWS CloudTrail"), so none is opened before a word was given, nor where there is nothing to take or nothing may be taken.
 */
export async function asRoot(source: Source): Promise<Source['call'] | Unknown> {
  if (source.caller.root) return source.call
  const call = source.centre?.asRoot
  if (!call)
    return unknown('elsewhere', "only a root session can list root's own credentials: aws login as root")
  const [said, seen, features] = await Promise.all([
    source.get(memberRootWord),
    source.get(rootCredentials),
    source.get(organizationsFeatures),
  ])
  if (!valueOf(said)?.holds) return unknown('elsewhere', 'nobody has said yet that nothing needs root there')
  if (!Object.values(valueOf(seen) ?? {}).includes(true))
    return unknown('elsewhere', 'no root credentials are seen there')
  if (!valueOf(features)?.rootSessions) return unknown('elsewhere', 'root sessions are not known to be on')
  return call
}
