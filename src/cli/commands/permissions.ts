import {
  mostPolicyCharacters,
  permissionPolicy,
  permitted,
  type Permitted,
  policyCharacters,
  UserError,
} from '../../index.ts'
import type { Section } from '../../model/index.ts'
import { checkIds } from '../control-ids.ts'
import { checkOutput, emit, say } from '../output.ts'
import { nearest } from '../suggest.ts'

export interface PermissionsOptions {
  only?: string[]
  section?: Section
  partition?: string
  output?: string
  quiet?: boolean
}

/** Prints the least IAM policy that a command needs, as JSON; how to use it goes to stderr. */
export async function permissions(what: string, options: PermissionsOptions): Promise<number> {
  const command = checkCommand(what)
  if (options.only) checkIds(options.only)
  await checkOutput(options.output)
  const policy = permissionPolicy(command, options)
  await emit(`${JSON.stringify(policy, null, 2)}\n`, options.output)
  if (options.output && !options.quiet)
    say(
      [
        `Written to ${options.output}: ${policyCharacters(policy)} of the ${mostPolicyCharacters} characters that a managed policy may have.`,
        `Make it one: aws iam create-policy --policy-name neverroot-${command} --policy-document file://${options.output}`,
      ].join('\n'),
    )
  return 0
}

function checkCommand(what: string): Permitted {
  const known = permitted.find((command) => command === what)
  if (known) return known
  if (what === 'org')
    throw new UserError(
      'no-such-permissions',
      'There are no permissions to print for "org" yet: this version looks at one account.',
      `For one account: neverroot permissions ${permitted.join(', ')}.`,
    )
  const near = nearest(what, permitted)
  throw new UserError(
    'no-such-permissions',
    `There are no permissions to print for "${what}".`,
    near
      ? `Did you mean neverroot permissions ${near}?`
      : `There is: ${permitted.map((command) => `neverroot permissions ${command}`).join(', ')}.`,
  )
}
