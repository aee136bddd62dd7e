/** Who asks, as far as control policies can tell people and machines in an account apart. */
export const principalKinds = ['root', 'assumed-root', 'role', 'service-linked-role'] as const
export type PrincipalKind = (typeof principalKinds)[number]

/** A caller: its ARN as Principal elements see it, and the context keys that it brings into a request. */
export interface Caller {
  readonly arn: string
  readonly account: string
  readonly context: Readonly<Record<string, string>>
}

/** The member account of cases that name none. */
export const someAccount = '111111111111'

/**
 * The keys that the principal alone gives (IAM User Guide, "AWS global condition context keys"): exactly these.
 * aws:AssumedRoot is there in sessions of AssumeRoot only; aws:PrincipalArn of a session is its role's ARN.
 */
export function callerOf(kind: PrincipalKind, account: string = someAccount): Caller {
  const iam = `arn:aws:iam::${account}`
  const of = (
    arn: string,
    principalArn: string,
    type: string,
    more: Record<string, string> = {},
  ): Caller => ({
    arn,
    account,
    context: {
      'aws:PrincipalArn': principalArn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': type,
      'aws:PrincipalIsAWSService': 'false',
      ...more,
    },
  })
  const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/session`
  switch (kind) {
    case 'root':
      return of(`${iam}:root`, `${iam}:root`, 'Account')
    case 'assumed-root':
      return of(`${iam}:root`, `${iam}:root`, 'Account', { 'aws:AssumedRoot': 'true' })
    case 'role':
      return of(session('Administrator'), `${iam}:role/Administrator`, 'AssumedRole')
    case 'service-linked-role': {
      const role = 'AWSServiceRoleForOrganizations'
      const path = `aws-service-role/organizations.amazonaws.com/${role}`
      return of(session(role), `${iam}:role/${path}`, 'AssumedRole')
    }
  }
}
