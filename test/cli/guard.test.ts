/** `guard test` and `guard footprint`: the contract's shapes and exit codes, and files that are wrong. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Case, table } from './mistake.ts'
import { Home, run } from './run.ts'

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const denyRoot = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyRoot',
      Effect: 'Deny',
      NotAction: ['iam:GetUser', 'billing:GetBillingData'],
      Resource: '*',
      Condition: {
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' },
        Null: { 'aws:AssumedRoot': 'true' },
      },
    },
  ],
}
const policies = [
  { level: 'root', type: 'scp', policy: everything },
  { level: 'ou:Prod', type: 'scp', policy: everything },
  { level: 'ou:Prod', type: 'scp', policy: denyRoot },
  {
    level: 'account',
    type: 'scp',
    policy: { ...everything, Statement: [{ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }] },
  },
]
const root = { name: 'root deletes', principal: 'root', action: 's3:DeleteBucket' }

/** Runs a command with files P.json and C.json beside it. */
async function guard(what: string[], p: unknown, c?: unknown) {
  const home = new Home()
  try {
    for (const [name, value] of [
      ['P.json', p],
      ['C.json', c],
    ] as const)
      if (value !== undefined) writeFileSync(join(home.work, name), JSON.stringify(value))
    return await run(['guard', ...what], { home })
  } finally {
    home.remove()
  }
}
const test_ = ['test', '--policies', 'P.json', '--cases', 'C.json']

describe.concurrent('guard test', () => {
  it('answers as the contract says', async () => {
    const ran = await guard([...test_, '--format', 'json'], policies, [
      { ...root, expect: 'deny' },
      { name: 'spared', principal: 'assumed-root', action: 's3:DeleteBucketPolicy', expect: 'allow' },
      { name: 'no allow', principal: 'role', action: 'ec2:RunInstances', expect: 'deny' },
      {
        name: 'a number in the context',
        principal: 'root',
        action: 'iam:GetUser',
        context: { 'aws:x': 5, 'aws:y': [true] },
      },
    ])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const results = JSON.parse(ran.stdout) as { name: string; decision: string; by?: object; why: string }[]
    expect(results.map(({ name, decision }) => [name, decision])).toEqual([
      ['root deletes', 'deny'],
      ['spared', 'allow'],
      ['no allow', 'deny'],
      ['a number in the context', 'allow'],
    ])
    expect(results[0]!.by).toMatchObject({ level: 'ou:Prod', policy: 2, sid: 'DenyRoot', index: 0 })
    expect(results[1]).not.toHaveProperty('by')
    expect(results[2]).not.toHaveProperty('by')
    expect(results.every(({ why }) => why.endsWith('.'))).toBe(true)
  })

  it.each<[string, unknown[], number]>([
    ['no case', [], 0],
    ['nothing expected', [root], 0],
    ['as expected', [{ ...root, expect: 'deny' }], 0],
    [
      'one differs',
      [
        { ...root, expect: 'deny' },
        { ...root, expect: 'allow' },
      ],
      1,
    ],
    ['an answer where none was thought possible', [{ ...root, expect: 'cannot-tell' }], 1],
    ['the management account', [{ ...root, management: true, expect: 'not-covered' }], 0],
    ['notes beside a case', [{ ...root, ticket: 'SEC-1', expect: 'deny' }], 0],
  ])('ends with its code: %s', async (_, cases, code) => {
    expect(await guard([...test_, '--format', 'json'], policies, cases)).toMatchObject({ code, stderr: '' })
  })

  it('cannot tell where an operator is not known, and that is no mistake', async () => {
    const odd = {
      ...denyRoot,
      Statement: [{ ...denyRoot.Statement[0], Condition: { StringMatches: { a: 'b' } } }],
    }
    const ran = await guard(
      [...test_, '--format', 'json'],
      [
        policies[0],
        { level: 'account', type: 'scp', policy: odd },
        { level: 'account', type: 'scp', policy: everything },
      ],
      [{ ...root, expect: 'cannot-tell' }],
    )
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { decision: 'cannot-tell', by: { level: 'account', sid: 'DenyRoot' } },
    ])
    expect(ran.stdout).toContain('the condition operator StringMatches is not modelled')
  })

  it('says on the side that AWS has no such action', async () => {
    const ran = await guard([...test_, '--format', 'json'], policies, [
      { ...root, action: 's3:DeleteBukcet' },
    ])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toMatch(
      /^AWS has no action of that name \(list of 20\d\d-\d\d-\d\d\): s3:DeleteBukcet\.\n$/,
    )
  })

  it('is a line for each case as text, with the reason where it is not as expected', async () => {
    const ran = await guard([...test_, '--plain'], policies, [
      { ...root, expect: 'allow' },
      { name: 'reading', principal: 'root', action: 'iam:GetUser', expect: 'allow' },
    ])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('  x deny         root deletes, expected allow\n')
    expect(ran.stdout).toContain('Statement DenyRoot of the service control policy at ou:Prod')
    expect(ran.stdout).toContain('  + allow        reading\n')
    expect(ran.stdout).toContain('2 cases, 1 as expected, 1 not.')
  })
})

