/** IAM and root's own credentials: so already, or still to do. */
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { refused } from '../../../../test/support/fake-source.ts'

const none = refused('NoSuchEntity')
const attached = (...arns: string[]) => ({ AttachedPolicies: arns.map((PolicyArn) => ({ PolicyArn })) })
const groups = (...names: string[]) => ({ Groups: names.map((GroupName) => ({ GroupName })) })
const key = (AccessKeyId: string, Status: string) => ({ AccessKeyMetadata: [{ AccessKeyId, Status }] })
const certificate = (CertificateId: string, Status: string) => ({ Certificates: [{ CertificateId, Status }] })
const encoded = (document: string) => ({ PolicyDocument: encodeURIComponent(document) })
const policy = (PasswordPolicy: object) => ({ PasswordPolicy })

/** The first page is empty and not the last. */
const onSecondPage = (answer: object) => (input: { Marker?: string }) =>
  input.Marker ? answer : { IsTruncated: true, Marker: 'more' }

const table: Table = [
  ...thereOrNot(
    'iam:CreateGroup',
    'iam:DeleteGroup',
    'iam:GetGroup',
    { GroupName: 'A' },
    { Group: {} },
    none,
  ),
  ...thereOrNot('iam:CreateUser', 'iam:DeleteUser', 'iam:GetUser', { UserName: 'm' }, { User: {} }, none),
  ...thereOrNot(
    'iam:CreateLoginProfile',
    'iam:DeleteLoginProfile',
    'iam:GetLoginProfile',
    { UserName: 'm' },
    { LoginProfile: {} },
    none,
  ),
  ...thereOrNot(
    'iam:AttachGroupPolicy',
    'iam:DetachGroupPolicy',
    'iam:ListAttachedGroupPolicies',
    { GroupName: 'A', PolicyArn: 'p' },
    attached('q', 'p'),
    attached('q'),
  ),
  ...thereOrNot(
    'iam:AddUserToGroup',
    'iam:RemoveUserFromGroup',
    'iam:ListGroupsForUser',
    { GroupName: 'A', UserName: 'm' },
    groups('A'),
    groups('B'),
  ),
  [
    'iam:AttachGroupPolicy',
    'iam:ListAttachedGroupPolicies',
    [
      ['there is no such group', {}, none, 'no'],
      ['is on the second page', { PolicyArn: 'p' }, onSecondPage(attached('p')), 'yes'],
    ],
  ],
  [
    'iam:RemoveUserFromGroup',
    'iam:ListGroupsForUser',
    [
      ['there is no such user', {}, none, 'yes'],
      ['is on the second page', { GroupName: 'A' }, onSecondPage(groups('A')), 'no'],
    ],
  ],
  [
    'iam:PutGroupPolicy',
    'iam:GetGroupPolicy',
    [
      [
        'is the same, spelled otherwise',
        { PolicyDocument: '{"a":1,"b":2}' },
        encoded('{ "b": 2, "a": 1 }'),
        'yes',
      ],
      ['says something else', { PolicyDocument: '{"a":1}' }, encoded('{"a":2}'), 'no'],
      ['is no JSON', { PolicyDocument: '{"a":1}' }, encoded('{'), 'no'],
      ['is not there', { PolicyDocument: '{}' }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteGroupPolicy',
    'iam:GetGroupPolicy',
    [
      ['is there', {}, encoded('{}'), 'no'],
      ['is not there', {}, none, 'yes'],
    ],
  ],
  [
    'iam:UpdateAccountPasswordPolicy',
    'iam:GetAccountPasswordPolicy',
    [
      [
        'is the same, with what AWS adds',
        { MinimumPasswordLength: 14, RequireSymbols: true },
        policy({
          MinimumPasswordLength: 14,
          RequireSymbols: true,
          RequireNumbers: false,
          ExpirePasswords: false,
        }),
        'yes',
      ],
      [
        'is stronger: not the same',
        { MinimumPasswordLength: 14 },
        policy({ MinimumPasswordLength: 14, RequireNumbers: true }),
        'no',
      ],
      ['there is none', { MinimumPasswordLength: 14 }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteAccountPasswordPolicy',
    'iam:GetAccountPasswordPolicy',
    [
      ['there is one', {}, policy({}), 'no'],
      ['there is none', {}, none, 'yes'],
    ],
  ],
  [
    'iam:UpdateAccessKey',
    'iam:ListAccessKeys',
    [
      ['is off already', { AccessKeyId: 'K', Status: 'Inactive' }, key('K', 'Inactive'), 'yes'],
      ['is on', { AccessKeyId: 'K', Status: 'Inactive' }, key('K', 'Active'), 'no'],
      ['is gone', { AccessKeyId: 'K', Status: 'Inactive' }, key('L', 'Inactive'), 'no'],
    ],
  ],
  [
    'iam:DeleteAccessKey',
    'iam:ListAccessKeys',
    [
      ['is there', { AccessKeyId: 'K' }, key('K', 'Inactive'), 'no'],
      ['is gone', { AccessKeyId: 'K' }, key('L', 'Active'), 'yes'],
      ['is on the second page', { AccessKeyId: 'K' }, onSecondPage(key('K', 'Inactive')), 'no'],
    ],
  ],
  [
    'iam:UpdateSigningCertificate',
    'iam:ListSigningCertificates',
    [
      ['is off already', { CertificateId: 'C', Status: 'Inactive' }, certificate('C', 'Inactive'), 'yes'],
      ['is on', { CertificateId: 'C', Status: 'Inactive' }, certificate('C', 'Active'), 'no'],
    ],
  ],
  [
    'iam:DeleteSigningCertificate',
    'iam:ListSigningCertificates',
    [
      ['is there', { CertificateId: 'C' }, certificate('C', 'Inactive'), 'no'],
      ['is gone', { CertificateId: 'C' }, certificate('D', 'Active'), 'yes'],
      ['is on the second page', { CertificateId: 'C' }, onSecondPage(certificate('C', 'Inactive')), 'no'],
    ],
  ],
]

check(table)
