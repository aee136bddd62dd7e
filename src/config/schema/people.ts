/** Who works there: lists and numbers, and the directory that knows. */
import { z } from 'zod'
import { email, endpoint, phone, text, variable } from './fields.ts'

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

export const people = z
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
