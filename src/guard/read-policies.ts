import { type ControlPolicyType, UserError } from '../model/index.ts'
import { parsePolicy, type Policy, PolicySyntaxError } from '../policy/index.ts'
import { type AttachedPolicy, type Level, type PolicyPath, typeNames } from './path.ts'

/**
 * The longest policy that AWS takes, in characters, white space included (Organizations User Guide, "Quotas and service
 * limits"; a minified policy counts as it stands here).
 */
export const mostCharacters: Readonly<Record<ControlPolicyType, number>> = { scp: 10_240, rcp: 5_120 }

const shape =
  'Write a list: [{"level": "root" | "ou:<name>" | "account", "type": "scp" | "rcp", "policy": {...}}, ...].'

interface Entry extends AttachedPolicy {
  readonly level: string
  readonly type: ControlPolicyType
}

/**
 * The policies of a file, as they stand on the way to an account. `file` is its name, for messages. Throws UserError for
 * anything that AWS could not have attached: nobody should trust a decision about it.
 */
export function readPolicyPath(value: unknown, file: string): PolicyPath {
  if (!Array.isArray(value)) throw bad(`${file} is not a list of policies`)
  const entries = value.map((entry: unknown, at) => readEntry(entry, at, file))
  return { scp: levelsOf(entries, 'scp', file), rcp: levelsOf(entries, 'rcp', file) }
}

function readEntry(value: unknown, at: number, file: string): Entry {
  const where = `${file}, entry ${at + 1}`
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(`${where} is not an object`)
  const { level, type, policy } = value as Record<string, unknown>
  for (const field of ['level', 'type', 'policy'] as const)
    if ((value as Record<string, unknown>)[field] === undefined) throw bad(`${where} has no ${field}`)
  if (typeof level !== 'string' || !/^(?:root|account|ou:.+)$/s.test(level))
    throw bad(`${where}: the level ${shown(level)} is none of root, ou:<name> and account`)
  if (type !== 'scp' && type !== 'rcp')
    throw bad(`${where}: ${shown(type)} is no type of policy that decides about requests`)
  return { at, level, type, policy: readPolicy(policy, type, `${where} (${level})`) }
}

function readPolicy(document: unknown, type: ControlPolicyType, where: string): Policy {
  const characters = typeof document === 'string' ? document.length : JSON.stringify(document).length
  if (characters > mostCharacters[type])
    throw new UserError(
      'policy-too-large',
      `${where}: the policy has ${number(characters)} characters, and a ${typeNames[type]} may have ${number(mostCharacters[type])}.`,
      'Shorten it, or split it into two entries of the same level.',
    )
  try {
    const policy = parsePolicy(document)
    if (type === 'scp' && policy.statements.some((statement) => statement.principal))
      throw new PolicySyntaxError(
        'A service control policy takes no Principal: this is a policy of another type.',
      )
    return policy
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    throw new UserError(
      'bad-policy',
      `${where}: ${error.message}`,
      `Mend the policy: AWS would not take it for a ${typeNames[type]}.`,
    )
  }
}

const rank = (level: string): number => (level === 'root' ? 0 : level === 'account' ? 2 : 1)

/** Neighbours of one level belong together; two units of a path may have one name and stay apart. */
function levelsOf(entries: readonly Entry[], type: ControlPolicyType, file: string): Level[] {
  const levels: { name: string; policies: AttachedPolicy[] }[] = []
  for (const { level, at, policy, type: own } of entries) {
    if (own !== type) continue
    const last = levels.at(-1)
    if (last?.name === level) last.policies.push({ at, policy })
    else if (last && rank(level) < rank(last.name))
      throw new UserError(
        'levels-out-of-order',
        `${file}, entry ${at + 1}: ${level} comes after ${last.name}, and levels go from the root down to the account.`,
        'Put the entries in the order root, ou:..., account, those of one level together.',
      )
    else levels.push({ name: level, policies: [{ at, policy }] })
  }
  return levels
}

const bad = (what: string): UserError => new UserError('bad-policies', `${what}.`, shape)

/** A value of the file as it stood there, short enough for one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

const number = (n: number) => n.toLocaleString('en-US')
