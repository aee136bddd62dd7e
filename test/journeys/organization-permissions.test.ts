/**
 * What `neverroot permissions org` prints is enough, and nothing in it is too much: with exactly the central policy on a
 * user of the management account, and exactly the read role in the members, an audit of the organization meets no
 * refusal; without any single action it does.
 */
import { describe, expect, it, vi } from 'vitest'
import {
  type AwsAction,
  centralPolicy,
  mostPolicyCharacters,
  mostTrustCharacters,
  policyCharacters,
  readRoleDocuments,
} from '../../src/index.ts'
import { memberPolicy } from '../../src/api/organization.ts'
import { evaluate, parsePolicy } from '../../src/policy/index.ts'
import {
  type Central,
  management,
  type ReadRole,
  refusals,
  usedInMembers,
  worldsOfMembers,
} from '../support/permitted-organizations.ts'
import { without } from '../support/permitted.ts'

vi.setConfig({ testTimeout: 60_000, maxConcurrency: 12 })

const reader = { trust: `arn:aws:iam::${management}:user/auditor`, organization: 'o-a1b2c3d4e5' }
const role = readRoleDocuments(reader)

describe.concurrent('the read role', () => {
  it.each(worldsOfMembers)('is enough for %s as a member', async (name) => {
    expect(await refusals(name)).toEqual([])
  })

  it.each(role.Policy.Statement.flatMap(({ Action }) => Action))(
    'has %s because the audit of a member needs it',
    async (action) => {
      const less = (all: ReadRole): ReadRole => ({ ...all, Policy: without(all.Policy, action) })
      for (const name of worldsOfMembers) {
        if (!(await usedInMembers(name)).has(action)) continue
        if ((await refusals(name, { role: less })).some(({ account }) => account !== management)) return
      }
      expect.fail(`no member has a call that needs ${action}`)
    },
  )

  it.each<[when: string, change: (trust: string) => string]>([
    ['another organization', (trust) => trust.replace(/o-[a-z0-9]+/g, 'o-other00000')],
    ['another user', (trust) => trust.replaceAll(':user/auditor', ':user/somebody')],
    ['a session by another name', (trust) => trust.replace('neverroot-audit', 'somebody-else')],
  ])('does not let %s in', async (_when, change) => {
    const refused = await refusals(worldsOfMembers[0]!, {
      role: (all) => ({
        ...all,
        AssumeRolePolicyDocument: JSON.parse(
          change(JSON.stringify(all.AssumeRolePolicyDocument)),
        ) as ReadRole['AssumeRolePolicyDocument'],
      }),
    })
    expect(refused).toContainEqual({ account: management, operation: 'sts:AssumeRole' })
  })

  it('fits where IAM keeps it', () => {
    expect(policyCharacters(role.Policy)).toBeLessThan(mostPolicyCharacters)
    // STS API reference, AssumeRole: the same rights go along as session policy.
    expect(memberPolicy().length).toBeLessThanOrEqual(2048)
    expect(JSON.parse(memberPolicy())).toMatchObject({
      Statement: [{ Action: role.Policy.Statement[0]!.Action }],
    })
    const longest = {
      ...reader,
      trust: `arn:aws-us-gov:iam::${management}:role/${'a'.repeat(512)}/${'b'.repeat(64)}`,
    }
    expect(JSON.stringify(readRoleDocuments(longest).AssumeRolePolicyDocument).length).toBeLessThan(
      mostTrustCharacters,
    )
  })
})

describe.concurrent('the central policy', () => {
  const central = centralPolicy({ organization: reader.organization, rootSessions: true })
  const less = (action: AwsAction) => (all: Central) => without(all, action)
  /**
   * These are for what the read role makes unnecessary, or for the preflight; or for policies on many accounts and a declared
   * one, which the permissions of one account are proven with.
   */
  const elsewhere =
    /^(account:(Get|List)|sts:AssumeRoot|organizations:List(AWSServiceAccess|Delegated|AccountsForParent|PoliciesForTarget)|iam:ListOrganizationsFeatures)/

  it.each(
    central.Statement.flatMap(({ Action }) => Action).filter(
      (action) => /^(organizations|sts):/.test(action) && !elsewhere.test(action),
    ),
  )('has %s because the audit needs it', async (action) => {
    const refused = await refusals(worldsOfMembers[0]!, { central: less(action) }).catch((error: Error) => [
      error,
    ])
    expect(refused).not.toEqual([])
  })

  describe('where no role lets us in', () => {
    const noRole = { role: () => undefined }
    const refusedWithout = async (action?: AwsAction) =>
      (
        await refusals(
          'exemplary-personal',
          { ...noRole, central: (all) => (action ? less(action)(all) : all) },
          { rootSessions: true },
        )
      ).filter(({ operation }) => operation !== 'sts:AssumeRole')

    it('reads contacts from the centre and root credentials in a session of root', async () => {
      expect(await refusedWithout()).toEqual([])
    })

    it.each<AwsAction>(['account:GetAlternateContact', 'account:GetContactInformation', 'sts:AssumeRoot'])(
      'has %s because of that',
      async (action) => {
        expect(await refusedWithout(action)).toContainEqual({ account: management, operation: action })
      },
    )
  })

  it.each([
    [
      'contacts of a member',
      'account:GetContactInformation',
      `account::${management}:account/o-a1b2c3d4e5/1`,
      true,
    ],
    [
      'contacts of another organization',
      'account:GetContactInformation',
      'account::1:account/o-other00000/1',
      false,
    ],
    ['the read role', 'sts:AssumeRole', 'iam::111111111111:role/neverroot-read', true],
    ['any other role', 'sts:AssumeRole', 'iam::111111111111:role/Administrator', false],
    ["the audit of root's credentials", 'sts:AssumeRoot', 'iam::1:root', true, 'IAMAuditRootUserCredentials'],
    ['their deletion', 'sts:AssumeRoot', 'iam::1:root', false, 'IAMDeleteRootUserCredentials'],
  ])('reaches: %s', (_what, action, resource, allowed, task = '') => {
    const context = { 'sts:TaskPolicyArn': `arn:aws:iam::aws:policy/root-task/${task}` }
    const { decision } = evaluate(
      { action, resource: `arn:aws:${resource}`, context },
      { identity: [parsePolicy(central as never)] },
    )
    expect(decision).toBe(allowed ? 'allow' : 'deny')
  })

  it('fits one managed policy', () => {
    expect(policyCharacters(central)).toBeLessThan(mostPolicyCharacters)
  })
})