describe.concurrent('guard footprint', () => {
  it('gives the shape of the contract', async () => {
    const ran = await guard(['footprint', '--policies', 'P.json', '--format', 'json'], policies)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const footprint = JSON.parse(ran.stdout) as Record<string, unknown>
    expect(footprint).toMatchObject({
      allowed: 2,
      conditional: 0,
      byAccessLevel: { Read: 2, Write: 0 },
      actions: ['billing:GetBillingData', 'iam:GetUser'],
    })
    expect(footprint['total']).toBeGreaterThan(20_000)
  })

  it('is short as text, and names what is behind it', async () => {
    const ran = await guard(['footprint', '--policies', 'P.json', '--plain'], policies)
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^\n Root can perform 2 of 2\d,\d{3} AWS actions {3}list of 20/)
    expect(ran.stdout).toContain('billing:GetBillingData iam:GetUser')
  })

  it('is everything where nothing is attached', async () => {
    const ran = await guard(['footprint', '--policies', 'P.json', '--format', 'json'], [])
    const { total, allowed } = JSON.parse(ran.stdout) as Record<string, number>
    expect(allowed).toBe(total)
  })
})

const wrong = (
  name: string,
  given: { p?: unknown; c?: unknown; raw?: string },
  what: Case['what'],
  todo: Case['todo'],
): Case => ({
  case: name,
  args: ['guard', ...test_],
  with: (home) => {
    home.file('work/P.json', given.raw ?? JSON.stringify(given.p ?? policies))
    home.file('work/C.json', JSON.stringify(given.c ?? [root]))
  },
  what,
  todo,
})
const entry = (more: object) => ({ p: [{ level: 'root', type: 'scp', policy: everything, ...more }] })
const statement = (more: object) =>
  entry({
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', ...more }] },
  })
const asked = (more: object) => ({ c: [{ ...root, ...more }] })

table('guard test: files that are wrong', [
  wrong('policies that are not JSON', { raw: '[{]' }, 'P.json is not JSON: ', 'Mend the file'),
  wrong('an empty file', { raw: '' }, 'P.json is not JSON: ', 'Mend the file'),
  wrong(
    'a policy in place of the list',
    { p: everything },
    'P.json is not a list of policies',
    'Write a list: ',
  ),
  wrong('an entry that is none', { p: [7] }, 'P.json, entry 1 is not an object', 'Write a list: '),
  wrong(
    'an unknown level',
    entry({ level: 'unit' }),
    'P.json, entry 1: the level "unit" is none of',
    'Write a list: ',
  ),
  wrong('no level', entry({ level: undefined }), 'P.json, entry 1 has no level', 'Write a list: '),
  wrong(
    'another type',
    entry({ type: 'tag' }),
    'P.json, entry 1: "tag" is no type of policy',
    'Write a list: ',
  ),
  wrong('no policy', entry({ policy: undefined }), 'P.json, entry 1 has no policy', 'Write a list: '),
  wrong(
    'a policy of another type',
    entry({ policy: { tags: {} } }),
    'entry 1 (root): A policy has no element "tags"',
    'Mend the policy',
  ),
  wrong(
    'a text that is no policy',
    entry({ policy: 'allow' }),
    'entry 1 (root): The policy is not JSON text',
    'Mend the policy',
  ),
  wrong(
    'a policy of a resource',
    statement({ Principal: '*' }),
    'takes no Principal: this is a policy of another type',
    'Mend the policy',
  ),
  wrong(
    'an effect that is none',
    statement({ Effect: 'deny' }),
    'The Effect of Statement 1 must be Allow or Deny, not "deny"',
    'Mend the policy',
  ),
  wrong(
    'a policy that is too large',
    statement({ Resource: [`arn:aws:s3:::${'x'.repeat(10_240)}`] }),
    /the policy has 10,\d{3} characters, and a service control policy may have 10,240/,
    'Shorten it',
  ),
  wrong(
    'an RCP that is too large',
    { p: [{ level: 'root', type: 'rcp', policy: { ...everything, Id: 'x'.repeat(5_120) } }] },
    'a resource control policy may have 5,120',
    'Shorten it',
  ),
  wrong(
    'levels out of order',
    { p: [...policies, policies[0]] },
    'P.json, entry 5: root comes after account',
    'in the order root, ou:..., account',
  ),
  wrong('cases that are no list', { c: {} }, 'C.json is not a list of cases', 'Write a list: '),
  wrong(
    'a case without a name',
    asked({ name: undefined }),
    'C.json, case 1: its name is missing',
    'Write a list: ',
  ),
  wrong(
    'an unknown principal',
    asked({ principal: 'admin' }),
    'case 1 ("root deletes"): principal is "admin", none of root, assumed-root',
    'Write a list: ',
  ),
  wrong(
    'an action with a wildcard',
    asked({ action: 's3:*' }),
    'the action "s3:*" is not one action such as s3:DeleteBucket',
    'Write a list: ',
  ),
  wrong(
    'an action without its service',
    asked({ action: 'DeleteBucket' }),
    'the action "DeleteBucket" is not one action',
    'Write a list: ',
  ),
  wrong(
    'an answer that there is not',
    asked({ expect: 'denied' }),
    'expect is "denied", none of allow, deny, cannot-tell',
    'Write a list: ',
  ),
  wrong(
    'a misspelt field',
    asked({ expct: 'deny' }),
    'has a field "expct": did you mean expect?',
    'Write a list: ',
  ),
  wrong(
    'a context that is no object',
    asked({ context: ['a'] }),
    'the context ["a"] is no object of condition keys',
    'Write a list: ',
  ),
  wrong(
    'a key that is no text',
    asked({ context: { 'aws:x': { a: 1 } } }),
    'the context key aws:x is {"a":1}, neither a text',
    'Write a list: ',
  ),
  wrong('a resource that is no ARN', asked({ resource: 7 }), 'the resource 7 is no ARN', 'Write a list: '),
  wrong(
    'a task of somebody else',
    asked({ task: 'S3UnlockBucketPolicy' }),
    'a task belongs to the principal assumed-root',
    'Write a list: ',
  ),
  wrong(
    'an account in short',
    asked({ account: '123' }),
    'the account "123" is not 12 digits',
    'Write a list: ',
  ),
])

