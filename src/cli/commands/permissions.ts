import { auditPermissions, UserError } from '../../index.ts'
import { emit } from '../output.ts'

/** Prints the least IAM policy that a command needs, as JSON. */
export async function permissions(what: string, options: { output?: string }): Promise<number> {
  if (what !== 'audit') {
    throw new UserError(
      'no-such-permissions',
      `There are no permissions to print for "${what}".`,
      'This version reads only: neverroot permissions audit',
    )
  }
  await emit(`${JSON.stringify(auditPolicy(), null, 2)}\n`, options.output)
  return 0
}

/** The policy under which an audit of one account meets no refusal. GetCallerIdentity needs no permission. */
export function auditPolicy() {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'NeverrootAudit', Effect: 'Allow', Action: auditPermissions(), Resource: '*' }],
  }
}
