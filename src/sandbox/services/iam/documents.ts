import { PolicySyntaxError, parsePolicy } from '../../../policy/index.ts'
import type { Policy } from '../../../policy/index.ts'
import { AwsError } from '../../service.ts'
import type { PolicyDocument } from '../../world.ts'

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocumentException', message)

function read(text: string): { document: PolicyDocument; policy: Policy } {
  try {
    const document = JSON.parse(text) as PolicyDocument
    return { document, policy: parsePolicy(document) }
  } catch (error) {
    if (error instanceof PolicySyntaxError || error instanceof SyntaxError)
      throw malformed('Syntax errors in policy.')
    throw error
  }
}

/** A policy for users, groups, roles or to be attached. Throws MalformedPolicyDocument in IAM's words. */
export function identityDocument(text: string): PolicyDocument {
  const { document, policy } = read(text)
  if (policy.statements.some((statement) => statement.principal))
    throw malformed('Policy document should not specify a principal.')
  if (policy.statements.some((statement) => !statement.resource))
    throw malformed('Policy statement must contain resources.')
  return document
}

/** A role's trust policy. */
export function trustDocument(text: string): PolicyDocument {
  const { document, policy } = read(text)
  if (policy.statements.some((statement) => statement.resource))
    throw malformed('Has prohibited field Resource')
  if (policy.statements.some((statement) => !statement.principal))
    throw malformed('Missing required field Principal')
  return document
}

/** The size that counts against quotas: white space does not (IAM User Guide, "IAM and AWS STS quotas"). */
export const sizeOf = (document: PolicyDocument): number => JSON.stringify(document).replace(/\s/g, '').length
