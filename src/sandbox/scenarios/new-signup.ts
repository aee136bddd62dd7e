/**
 * An account of the new sign-up: no root user of one's own, no console users, and AWS's own service control policies,
 * which deny reading the contacts (Account Management reference, "SCPs and RCPs for projects").
 */
import { newWorld, roleCall, roleSignIn } from '../builder.ts'
import type { Iso, World } from '../world.ts'

/** The parts of AWS's policies that matter here, as the reference lists them. */
const AWS_MANAGED_POLICIES = [
  {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'AllowAll', Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Sid: 'DenyAccountManagement',
        Effect: 'Deny',
        Action: [
          'account:GetAlternateContact',
          'account:GetContactInformation',
          'account:Put*',
          'account:*PrimaryEmailUpdate',
          'billing:*',
        ],
        Resource: '*',
      },
      {
        Sid: 'ProtectManagedRoles',
        Effect: 'Deny',
        NotAction: ['iam:Get*', 'iam:List*', 'iam:GenerateCredentialReport'],
        Resource: 'arn:*:iam::*:role/managed/*',
      },
    ],
  },
]

export function newSignup(began: Iso, accountId = '111111111111'): World {
  const role = 'ProjectAdministrator'
  return newWorld({ scenario: 'new-signup', began })
    .account(accountId, (a) =>
      a
        .named('my-first-project')
        .email(`project-${accountId}@managed.example`)
        .created(40)
        .root({ password: false })
        .contact({ PhoneNumber: '+61412345600' })
        .role('AWSManagedAccountManagementAccessRole', {
          path: '/managed/',
          trust: 'account.amazonaws.com',
          attached: ['AdministratorAccess'],
        })
        .role(role, { path: '/managed/', trust: 'signin.amazonaws.com', attached: ['AdministratorAccess'] })
        .freeTier({ plan: 'FREE', status: 'ACTIVE', remainingCredits: 87.2, expires: later(began) })
        .dailySpend({ days: 40, usd: 0.6, wobble: 0.1 })
        .event(
          roleSignIn(role, 'mia', { at: 0.2 }),
          roleCall(role, 'mia', 's3', 'CreateBucket', {
            at: 0.1,
            request: { bucketName: 'my-first-project' },
          }),
        )
        .roleIsCaller(role, 'mia'),
    )
    .behaviour({ awsManagedPolicies: AWS_MANAGED_POLICIES })
    .build()
}

const later = (began: Iso): Iso => new Date(Date.parse(began) + 140 * 86_400_000).toISOString()
