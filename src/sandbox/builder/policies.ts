/** Resource policies as AWS writes them for new topics and keys. */

/** The policy SNS gives a new topic, and a statement for each service that may publish from this account. */
export function topicPolicy(arn: string, accountId: string, services: readonly string[]): object {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
      ...services.map((service) => ({
        Sid: `${service.split('.')[0]}MayPublish`,
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'SNS:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceAccount': accountId } },
      })),
    ],
  }
}

/** KMS's default key policy: the account decides through IAM. */
export const rootKeyPolicy = (partition: string, accountId: string): object => ({
  Version: '2012-10-17',
  Id: 'key-default-1',
  Statement: [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
})
