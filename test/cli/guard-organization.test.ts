/** `guard footprint --org`: what is attached in an organization, read from the imitation of AWS. */
import { afterAll, describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

interface Group {
  where: string[]
  accounts: string[]
  total: number
  allowed: number
  denied: number
  actions?: string[]
}
interface Found {
  organization: string
  enabled: string[]
  groups: Group[]
  notCovered: { id: string; name: string }[]
  unknown: unknown[]
}

const homes: Home[] = []
afterAll(() => homes.forEach((home) => home.remove()))

async function footprint(scenario: string, ...more: string[]) {
  const home = new Home()
  homes.push(home)
  return run(['guard', 'footprint', '--org', '--sandbox', scenario, ...more], { home })
}
const read = async (scenario: string, ...more: string[]): Promise<Found> => {
  const ran = await footprint(scenario, '--format', 'json', ...more)
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  return JSON.parse(ran.stdout) as Found
}

describe.concurrent('guard footprint --org', () => {
  it('tells apart what is left to root on every path, most first', async () => {
    const { groups, notCovered, unknown, enabled } = await read('neglected-organization', '--verbose')
    expect(enabled).toEqual(['scp'])
    expect(notCovered.map(({ id }) => id)).toEqual(['111111111111'])
    expect(unknown).toEqual([])
    expect(groups.map(({ where }) => where)).toEqual([
      ['Root', 'Root/Suspended'],
      ['Root/Sandbox'],
      ['Root/Workloads/Dev', 'Root/Workloads/Prod'],
    ])
    const [open, butBuckets, shut] = groups
    expect(open!.allowed).toBe(open!.total)
    expect(butBuckets!.actions).toEqual(['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'])
    expect(shut!.denied).toBe(shut!.total)
    expect(groups.flatMap(({ accounts }) => accounts)).toHaveLength(11)
  })

  it('names no actions where nobody asks for them', async () => {
    const { groups } = await read('exemplary-organization')
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ allowed: 0, conditional: 0 })
    expect(groups[0]).not.toHaveProperty('actions')
  })

  it('is everything where service control policies are not enabled', async () => {
    const { groups, enabled } = await read('startup')
    expect(enabled).toEqual([])
    expect(groups[0]!.allowed).toBe(groups[0]!.total)
    expect((await footprint('startup', '--plain')).stdout).toContain(
      'Service control policies are not enabled',
    )
  })

  it('looks at the accounts that were chosen', async () => {
    const { groups, notCovered } = await read('neglected-organization', '--ou', 'Root/Workloads/Prod')
    expect(groups.map(({ where }) => where)).toEqual([['Root/Workloads/Prod']])
    expect(notCovered).toEqual([])
  })

  it('is a few lines as text', async () => {
    const { stdout, code } = await footprint('neglected-organization', '--plain')
    expect(code).toBe(0)
    expect(stdout).toContain('what root can still do in 11 members')
    expect(stdout).toMatch(/\n {2}x {3}everything {2}6 accounts in Root, Root\/Suspended\n/)
    expect(stdout).toMatch(/\n {2}\? {12}3 {2}1 account \(101010101010\) in Root\/Sandbox\n/)
    expect(stdout).toContain('corp-payer (111111111111): the management account is never covered')
  })
})

describe.concurrent('guard show', () => {
  const show = async (scenario: string, ...more: string[]) => {
    const home = new Home()
    homes.push(home)
    return run(['guard', 'show', '--sandbox', scenario, ...more], { home })
  }

  it('says of each policy where it is attached and what it takes from root', async () => {
    const ran = await show('neglected-organization', '--format', 'json')
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const { policies } = JSON.parse(ran.stdout) as {
      policies: {
        name: string
        attachedTo: string[]
        accounts: number
        effect: { denied: { most: number }; assumedRoot: { denied: string[] }; controlTower?: string[] }
      }[]
    }
    const told = policies.map(({ name, attachedTo, accounts, effect }) => [
      name,
      attachedTo.length === 1 ? attachedTo[0] : 'many',
      accounts,
      effect.denied.most > 0,
      effect.assumedRoot.denied.length,
    ])
    expect(told.sort()).toEqual([
      ['DenyRootEverything', 'Root/Workloads/Prod', 2, true, 21],
      ['DenyRootExceptBuckets', 'Root/Sandbox', 1, true, 18],
      ['DenyRootSparingly', 'Root/Workloads/Dev', 2, true, 0],
      ['FullAWSAccess', 'many', 11, false, 0],
      ['HideContacts', '101010101010', 1, true, 0],
    ])
    const tower = policies.find(({ name }) => name === 'DenyRootEverything')
    expect(tower!.effect.controlTower).toEqual(['AWS-GR_RESTRICT_ROOT_USER'])
  })

  it('is a paragraph for each policy about root as text', async () => {
    const { stdout, code } = await show('neglected-organization', '--plain', '--accounts', '101010101010')
    expect(code).toBe(0)
    expect(stdout).toContain('DenyRootExceptBuckets')
    expect(stdout).toContain('blocks AssumeRoot: iam:CreateLoginProfile, iam:DeactivateMFADevice,')
    expect(stdout).not.toContain('DenyRootSparingly')
  })
})

table('guard footprint: where there is nothing to read', [
  {
    case: 'neither a file nor an organization',
    args: ['guard', 'footprint'],
    what: 'neither --policies nor --org is given',
    todo: 'neverroot guard footprint --policies FILE',
  },
  {
    case: 'both',
    args: ['guard', 'footprint', '--org', '--policies', 'P.json'],
    what: '--policies is about a file, and --org about what is attached',
    todo: 'Give one of them',
  },
  {
    case: 'an account alone',
    args: ['guard', 'footprint', '--org', '--sandbox', 'neglected-personal'],
    what: 'is in no organization',
    todo: 'Leave --org away',
  },
  {
    case: 'accounts without an organization',
    args: ['guard', 'footprint', '--policies', 'P.json', '--accounts', '111111111111'],
    what: '--accounts is about an organization',
    todo: 'neverroot guard footprint --org --accounts',
  },
  {
    case: 'a unit that there is not',
    args: ['guard', 'footprint', '--org', '--sandbox', 'neglected-organization', '--ou', 'Root/Nowhere'],
    what: 'There is no organizational unit "Root/Nowhere"',
    todo: 'its path from the root',
  },
])
