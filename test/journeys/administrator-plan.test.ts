/** The first administrator: made with what is there already, finished where it was left half done, and never on the quiet. */
import * as sdk from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { resolve } from '../../src/engine/plan/references.ts'
import { planAccount, type PlanItem, type Step } from '../../src/index.ts'
import { denyUnlessMfa } from '../../src/controls/support/administrator-parts.ts'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { clientConfig } from '../../src/sandbox/testing-principals.ts'
import { began } from '../support/audit.ts'

const id = '111111111111'
const name = 'first.admin@corp.example'
const control = 'administrator-exists'

function world(describe: (a: AccountBuilder) => unknown): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.created(400).root({ password: { lastUsed: 0.1 }, mfa: ['virtual'] })
      describe(a)
      a.rootIsCaller()
    })
    .build()
}

async function planned(sandbox: Sandbox, only = control, as = name): Promise<PlanItem> {
  const plan = await planAccount({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    now: new Date(began),
    configuration: { administrator: { name: as } },
    only: [only],
  })
  return plan.items[0]!
}

const inWorld = async (made: World, only = control, as = name) =>
  planned(await createSandbox({ world: made, now: began, port: false }), only, as)

const actions = ({ steps }: PlanItem) => steps.map((s) => s.action.slice(4))
const groups = ({ steps }: PlanItem) => [
  ...new Set(steps.flatMap((s) => (s.input as { GroupName?: string }).GroupName ?? [])),
]

const group = ['CreateGroup', 'PutGroupPolicy', 'AttachGroupPolicy']
/** The first password is made by the policy that the account then has. */
const password = ['UpdateAccountPasswordPolicy', 'CreateLoginProfile']
const person = ['CreateUser', 'AddUserToGroup', ...password]
const all = [...group, ...person]

/** The group as an earlier plan made it. */
const ours = (a: AccountBuilder, called = 'Administrators') => {
  a.group(called, 'AdministratorAccess')
  a.account.iam.groups.at(-1)!.inline = { DenyUnlessMfa: structuredClone(denyUnlessMfa) as never }
  return a
}

describe('the group', () => {
  it.each<[when: string, a: (a: AccountBuilder) => unknown, steps: string[], called: string]>([
    ['is made where there is none', () => undefined, all, 'Administrators'],
    ['is used where it is empty', (a) => a.group('Administrators'), all.slice(1), 'Administrators'],
    [
      'is used where it is ours, whoever is in it',
      (a) => ours(a).user('ci', (u) => u.groups('Administrators').key()),
      person,
      'Administrators',
    ],
    [
      'gets what it lacks, where nobody is in it',
      (a) => a.group('Administrators', 'AdministratorAccess'),
      ['PutGroupPolicy', ...person],
      'Administrators',
    ],
    [
      'is another one where somebody is in it: they would become administrators',
      (a) => a.group('Administrators').user('ci', (u) => u.groups('Administrators').key()),
      all,
      'neverroot-administrators',
    ],
    [
      'is another one where somebody in it would lose what they may do without MFA',
      (a) =>
        a.group('Administrators', 'AdministratorAccess').user('ci', (u) => u.groups('Administrators').key()),
      all,
      'neverroot-administrators',
    ],
    [
      'is another one where it holds other policies',
      (a) => a.group('Administrators', 'ReadOnlyAccess'),
      all,
      'neverroot-administrators',
    ],
    [
      'is another one where our policy was changed',
      (a) => {
        ours(a).account.iam.groups[0]!.inline['DenyUnlessMfa']!.Statement = []
      },
      all,
      'neverroot-administrators',
    ],
    [
      'is another one where the name differs by capital letters only',
      (a) => a.group('administrators'),
      all,
      'neverroot-administrators',
    ],
    [
      'has a number where both names are taken',
      (a) => a.group('Administrators', 'ReadOnlyAccess').group('neverroot-administrators', 'ReadOnlyAccess'),
      all,
      'neverroot-administrators-2',
    ],
    [
      'is the one that was made before, though another name is free by now',
      (a) => ours(a, 'neverroot-administrators'),
      person,
      'neverroot-administrators',
    ],
  ])('%s', async (_when, describe, steps, called) => {
    const item = await inWorld(world(describe))
    expect(actions(item)).toEqual(steps)
    expect(groups(item)).toEqual([called])
  })
})

