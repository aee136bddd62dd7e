/** `neverroot permissions org`: what is printed, and how it says what to do with it. That it is enough is proven in the journeys. */
import { afterAll, describe, expect, it } from 'vitest'
import { fitsType, type Properties } from '../support/cloudformation.ts'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

const trust = 'arn:aws:iam::111111111111:role/security/auditor'
const named = ['--trust', trust, '--organization-id', 'o-a1b2c3d4e5']
const org = (...args: string[]) => run(['permissions', 'org', ...args])

interface Statement {
  Sid: string
  Action: string[]
  Resource: string | string[]
  Principal?: { AWS: string }
  Condition?: { StringEquals: Record<string, string | string[]> }
}
interface Documents {
  AssumeRolePolicyDocument: { Statement: Statement[] }
  Policy: { Statement: Statement[] }
}
interface Template {
  Resources: Record<string, { Type: string; Properties: Properties }>
}

const home = new Home()
afterAll(() => home.remove())

describe('neverroot permissions org', () => {
  it('prints everything as one object, of which --what gives each part alone', async () => {
    const all = await org(...named)
    const { role, stackSet, central, ...rest } = JSON.parse(all.stdout) as Record<string, object>
    expect(rest).toEqual({})
    const part = async (what: string) => JSON.parse((await org(...named, '--what', what)).stdout) as object
    expect(await Promise.all(['role', 'stackset', 'central'].map(part))).toEqual([role, stackSet, central])
    expect(all.stderr).toMatch(/memberRoles: \[neverroot-read\]/)
  })

  it('the role trusts exactly one principal of the organization, in a session of the audit', async () => {
    const { AssumeRolePolicyDocument: trusts, Policy } = JSON.parse(
      (await org(...named, '--what', 'role')).stdout,
    ) as Documents
    for (const { Principal, Condition } of trusts.Statement) {
      expect(Principal).toEqual({ AWS: trust })
      expect(Condition!.StringEquals).toMatchObject({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' })
    }
    expect(trusts.Statement.flatMap(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
    ])
    expect(trusts.Statement[0]!.Condition!.StringEquals['sts:RoleSessionName']).toBe('neverroot-audit')
    const reads = /^[a-z0-9-]+:(Get|List|Describe|Lookup|View|GenerateCredentialReport$)/
    for (const action of Policy.Statement.flatMap(({ Action }) => Action)) expect(action).toMatch(reads)
  })

  it('the template is one that CloudFormation takes, and says how a StackSet is made of it', async () => {
    const { stdout, stderr } = await org(...named, '--what', 'stackset')
    // StackSets API reference, CreateStackSet: TemplateBody.
    expect(Buffer.byteLength(stdout)).toBeLessThan(51_200)
    const { Resources } = JSON.parse(stdout) as Template
    for (const [id, { Type, Properties }] of Object.entries(Resources)) fitsType(id, Type, Properties)
    expect(Resources['ReadRole']!.Properties['RoleName']).toBe('neverroot-read')
    expect(stderr.match(/^ {2}aws cloudformation create-stack-(set|instances) /gm)).toHaveLength(2)
    expect(stderr).toMatch(/CAPABILITY_NAMED_IAM/)
    expect(stderr).toMatch(/not the management account/)
  })

  it('the central policy needs nobody to be named, and opens root sessions only where asked', async () => {
    const central = async (...args: string[]) =>
      JSON.parse((await org('--what', 'central', ...args)).stdout) as { Statement: Statement[] }
    const actions = ({ Statement }: { Statement: Statement[] }) => Statement.flatMap(({ Action }) => Action)
    expect(actions(await central())).not.toContain('sts:AssumeRoot')
    expect(actions(await central('--root-sessions'))).toContain('sts:AssumeRoot')
    expect(actions(await central())).not.toContain('account:StartPrimaryEmailUpdate')
    expect(actions(await central('--root-addresses'))).toContain('account:StartPrimaryEmailUpdate')
    const tasks = async (...args: string[]) =>
      (await central(...args)).Statement.flatMap(({ Condition }) =>
        [Condition?.['StringEquals']?.['sts:TaskPolicyArn'] ?? []].flat().map((arn) => arn.split('/').at(-1)),
      )
    expect(await tasks('--root-sessions')).toEqual(['IAMAuditRootUserCredentials'])
    expect(await tasks('--remove-roots')).toEqual([
      'IAMAuditRootUserCredentials',
      'IAMCreateRootUserPassword',
      'IAMDeleteRootUserCredentials',
    ])
    expect(actions(await central())).not.toContain('organizations:AttachPolicy')
    const rootPolicy = (await central('--root-policy')).Statement
    expect(rootPolicy.find(({ Sid }) => Sid === 'NeverrootRootPolicy')).toEqual({
      Sid: 'NeverrootRootPolicy',
      Effect: 'Allow',
      Action: [
        'organizations:CreatePolicy',
        'organizations:DeletePolicy',
        'organizations:AttachPolicy',
        'organizations:DetachPolicy',
      ],
      Resource: '*',
      Condition: { StringEquals: { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' } },
    })
    expect(actions(await central())).not.toContain('account:PutAlternateContact')
    const contacts = (await central('--contacts', '--organization-id', 'o-a1b2c3d4e5')).Statement
    expect(contacts.find(({ Sid }) => Sid === 'NeverrootMemberContacts')).toEqual({
      Sid: 'NeverrootMemberContacts',
      Effect: 'Allow',
      Action: [
        'account:DeleteAlternateContact',
        'account:PutAlternateContact',
        'account:PutContactInformation',
      ],
      Resource: 'arn:aws:account::*:account/o-a1b2c3d4e5/*',
    })
    const narrow = await central('--member-roles', 'neverroot-read', '--partition', 'aws-us-gov')
    expect(narrow.Statement.find(({ Sid }) => Sid === 'NeverrootMembers')!.Resource).toBe(
      'arn:aws-us-gov:iam::*:role/neverroot-read',
    )
    expect(JSON.stringify(narrow)).not.toContain('arn:aws:')
  })

  it('--output names the file in what to do with it; --quiet says nothing', async () => {
    const ran = await run(['permissions', 'org', ...named, '--what', 'stackset', '--output', 'role.json'], {
      home,
    })
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toContain('--template-body file://role.json')
    expect((await org(...named, '--quiet')).stderr).toBe('')
  })
})

table('mistakes', [
  {
    case: 'nobody is trusted',
    args: ['permissions', 'org'],
    what: 'must trust one role or user',
    todo: '--trust arn:aws:iam::111111111111:role/auditor --organization-id',
  },
  {
    case: 'an account is trusted',
    args: ['permissions', 'org', '--trust', 'arn:aws:iam::111111111111:root'],
    what: 'is not the ARN of one role or user',
    todo: 'Give it whole',
  },
  {
    case: 'a pattern is trusted',
    args: ['permissions', 'org', '--trust', 'arn:aws:iam::111111111111:role/*'],
    what: 'is not the ARN of one role or user',
    todo: 'without a pattern',
  },
  {
    case: 'a session is trusted',
    args: ['permissions', 'org', '--trust', 'arn:aws:sts::111111111111:assumed-role/auditor/mia'],
    what: 'is not the ARN of one role or user',
    todo: 'aws iam get-role --role-name auditor',
  },
  {
    case: 'no organization',
    args: ['permissions', 'org', '--trust', trust],
    what: 'the organization was not named',
    todo: 'aws organizations describe-organization',
  },
  {
    case: 'an organization that is none',
    args: ['permissions', 'org', '--trust', trust, '--organization-id', '111111111111'],
    what: '"111111111111" is not the id of an organization',
    todo: 'o-a1b2c3d4e5',
  },
  {
    case: 'an option of organizations with another policy',
    args: ['permissions', 'audit', '--organization-id', 'o-a1b2c3d4e5'],
    what: '--organization-id is about an organization',
    todo: 'neverroot permissions org --organization-id',
  },
])
