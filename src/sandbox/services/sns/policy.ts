import { invalid } from './common.ts'

/**
 * What a topic's policy may speak of: the actions of SNS's own default policy, and Receive. Any other, wildcards too, is
 * refused with these words (seen by users of CreateTopic and SetSubscriptionAttributes; for the rest assumed).
 */
const ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
  'Receive',
].map((name) => `sns:${name.toLowerCase()}`)

interface Statement {
  Action?: string | string[]
}

/** Throws what SNS says to a policy that it does not take. */
export function checkPolicy(text: string): void {
  let statements: Statement[]
  try {
    const { Statement } = JSON.parse(text) as { Statement?: Statement | Statement[] }
    statements = [Statement ?? []].flat()
  } catch {
    throw invalid('Policy Error: null')
  }
  if (statements.length === 0) throw invalid('Policy Error: null')
  for (const action of statements.flatMap(({ Action }) => Action ?? []))
    if (!ACTIONS.includes(action.toLowerCase()))
      throw invalid('Policy statement action out of service scope!')
}
