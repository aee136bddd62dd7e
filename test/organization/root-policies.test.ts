/** What control policies leave to root, in the audit of an organization: read once, and each way judged once. */
import { describe, expect, it } from 'vitest'
import { rootPolicy } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { began } from '../support/audit.ts'
import { organizationOf } from '../support/organizations.ts'

const neglected = await (await organizationOf('neglected-organization')).look()
const denied = 'root-is-denied-by-policy'
const spared = 'root-policies-spare-assumed-root'

describe('the neglected organization', () => {
  it.each<[when: string, account: string, status: string, says: RegExp]>([
    ['the management account is never bound', '111111111111', 'not-applicable', /no policy binds/],
    [
      'root is denied, and the central tasks with it',
      '333333333333',
      'fail',
      /central root tasks .* by DenyRootEverything/,
    ],
    ['root is denied, and the tasks are spared', '555555555555', 'pass', /nothing/],
    ['nothing is attached there, and no role lets us in', '777777777777', 'fail', /everything/],
    [
      'all but buckets: little enough, and the other tasks are blocked',
      '101010101010',
      'fail',
      /DenyRootExceptBuckets/,
    ],
  ])('%s', (_, account, status, says) => {
    const finding = neglected.of(denied, account)
    expect(finding).toMatchObject({ status, message: expect.stringMatching(says) as string })
  })

  it('names what blocks AssumeRoot, once for the organization', () => {
    const found = neglected.findings.filter(({ control }) => control === spared)
    const organization = found.filter(({ subject }) => subject.kind === 'organization')
    expect(organization).toHaveLength(1)
    expect(organization[0]).toMatchObject({ status: 'fail' })
    expect(organization[0]!.message).toMatch(
      /^DenyRootEverything \(Control Tower's AWS-GR_RESTRICT_ROOT_USER\) and DenyRootExceptBuckets keep/,
    )
    expect(organization[0]!.message).not.toContain('DenyRootSparingly')
  })
})

describe('other organizations', () => {
  it('pass where root is denied and the tasks are spared', async () => {
    const looked = await (await organizationOf('exemplary-organization')).look()
    const of = looked.findings.filter(({ control }) => control === denied || control === spared)
    const members = of.filter(({ control, status }) => control === denied && status !== 'not-applicable')
    expect(members.length).toBeGreaterThan(0)
    expect(members.map(({ status }) => status)).toEqual(members.map(() => 'pass'))
    expect(of.find(({ subject }) => subject.kind === 'organization')).toMatchObject({ status: 'pass' })
  })

  it('are not asked for each account: so many calls for 3 members as for 60', async () => {
    const callsFor = async (members: number) => {
      const ids = [...Array(members).keys()].map((n) => `${500_000_000_000 + n}`)
      const world = newWorld({ scenario: 'many', began }).account('111111111111', (a) =>
        a.named('payer').user('auditor', (u) => u.admin().key().isCaller()),
      )
      for (const id of ids) world.account(id)
      world.organization('111111111111', (o) => {
        o.unit('Work')
        for (const id of ids) o.member(id, { in: 'Work' })
        o.scps().policy('root', JSON.parse(rootPolicy('root-deny')) as object, ['Work'])
      })
      const { tail, findings } = await (await organizationOf(world.build())).look({ only: [denied] })
      expect(findings.filter(({ status }) => status === 'pass')).toHaveLength(members)
      const policyCalls = Object.entries(tail.calls.byAction).filter(([operation]) => /Polic/.test(operation))
      return Object.fromEntries(policyCalls)
    }
    const once = {
      'organizations:DescribePolicy': 2,
      'organizations:ListPolicies': 1,
      'organizations:ListTargetsForPolicy': 2,
    }
    expect(await callsFor(3)).toEqual(once)
    // Three pages more of the targets of AWS's own policy, and nothing else.
    expect(await callsFor(60)).toEqual({ ...once, 'organizations:ListTargetsForPolicy': 5 })
  })
})
