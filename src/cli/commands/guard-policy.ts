import { loadConfiguration } from '../../config/load.ts'
import { mostControlPolicyCharacters, rootPolicy, rootPolicyKinds, rootPolicyNames } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { checkOutput, emit, say } from '../output.ts'
import { nearest } from '../suggest.ts'

export interface GuardPolicyOptions {
  administrator?: string
  partition: string
  config?: string
  output?: string
  quiet?: boolean
}

/** Prints a policy about root, minified as AWS counts it; how to use it goes to stderr. Exit code 0. */
export async function guardPolicy(which: string | undefined, options: GuardPolicyOptions): Promise<number> {
  const kind = rootPolicyKinds.find((one) => one === which)
  if (!kind) {
    const near = which === undefined ? undefined : nearest(which, rootPolicyKinds)
    throw new UserError(
      'no-such-policy',
      which === undefined ? 'guard policy needs a word more.' : `We write no policy "${which}".`,
      near ? `Did you mean neverroot guard policy ${near}?` : `Give one of: ${rootPolicyKinds.join(', ')}.`,
    )
  }
  await checkOutput(options.output)
  const named =
    options.administrator ??
    (kind === 'root-allow-list'
      ? (await loadConfiguration(options.config)).configuration.administrator?.name
      : undefined)
  const text = rootPolicy(kind, {
    partition: options.partition,
    ...(named === undefined ? {} : { administrator: named }),
  })
  await emit(`${text}\n`, options.output)
  if (!options.quiet)
    say(
      [
        `${text.length} of the ${mostControlPolicyCharacters.scp} characters that a service control policy may have. It binds members alone.`,
        `Make it one: aws organizations create-policy --type SERVICE_CONTROL_POLICY --name ${rootPolicyNames[kind]} --description "Root of members" --content file://${options.output ?? `${kind}.json`}`,
      ].join('\n'),
    )
  return 0
}
