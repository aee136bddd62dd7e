/** Makes the world of a spec, with the builder: the same spec gives the same world to the letter. */
import { accountEvent, type AccountBuilder, newWorld, rootSignIn } from '../../../src/sandbox/builder.ts'
import type { World } from '../../../src/sandbox/index.ts'
import { addBudget, addSpend } from './money.ts'
import { accountId, type AccountSpec, type UserPart } from './spec.ts'

const policyOf = (Action: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

export function worldOf(spec: AccountSpec, began: string): World {
  const world = newWorld({ scenario: 'made', began })
    .account(accountId, (a) => {
      a.named('made').email(spec.rootEmail).created(spec.age)
      if (spec.alias) a.alias('corp')
      addRoot(a, spec)
      addContacts(a, spec)
      addPeople(a, spec)
      if (spec.topic)
        a.topic('spend', {
          publishers: spec.topic.open ? ['budgets.amazonaws.com'] : [],
          ...(spec.topic.encrypted ? { kmsKeyId: 'alias/aws/sns' } : {}),
          emails: spec.topic.subscriptions.map(({ address, state, filtered }) => ({
            address,
            pending: state === 'pending',
            authenticated: state === 'authenticated',
            ...(filtered ? { filter: '{"kind":["none"]}' } : {}),
          })),
        })
      for (const [n, budget] of spec.budgets.entries()) addBudget(a, `budget-${n + 1}`, budget, spec.topic)
      addSpend(a, spec.spend)
      addWatch(a, spec)
      chooseCaller(a, spec)
    })
    .build()
  if (spec.emptyPages) world.behaviour.emptyPages = true
  return world
}

function addRoot(a: AccountBuilder, { root, rootSignIns }: AccountSpec): void {
  a.root({
    password: root.password && { lastChanged: root.password.changed, lastUsed: root.password.used },
    mfa: root.mfa.map((kind) =>
      kind === 'virtual'
        ? 'virtual'
        : kind === 'odd'
          ? { virtual: 'an-old-phone' }
          : kind === 'fido'
            ? { fido: 'key' }
            : { token: 'GAHT12345678' },
    ),
    keys: root.keys.map(({ created, inactive, used }) => ({
      created,
      inactive,
      ...(used === undefined ? {} : { lastUsed: { at: used, service: 's3' } }),
    })),
    certificates: root.certificates,
  })
  a.event(...rootSignIns.map((at) => rootSignIn({ at })))
}

function addContacts(a: AccountBuilder, { contact, alternates }: AccountSpec): void {
  if (contact) {
    const { phone, verification } = contact
    const verificationStatus = verification === 'lately' ? 'VERIFIED' : verification
    a.contact({ PhoneNumber: phone, verificationStatus })
    if (verification === 'lately') a.event(accountEvent('VerifyPhoneNumber', 'root', { at: 30 }))
  }
  for (const type of ['BILLING', 'OPERATIONS', 'SECURITY'] as const) {
    const part = alternates[type]
    if (part)
      a.alternate(type, { Name: part.name, Title: 'Team', EmailAddress: part.email, PhoneNumber: part.phone })
  }
}

function addPeople(a: AccountBuilder, spec: AccountSpec): void {
  if (spec.group === 'administrators') a.group('Administrators', 'AdministratorAccess')
  if (spec.group === 'taken') {
    a.group('Administrators', 'ReadOnlyAccess')
    a.user('somebody-else', (u) => u.console({ lastUsed: 3 }).groups('Administrators'))
  }
  for (const user of spec.users) addUser(a, user, spec.group !== 'none')
  const weak = { MinimumPasswordLength: 8, RequireNumbers: true }
  const strong = {
    MinimumPasswordLength: 16,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    PasswordReusePrevention: 24,
  }
  if (spec.passwordPolicy !== 'none') a.passwordPolicy(spec.passwordPolicy === 'weak' ? weak : strong)
  if (spec.identityCenter) a.identityCenter()
}

function addUser(a: AccountBuilder, part: UserPart, hasGroup: boolean): void {
  a.user(part.name, (u) => {
    u.created(300)
    if (part.kind === 'administrator') {
      if (part.through === 'group' && hasGroup) u.groups('Administrators')
      else if (part.through === 'inline') u.inline('everything', policyOf('*'))
      else u.admin()
    }
    // Made by somebody who was interrupted: it is there, perhaps in its group, and can do nothing yet.
    if (part.kind === 'half-made' && part.through === 'group' && hasGroup) u.groups('Administrators')
    if (part.kind === 'service') u.attach('AmazonS3FullAccess')
    if (part.kind === 'reader') u.attach('ReadOnlyAccess')
    if (part.console !== 'none')
      u.console({
        lastChanged: part.console === 'first-password' ? 300 : 100,
        resetRequired: part.console === 'first-password',
        ...(part.console === 'used' ? { lastUsed: 2 } : {}),
      })
    if (part.mfa) u.virtualMfa()
    for (let n = 0; n < part.keys; n++)
      u.key({ created: 200, ...(n === 0 ? { lastUsed: { at: 1, service: 's3' } } : {}) })
  })
}

function addWatch(a: AccountBuilder, { trail, alarm }: AccountSpec): void {
  if (trail !== 'none')
    a.trail('main', {
      logging: trail !== 'stopped',
      ...(trail === 'writes-only'
        ? { selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }
        : {}),
    })
  if (alarm === 'none') return
  a.topic('root-use', {
    publishers: ['events.amazonaws.com'],
    emails: [{ address: 'mia@posteo.example', authenticated: true }],
  })
  a.rule('root-use', {
    state: alarm === 'disabled' ? 'DISABLED' : 'ENABLED',
    pattern: { detail: { userIdentity: { type: ['Root'] } } },
    targets: [a.topicArn('root-use')],
  })
}

/** Whoever calls is somebody more: the other parts of the account stay what the spec says. */
function chooseCaller(a: AccountBuilder, { caller, root }: AccountSpec): void {
  switch (caller) {
    case 'root-session':
      return void a.rootIsCaller(root.mfa.length > 0)
    case 'root-key':
      // An inactive key calls nothing.
      if (root.keys[0] && !root.keys[0].inactive) return void a.rootKeyIsCaller()
      return void a.rootIsCaller(false)
    case 'administrator':
      return void a.user('operator', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller())
    case 'administrator-with-mfa':
      return void a.user('operator', (u) =>
        u.console({ lastUsed: 1 }).admin().virtualMfa().isCallerInSession(),
      )
    case 'reader':
      return void a.user('auditor', (u) => u.attach('ReadOnlyAccess', 'SecurityAudit').key().isCaller())
    case 'role':
      return void a
        .role('Auditor', { trust: accountId, attached: ['AdministratorAccess'] })
        .roleIsCaller('Auditor', 'mia')
  }
}
