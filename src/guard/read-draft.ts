import { type ControlPolicyType, UserError } from '../model/index.ts'
import { parsePolicy, PolicySyntaxError } from '../policy/index.ts'
import type { PolicyWithTargets } from './attached.ts'
import { typeNames } from './path.ts'
import { mostCharacters } from './read-policies.ts'

/**
 * A policy that is attached nowhere yet, from the text of its file. Its white space counts, as it does for AWS. Throws
 * UserError for what AWS would not take for a policy of that type.
 */
export function readDraft(
  text: string,
  type: ControlPolicyType,
  file: string,
): Omit<PolicyWithTargets, 'targets'> & { characters: number } {
  const content = text.replace(/^\u{feff}/u, '').trim()
  const number = (n: number) => n.toLocaleString('en-US')
  let document: unknown
  try {
    document = JSON.parse(content)
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : ''
    throw new UserError('not-json', `${file} is not JSON: ${said}.`, 'Mend the file, or name another one.')
  }
  if (content.length > mostCharacters[type])
    throw new UserError(
      'policy-too-large',
      `${file} has ${number(content.length)} characters, and a ${typeNames[type]} may have ${number(mostCharacters[type])}.`,
      `Shorten it: without white space it would have ${number(JSON.stringify(document).length)}.`,
    )
  try {
    const { statements } = parsePolicy(content)
    const named = statements.some(({ principal }) => principal)
    if (type === 'scp' && named)
      throw new UserError(
        'wrong-type',
        `${file} names a Principal, which a service control policy cannot: it is a resource control policy, or one of another type.`,
        'Say what it is: --type rcp',
      )
    if (type === 'rcp' && !statements.every(({ principal }) => principal))
      throw new UserError(
        'wrong-type',
        `${file} has a statement without a Principal, which a resource control policy needs: it is a service control policy, or one of another type.`,
        'Say what it is: --type scp',
      )
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    throw new UserError(
      'bad-policy',
      `${file}: ${error.message}`,
      `Mend the policy: AWS would not take it for a ${typeNames[type]}.`,
    )
  }
  return { id: 'draft', name: 'draft', type, content, characters: content.length }
}

/** AWS's own policy, which stands wherever nothing else was seen: no target is without a policy. */
const full: Readonly<Record<ControlPolicyType, { id: string; name: string; statement: object }>> = {
  scp: {
    id: 'p-FullAWSAccess',
    name: 'FullAWSAccess',
    statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  },
  rcp: {
    id: 'p-RCPFullAWSAccess',
    name: 'RCPFullAWSAccess',
    statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
  },
}

/**
 * The policies as they would be with the draft attached to a target. Where none of its type is known of there, AWS's own
 * stands beside it: AWS leaves no target without one (Organizations User Guide, "Attaching and detaching SCPs"), and
 * attaches it everywhere when the type is enabled.
 */
export function withDraft(
  policies: readonly PolicyWithTargets[],
  draft: Omit<PolicyWithTargets, 'targets'>,
  target: string,
): PolicyWithTargets[] {
  const { type } = draft
  const attached = { ...draft, targets: [target] }
  if (policies.some((one) => one.type === type && one.targets.includes(target)))
    return [...policies, attached]
  const { id, name, statement } = full[type]
  const content = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const beside: PolicyWithTargets = { id, name, type, content, targets: [target] }
  return [...policies, beside, attached]
}
