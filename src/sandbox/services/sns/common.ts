/** What the SNS operations share: finding topics, paging, errors in its words. */
import { page, type Page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Topic } from '../../world.ts'

export const invalid = (what: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${what}`, 400)

/** Topics of the account in the signed Region. */
export const topicsHere = (call: Call): Topic[] =>
  call.caller.account.topics.filter((t) => t.arn.split(':')[3] === call.region)

/** A topic by ARN; a malformed ARN or one of another Region is an invalid parameter. Undefined when there is none. */
export function findTopic(call: Call, arn: string | undefined): Topic | undefined {
  const [scheme, , service, region, account, name] = (arn ?? '').split(':')
  if (scheme !== 'arn' || service !== 'sns' || !name) {
    throw invalid(
      `TopicArn Reason: An ARN must have at least 6 elements, not ${(arn ?? '').split(':').length}`,
    )
  }
  if (region !== call.region) throw invalid('TopicArn')
  if (account !== call.caller.account.id) {
    // What topics of other accounts allow is not simulated; without a permission this is AWS's answer.
    throw new AwsError(
      'AuthorizationErrorException',
      `User: ${call.caller.arn} is not authorized to perform: SNS:${call.operation} on resource: ${arn} because no resource-based policy allows the SNS:${call.operation} action`,
      403,
    )
  }
  return topicsHere(call).find((t) => t.arn === arn)
}

export function topicOf(call: Call, arn: string | undefined): Topic {
  const topic = findTopic(call, arn)
  if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist', 404)
  return topic
}

/** One page of a hundred, as every SNS list has. */
export function paged<T>(
  call: Call,
  token: string | undefined,
  items: readonly T[],
  bind?: unknown,
): Page<T> {
  return page(call, items, {
    token,
    size: 100,
    bind: [call.region, bind],
    invalid: () => invalid('NextToken Reason: The token is not valid'),
  })
}
