/** Events of root as EventBridge would carry them: what an alarm's rule must match. */

export interface Sample {
  /** For messages: `a console sign-in`. */
  name: string
  kind: 'sign-in' | 'call'
  /** The whole event; `detail` is the CloudTrail record. */
  event: Readonly<Record<string, unknown>> & { detail: Readonly<Record<string, unknown>> }
}

export interface Where {
  account: string
  partition: string
  region: string
  /** The Region that records sign-in and IAM. */
  globalRegion: string
}

/**
 * AWS Knowledge Center and the rules that people deploy say "Sign In"; the EventBridge user guide says "Signin". Which
 * one AWS sends is taken to be the first (assumed); a rule that names only the other one cannot be told.
 */
export const signInDetailType = 'AWS Console Sign In via CloudTrail'
export const otherSignInDetailType = 'AWS Console Signin via CloudTrail'

/**
 * A key's call and a console session's call (of a service that a rule with a list of services would forget) in any Region; sign-in and IAM where those are recorded. GovCloud roots
 * cannot sign in to the console. Shapes: CloudTrail user guide, "AWS Management Console sign-in events" and
 * "userIdentity element".
 */
export function rootSamples(where: Where): Sample[] {
  const { region, globalRegion, partition } = where
  const calls = [
    call(where, 'a call with a root key', 'ec2', 'RunInstances', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    call(where, 'a call of a root session', 'lightsail', 'CreateInstances', {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: { attributes: { creationDate: time, mfaAuthenticated: 'true' } },
    }),
  ]
  if (region !== globalRegion) return calls
  const iam = call(where, 'a change of root credentials', 'iam', 'CreateAccessKey', {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  })
  if (partition === 'aws-us-gov') return [...calls, iam]
  return [signIn(where, 'Yes'), signIn(where, 'No'), iam, ...calls]
}

/** The same call, but one that only reads: a trail should log both. */
export function rootRead(where: Where): Sample {
  const sample = call(where, 'a reading call', 'ec2', 'DescribeInstances', {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  })
  return { ...sample, event: { ...sample.event, detail: { ...sample.event.detail, readOnly: true } } }
}

const time = '2026-11-23T06:30:00Z'

function signIn(where: Where, mfaUsed: 'Yes' | 'No'): Sample {
  return {
    name: 'a console sign-in',
    kind: 'sign-in',
    event: envelope(where, 'aws.signin', signInDetailType, {
      ...record(where, { accessKeyId: '' }),
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      requestParameters: null,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: mfaUsed,
      },
    }),
  }
}

function call(
  where: Where,
  name: string,
  service: string,
  eventName: string,
  identity: Record<string, unknown>,
): Sample {
  return {
    name,
    kind: 'call',
    event: envelope(where, `aws.${service}`, 'AWS API Call via CloudTrail', {
      ...record(where, identity),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      eventType: 'AwsApiCall',
      requestParameters: {},
      responseElements: {},
    }),
  }
}

function record({ account, partition, region }: Where, identity: Record<string, unknown>) {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'Root',
      principalId: account,
      arn: `arn:${partition}:iam::${account}:root`,
      accountId: account,
      ...identity,
    },
    eventTime: time,
    awsRegion: region,
    sourceIPAddress: '203.0.113.10',
    userAgent: 'Mozilla/5.0',
    requestID: '00000000-0000-4000-8000-000000000001',
    eventID: '00000000-0000-4000-8000-000000000002',
    readOnly: false,
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  }
}

function envelope(
  { account, region }: Where,
  source: string,
  detailType: string,
  detail: Record<string, unknown>,
): Sample['event'] {
  return {
    version: '0',
    id: '00000000-0000-4000-8000-000000000003',
    'detail-type': detailType,
    source,
    account,
    time,
    region,
    resources: [],
    detail,
  }
}