describe('the user', () => {
  it.each<[when: string, a: (a: AccountBuilder) => unknown, steps: string[]]>([
    ['lacks only its password', (a) => ours(a).user(name, (u) => u.groups('Administrators')), password],
    [
      'can do everything in its own right: it gets the deny too',
      (a) => a.user(name, (u) => u.admin()),
      [...group, 'AddUserToGroup', ...password],
    ],
    ['has nothing', (a) => ours(a).user(name), ['AddUserToGroup', ...password]],
    [
      'is in the group, which has nothing yet',
      (a) => a.group('Administrators').user(name, (u) => u.groups('Administrators')),
      ['PutGroupPolicy', 'AttachGroupPolicy', ...password],
    ],
    [
      'lacks only its password, in an account whose password policy is strong',
      (a) =>
        ours(a)
          .user(name, (u) => u.groups('Administrators'))
          .passwordPolicy({ MinimumPasswordLength: 14, PasswordReusePrevention: 24 }),
      ['CreateLoginProfile'],
    ],
  ])('is finished where it %s', async (_when, describe, steps) => {
    expect(actions(await inWorld(world(describe)))).toEqual(steps)
  })

  it.each<[when: string, a: (a: AccountBuilder) => unknown, because: RegExp]>([
    ['holds an access key', (a) => a.user(name, (u) => u.key()), /access key/],
    ['can do everything with a key', (a) => a.user(name, (u) => u.admin().key()), /access key/],
    ['signs in already', (a) => a.user(name, (u) => u.console({ lastUsed: 3 })), /signs in already/],
    ['reads only', (a) => a.user(name, (u) => u.attach('ReadOnlyAccess')), /permissions of its own/],
    [
      'is in another group',
      (a) => a.group('auditors', 'ReadOnlyAccess').user(name, (u) => u.groups('auditors')),
      /permissions of its own/,
    ],
    ['has a boundary', (a) => a.user(name, (u) => u.admin().boundary('ReadOnlyAccess')), /boundary/],
    ['is written otherwise', (a) => a.user('First.Admin@corp.example'), /capital letters/],
  ])('needs another name where one of that name %s', async (_when, describe, because) => {
    const { steps, asks } = await inWorld(world(describe))
    expect(steps).toEqual([])
    expect(asks).toMatchObject([{ setting: 'administrator.name', question: expect.stringMatching(because) }])
    expect(asks![0]!.question).not.toContain(name)
  })
})

describe('where people may come in centrally', () => {
  it.each<[when: string, a: (a: AccountBuilder) => unknown, refused: boolean]>([
    ['IAM Identity Center is there', (a) => a.identityCenter(), false],
    ['nobody may see whether it is', () => undefined, true],
  ])('%s: no user is made', async (_when, describe, refused) => {
    const sandbox = await createSandbox({ world: world(describe), now: began, port: false })
    if (refused) sandbox.faults.add({ kind: 'deny', operation: 'sso:ListInstances' })
    const { steps, procedure } = await planned(sandbox)
    expect(steps).toEqual([])
    expect(procedure!.title).toBe('Make an administrator')
  })
})

describe('a plan that was cut off', () => {
  /** Makes one call of a plan as its caller. */
  async function perform(sandbox: Sandbox, { action, input }: Step): Promise<void> {
    const iam = new sdk.IAMClient({
      ...clientConfig(sandbox),
      requestHandler: sandbox.requestHandler as never,
    })
    const given = resolve(input, { config: () => name, secret: () => 'Sandbox-only-4711-secret' })
    const commands = sdk as unknown as Record<string, new (input: unknown) => never>
    await iam.send(new commands[`${action.slice(4)}Command`]!(given))
  }

  it.each([0, 1, 2, 3, 4, 5, 6])('after %i calls is finished by the next one', async (made) => {
    const sandbox = await createSandbox({ world: world(() => undefined), now: began, port: false })
    const first = await planned(sandbox)
    for (const step of first.steps.slice(0, made)) await perform(sandbox, step)
    const second = await planned(sandbox)
    expect(actions(second)).toEqual(all.slice(made))
    for (const step of second.steps) await perform(sandbox, step)
    const { users, groups } = sandbox.world.accounts[id]!.iam
    expect(users).toMatchObject([{ name, groups: ['Administrators'], password: { resetRequired: true } }])
    expect(groups).toMatchObject([
      {
        attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        inline: { DenyUnlessMfa: denyUnlessMfa },
      },
    ])
    // Made, and not seen to work yet: nothing more to plan, somebody has to sign in.
    expect(await planned(sandbox)).toBeUndefined()
  })

  it('rests on the group and the user: what somebody did to them since is another plan', async () => {
    const of = async (describe: (a: AccountBuilder) => unknown) => (await inWorld(world(describe))).basedOn
    const bare = await of(() => undefined)
    expect(await of(() => undefined)).toBe(bare)
    expect(await of((a) => a.group('Administrators'))).not.toBe(bare)
    expect(await of((a) => a.user(name))).not.toBe(bare)
    const empty = await of((a) => ours(a))
    const joined = (a: AccountBuilder) => ours(a).user('ci', (u) => u.groups('Administrators').key())
    expect(await of(joined)).not.toBe(empty)
  })
})

describe('an administrator who was made and never came', () => {
  it.each([
    [3, 'fail'],
    [0.5, 'review'],
  ])('%d days ago: %s', async (days, status) => {
    const made = world((a) =>
      ours(a).user(name, (u) => u.created(days).groups('Administrators').console({ resetRequired: true })),
    )
    const item = await inWorld(made, 'administrator-password-is-managed')
    // A review waits for a person's word and is in no plan.
    expect(item?.status).toBe(status === 'fail' ? 'fail' : undefined)
    if (item) expect(item.message).toMatch(/given a password 3 days ago and never signed in/)
  })
})
