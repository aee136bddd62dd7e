/** The shape of `neverroot.yaml`. Loaded only when there is such a file: zod takes a while to start. */
import { z } from 'zod'
import { accountId, email, phone, text } from './schema/fields.ts'
import { lookups } from './schema/lookups.ts'
import { people } from './schema/people.ts'
import { drills, watch } from './schema/sending.ts'

/** What AWS takes as the address of a root user (Organizations API reference, CreateAccount). */
const rootEmail = z
  .string()
  .regex(
    /^(?!\.)([\w!#$*+/=?^`~.-]|\{account\})+@(?![.-])[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
    'is not an e-mail address (it may hold {account}, which stands for the account id)',
  )
  .refine(
    (address) => address.replaceAll('{account}', '111111111111').length <= 64,
    'has more than the 64 characters that AWS takes',
  )

const contact = z.strictObject({
  name: text.max(64).optional(),
  title: text.max(50).optional(),
  email: email.max(254).optional(),
  phone: phone.max(25).optional(),
})

const primary = z.strictObject({
  phone: phone.max(20).optional(),
  fullName: text.max(50).optional(),
  companyName: text.max(50).optional(),
  addressLine1: text.max(60).optional(),
  addressLine2: text.max(60).optional(),
  addressLine3: text.max(60).optional(),
  city: text.max(50).optional(),
  stateOrRegion: text.max(50).optional(),
  districtOrCounty: text.max(50).optional(),
  postalCode: text.max(20).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is not a country code of two capital letters')
    .optional(),
  websiteUrl: text.max(256).optional(),
})

const declared = {
  profile: z.enum(['personal', 'business'], 'is neither "personal" nor "business"').optional(),
  contacts: z
    .strictObject({
      root: z.strictObject({ email: rootEmail.optional() }).optional(),
      primary: primary.optional(),
      billing: contact.optional(),
      operations: contact.optional(),
      security: contact.optional(),
    })
    .optional(),
  alerts: z
    .strictObject({
      emails: z.array(email).max(10, 'has more than the 10 addresses that AWS Budgets takes').optional(),
    })
    .optional(),
  trail: z
    .strictObject({
      bucket: z
        .string()
        .regex(
          /^neverroot-trail-[a-z0-9-]{1,46}[a-z0-9]$/,
          'is not a name for the bucket of a trail: it begins with "neverroot-trail-" and goes on with up to 47 small letters, digits and hyphens',
        )
        .optional(),
      keepDays: z.int().min(90, 'is less than the 90 days that CloudTrail shows anyway').max(3650).optional(),
    })
    .optional(),
  administrator: z
    .strictObject({
      name: z
        .string()
        .regex(/^[\w+=,.@-]{1,64}$/, 'is not an IAM user name (up to 64 letters, digits and +=,.@_-)')
        .optional(),
    })
    .optional(),
  people: people.optional(),
  baseline: z
    .strictObject({
      rootUnusedDays: z.int().min(1).max(3650).optional(),
      budgetFactor: z.number().min(1).max(10).optional(),
      budgetFloorUsd: z.number().positive().optional(),
      passwordLength: z.int().min(6).max(128).optional(),
      passwordReuse: z.int().min(1).max(24).optional(),
      quarantineDays: z.int().min(1).max(365).optional(),
      rootActions: z.int().min(0).max(100_000).optional(),
    })
    .optional(),
}

/** What people state, for a setup that nobody sits at. */
const statements = z.array(
  z.strictObject({
    control: z.string().regex(/^[a-z][a-z-]+$/, 'is not the id of a control'),
    by: text.max(200),
    on: z.iso.date('is not a day such as "2026-11-23" (put it in quotes)'),
    holds: z.boolean().optional(),
    note: text.max(2000).optional(),
  }),
)

/** Unknown fields are slips of the keyboard and refused. */
const whole = z.strictObject({
  ...declared,
  statements: statements.optional(),
  watch: watch.optional(),
  drills: drills.optional(),
  lookups: lookups.optional(),
  organization: z
    .strictObject({
      memberRoles: z.array(text).optional(),
      ownerTag: text.max(128).optional(),
      delegatedAdministrator: accountId.optional(),
      alarmAccount: accountId.optional(),
      rootPolicy: z.enum(['deny', 'allow-list'], 'is neither "deny" nor "allow-list"').optional(),
      canaryUnit: text.max(1000).optional(),
      overrides: z
        .array(
          z
            .strictObject({ ou: text.optional(), account: accountId.optional(), ...declared })
            .refine(({ people }) => people?.directory === undefined, {
              path: ['people', 'directory'],
              error: 'is one for all accounts: put it at the top of the file',
            }),
        )
        .optional(),
    })
    .optional(),
})

/** The whole file. */
export const configurationSchema = whole.refine(
  ({ organization, administrator }) =>
    organization?.rootPolicy !== 'allow-list' || administrator?.name !== undefined,
  {
    path: ['organization', 'rootPolicy'],
    error: 'needs administrator.name: the one IAM user that root may make and reset',
  },
)
