/** The shape of `neverroot.yaml`. Loaded only when there is such a file: zod takes a while to start. */
import { z } from 'zod'
import { everyWords, secondsOf, topicArn } from '../model/index.ts'

const text = z.string().min(1)
const email = z.email('is not an e-mail address')
const phone = z
  .string()
  .regex(/^\+[\d\s().-]{5,}$/, 'is not a phone number with a country code, such as "+61 2 9374 4000"')
const notAnAccount = 'is not an account id of 12 digits (put it in quotes)'
const accountId = z.string(notAnAccount).regex(/^\d{12}$/, notAnAccount)

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

/** The name of a variable of the environment: what is secret is never in the file. */
const variable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    'is not the name of an environment variable (the secret itself belongs into that variable)',
  )

/** Where secrets and questions about people go: over TLS, or to this machine. */
const endpoint = z
  .string()
  .regex(
    /^(https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)(\/[\w./~-]*)?$/,
    'is not an address such as https://scim.corp.example/v2 (http:// goes to this machine alone)',
  )

const oneDirectory = ['file', 'identityCenter', 'scim', 'graph', 'google'] as const

const directory = z
  .strictObject({
    file: text.max(4096).optional(),
    identityCenter: z
      .strictObject({
        region: z
          .string()
          .regex(/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/, 'is not a Region')
          .optional(),
      })
      .optional(),
    scim: z.strictObject({ url: endpoint, tokenEnv: variable }).optional(),
    graph: z
      .strictObject({
        tenant: z.string().regex(/^[A-Za-z0-9.-]{1,200}$/, 'is not the id or domain of a tenant'),
        clientId: z.guid('is not the id of an app registration').optional(),
        secretEnv: variable.optional(),
        certificateEnv: variable.optional(),
        azureCli: z.boolean().optional(),
        endpoint: endpoint.optional(),
        signIn: endpoint.optional(),
      })
      .refine(
        ({ clientId, secretEnv, certificateEnv, azureCli }) =>
          [secretEnv, certificateEnv, azureCli || undefined].filter((way) => way !== undefined).length ===
            1 &&
          (azureCli === true || clientId !== undefined),
        'takes clientId with secretEnv or with certificateEnv, or azureCli: true',
      )
      .optional(),
    google: z
      .strictObject({
        keyEnv: variable,
        subject: email,
        endpoint: endpoint.optional(),
        settingsEndpoint: endpoint.optional(),
      })
      .optional(),
  })
  .refine(
    (given) => oneDirectory.filter((name) => given[name] !== undefined).length === 1,
    `takes one of ${oneDirectory.join(', ')}`,
  )

const team = z
  .strictObject({
    group: email.optional(),
    titles: z.array(text.max(100)).min(1).optional(),
    addresses: z.array(email).min(1).optional(),
  })
  .refine(
    (rule) => Object.values(rule).some((part) => part !== undefined),
    'takes group, titles or addresses',
  )

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
  people: z
    .strictObject({
      executives: z.array(email).optional(),
      techPhones: z.array(phone).optional(),
      companyPhones: z.array(phone).optional(),
      lists: z.array(email).optional(),
      robots: z.array(email).optional(),
      plusTags: z.boolean().optional(),
      directory: directory.optional(),
      teams: z
        .strictObject({
          serviceDesk: team.optional(),
          accounts: team.optional(),
          security: team.optional(),
          engineering: team.optional(),
          ciso: team.optional(),
          cto: team.optional(),
        })
        .optional(),
    })
    .optional(),
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

const sender = {
  host: z.string().regex(/^[A-Za-z0-9:.-]{1,253}$/, 'is not the name of a mail server'),
  port: z.int().min(1).max(65_535).optional(),
  tls: z.enum(['implicit', 'starttls']).optional(),
  from: email,
  userEnv: variable.optional(),
  passwordEnv: variable.optional(),
}
const wholeLogin = ({ userEnv, passwordEnv }: { userEnv?: string; passwordEnv?: string }) =>
  (userEnv === undefined) === (passwordEnv === undefined)
const halfLogin = 'takes userEnv and passwordEnv together, or neither'

const drills = z.strictObject({
  phrase: z
    .string()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]{6,120}$/u, 'is not one line of 6 to 120 characters')
    .regex(/^(?!.*(https?:|www\.))/i, 'holds a link: people are to click on none')
    .regex(/^(?!.*(aws|amazon))/i, 'looks like mail of AWS: choose words of your own')
    .optional(),
  mail: z.strictObject(sender).refine(wholeLogin, halfLogin).optional(),
})

const watch = z.strictObject({
  every: z
    .string(everyWords)
    .regex(/^\d{1,7}[smhd]$/, everyWords)
    .refine((every) => secondsOf(every) !== undefined, everyWords)
    .optional(),
  webhook: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/, error: 'is not a URL such as https://hooks.corp.example/neverroot' })
        .optional(),
      urlEnv: variable.optional(),
      secretEnv: variable,
    })
    .refine(({ url, urlEnv }) => (url === undefined) !== (urlEnv === undefined), 'takes either url or urlEnv')
    .optional(),
  slack: z.strictObject({ urlEnv: variable }).optional(),
  email: z
    .strictObject({
      ...sender,
      to: z.array(email).min(1).max(20, 'has more than 20 addresses: give a list its own address'),
    })
    .refine(wholeLogin, halfLogin)
    .optional(),
  sns: z.strictObject({ topic: z.string().regex(topicArn, 'is not the ARN of an SNS topic') }).optional(),
})

/** The whole file. Unknown fields are slips of the keyboard and refused. */
const whole = z.strictObject({
  ...declared,
  statements: statements.optional(),
  watch: watch.optional(),
  drills: drills.optional(),
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

export const configurationSchema = whole.refine(
  ({ organization, administrator }) =>
    organization?.rootPolicy !== 'allow-list' || administrator?.name !== undefined,
  {
    path: ['organization', 'rootPolicy'],
    error: 'needs administrator.name: the one IAM user that root may make and reset',
  },
)
