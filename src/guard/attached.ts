import { type ControlPolicyType, UserError } from '../model/index.ts'
import { parsePolicy, type Policy, PolicySyntaxError } from '../policy/index.ts'
import type { AttachedPolicy, Level, PolicyPath } from './path.ts'

/** A policy and the ids of what it is attached to, as Organizations tells them. */
export interface PolicyWithTargets {
  readonly id: string
  readonly name: string
  readonly type: ControlPolicyType
  readonly content: string
  readonly targets: readonly string[]
}

/**
 * The paths of accounts, out of what is attached where. Gives a function from the ids of a path (root, units, account)
 * to the policies on it; each text is parsed once. `unitName` names a unit. Throws UserError for a policy that cannot be
 * read: nobody knows what it does.
 */
export function pathsOf(
  policies: readonly PolicyWithTargets[],
  unitName: (id: string) => string,
): (ids: readonly string[]) => PolicyPath {
  const attached: Record<ControlPolicyType, Map<string, AttachedPolicy[]>> = {
    scp: new Map(),
    rcp: new Map(),
  }
  const texts = new Map<string, Policy>()
  for (const [at, given] of policies.entries()) {
    const { name, type, content, targets } = given
    const policy = texts.get(content) ?? readAttached(given)
    texts.set(content, policy)
    for (const target of targets) {
      const there = attached[type].get(target)
      if (there) there.push({ at, name, policy })
      else attached[type].set(target, [{ at, name, policy }])
    }
  }
  const levelsOf = (type: ControlPolicyType, ids: readonly string[]): Level[] =>
    ids.flatMap((id, depth) => {
      const there = attached[type].get(id)
      const name = depth === 0 ? 'root' : depth === ids.length - 1 ? 'account' : `ou:${unitName(id)}`
      // AWS leaves no target without a policy of a type that is enabled: one that has none was not seen.
      return there ? [{ name, policies: there }] : []
    })
  return (ids) => ({ scp: levelsOf('scp', ids), rcp: levelsOf('rcp', ids) })
}

/** Parses a policy that is attached. Throws UserError where it cannot be read. */
export function readAttached({
  id,
  name,
  content,
}: Pick<PolicyWithTargets, 'id' | 'name' | 'content'>): Policy {
  try {
    return parsePolicy(content)
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    throw new UserError(
      'unreadable-policy',
      `The policy ${name} (${id}) cannot be read: ${error.message}`,
      `Look at it: aws organizations describe-policy --policy-id ${id}`,
    )
  }
}
