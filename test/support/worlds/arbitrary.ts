/** fast-check's part: every shape of one account, simplest first, so that what fails shrinks to little. */
import fc from 'fast-check'
import {
  type AccountSpec,
  type BudgetPart,
  budgetFlaws,
  type ContactPart,
  type NotificationPart,
  pools,
  type RootPart,
  type SpendPart,
  type TopicPart,
  type UserPart,
} from './spec.ts'

const { constantFrom, boolean, record, option, array, uniqueArray, subarray, oneof, constant } = fc
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => option(value, { nil: undefined })
const daysAgo = constantFrom(1000, 200, 40, 5, 0.2)

const root: fc.Arbitrary<RootPart> = record({
  password: oneof(
    constant(false as const),
    record({ changed: daysAgo, used: maybe(daysAgo) }),
    record({ changed: daysAgo, used: maybe(daysAgo) }),
  ),
  mfa: subarray<RootPart['mfa'][number]>(['virtual', 'odd', 'fido', 'token']),
  keys: array(record({ created: daysAgo, inactive: boolean(), used: maybe(daysAgo) }), { maxLength: 2 }),
  certificates: array(constantFrom('Inactive', 'Active'), { maxLength: 2 }),
})

const contactPart: fc.Arbitrary<ContactPart> = record({
  email: constantFrom(...pools.contactEmails),
  phone: constantFrom(...pools.phones),
  name: constantFrom('Security Team', 'Mia Example', 'N/A'),
})

const topic: fc.Arbitrary<TopicPart> = record({
  open: constantFrom(true, true, false),
  encrypted: constantFrom(false, false, true),
  subscriptions: uniqueArray(
    record({
      address: constantFrom(...pools.emails),
      state: constantFrom('authenticated', 'clicked', 'pending'),
      filtered: constantFrom(false, false, true),
    }),
    { maxLength: 3, selector: (s) => s.address },
  ),
})

const notification: fc.Arbitrary<NotificationPart> = record({
  type: constantFrom('ACTUAL', 'ACTUAL', 'FORECASTED'),
  threshold: constantFrom(100, 100, 80, 150, 200),
  absolute: constantFrom(false, false, true),
  operator: constantFrom('GREATER_THAN', 'GREATER_THAN', 'GREATER_THAN', 'EQUAL_TO', 'LESS_THAN'),
  emails: subarray([...pools.emails], { maxLength: 3 }),
  topic: boolean(),
})

const budget: fc.Arbitrary<BudgetPart> = record({
  period: constantFrom('DAILY', 'DAILY', 'MONTHLY'),
  limit: constantFrom(18, 1, 12, 30, 9000),
  flaws: oneof(constant([] as BudgetPart['flaws']), subarray([...budgetFlaws])),
  form: constantFrom('legacy', 'expression'),
  adjusts: maybe(constantFrom(30, 7, 60)),
  notifications: uniqueArray(notification, {
    maxLength: 3,
    selector: (n) => `${n.type} ${n.operator} ${n.threshold} ${n.absolute}`,
  }),
})

const spend: fc.Arbitrary<SpendPart> = record({
  kind: constantFrom('steady', 'none', 'idle', 'noisy', 'few-days', 'credited'),
  usd: constantFrom(12, 0.4, 240),
  costExplorer: constantFrom('enabled', 'enabled', 'enabled', 'no-data', 'denied'),
})

const user: fc.Arbitrary<UserPart> = record({
  name: constantFrom(...pools.administrators),
  kind: constantFrom('administrator', 'half-made', 'service', 'reader'),
  through: constantFrom('attached', 'group', 'inline'),
  console: constantFrom('used', 'none', 'first-password', 'never-used'),
  mfa: boolean(),
  keys: constantFrom(0, 1, 2),
})

const alternates: fc.Arbitrary<AccountSpec['alternates']> = record(
  { BILLING: contactPart, OPERATIONS: contactPart, SECURITY: contactPart },
  { requiredKeys: [] },
)

/** Every shape of one account. */
export const accounts: fc.Arbitrary<AccountSpec> = record({
  business: boolean(),
  age: constantFrom(900, 60, 3),
  rootEmail: constantFrom(...pools.rootEmails),
  alias: boolean(),
  root,
  rootSignIns: subarray([200, 60, 5, 0.2]),
  contact: maybe(
    record({
      phone: constantFrom(...pools.phones),
      verification: constantFrom('lately', 'VERIFIED', 'UNVERIFIED', 'PENDING'),
    }),
  ),
  alternates,
  topic: maybe(topic),
  budgets: array(budget, { maxLength: 3 }),
  spend,
  users: uniqueArray(user, { maxLength: 3, selector: (u) => u.name.toLowerCase() }),
  group: constantFrom('none', 'administrators', 'taken'),
  passwordPolicy: constantFrom('none', 'weak', 'strong'),
  identityCenter: constantFrom(false, false, false, true),
  trail: constantFrom('none', 'whole', 'writes-only', 'stopped'),
  alarm: constantFrom('none', 'home', 'disabled'),
  caller: constantFrom(
    'administrator',
    'administrator-with-mfa',
    'root-session',
    'root-session',
    'root-key',
    'reader',
    'role',
  ),
  emptyPages: constantFrom(false, false, true),
})