table('guard: command lines that are wrong', [
  {
    case: 'a word too many',
    args: ['guard', 'test', 'P.json', '--policies', 'P.json', '--cases', 'C.json'],
    what: 'test takes no argument and was given more',
    todo: 'neverroot guard --help',
  },
  {
    case: 'no word more',
    args: ['guard'],
    what: 'guard needs a word more',
    todo: 'Give one of: show, test, footprint',
  },
  {
    case: 'a slip',
    args: ['guard', 'tets'],
    what: 'There is no "guard tets"',
    todo: 'neverroot guard test?',
  },
  {
    case: 'no policies',
    args: ['guard', 'test', '--cases', 'C.json'],
    what: '--policies is missing, and --org or --draft',
    todo: 'neverroot guard test --policies FILE --cases FILE',
  },
  {
    case: 'no cases',
    args: ['guard', 'test', '--policies', 'P.json'],
    what: '--cases is missing',
    todo: 'Write: neverroot guard test --policies FILE --cases FILE',
  },
  {
    case: 'a file that is not there',
    args: ['guard', 'footprint', '--policies', 'no.json'],
    what: 'no.json cannot be read: there is no such file',
    todo: '--policies FILE',
  },
  {
    case: 'a folder',
    args: ['guard', 'footprint', '--policies', 'folder'],
    with: (home) => mkdirSync(join(home.work, 'folder')),
    what: 'folder cannot be read: it is a folder',
    todo: '--policies FILE',
  },
  {
    case: 'a format that there is not',
    args: ['guard', 'footprint', '--policies', 'P.json', '--format', 'xml'],
    what: '"xml" is not what --format takes',
    todo: 'text, json',
  },
])

describe.concurrent('guard policy', () => {
  const policy = async (...more: string[]) => {
    const home = new Home()
    try {
      writeFileSync(join(home.work, 'with.yaml'), 'administrator: { name: mia }\n', { mode: 0o600 })
      return await run(['guard', 'policy', ...more], { home })
    } finally {
      home.remove()
    }
  }

  it('prints the policy that denies root everything, as AWS takes it', async () => {
    const { code, stdout, stderr } = await policy('root-deny')
    expect(code).toBe(0)
    expect(JSON.stringify(JSON.parse(stdout))).toBe(stdout.trim())
    expect(stdout).toContain('"Null":{"aws:AssumedRoot":"true"}')
    expect(stderr).toMatch(/^\d+ of the 10240 characters/)
  })

  it.each([
    ['an option', ['--administrator', 'eve'], 'user/eve"'],
    ['the configuration', ['--config', 'with.yaml'], 'user/mia"'],
    ['the option before the configuration', ['--config', 'with.yaml', '--administrator', 'eve'], 'user/eve"'],
    [
      'another partition',
      ['--administrator', 'eve', '--partition', 'aws-us-gov'],
      'arn:aws-us-gov:iam::*:user/eve"',
    ],
  ])('names the administrator: %s', async (_, more, says) => {
    const { code, stdout, stderr } = await policy('root-allow-list', '--quiet', ...more)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(says)
  })
})

table('guard policy: command lines that are wrong', [
  {
    case: 'none named',
    args: ['guard', 'policy'],
    what: 'guard policy needs a word more',
    todo: 'root-deny, root-allow-list',
  },
  {
    case: 'a misspelt one',
    args: ['guard', 'policy', 'root-denny'],
    what: 'no policy "root-denny"',
    todo: 'guard policy root-deny?',
  },
  {
    case: 'no administrator',
    args: ['guard', 'policy', 'root-allow-list'],
    what: 'needs the name of the one IAM user',
    todo: 'administrator.name',
  },
  {
    case: 'an administrator that is a pattern',
    args: ['guard', 'policy', 'root-allow-list', '--administrator', '*'],
    what: '"*" is not an IAM user name',
    todo: '--administrator NAME',
  },
])
