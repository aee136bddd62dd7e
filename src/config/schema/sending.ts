/** What is sent to people, and through what: notices of watch, and drills. */
import { z } from 'zod'
import { answerWays, everyWords, secondsOf, topicArn } from '../../model/index.ts'
import { email, endpoint, text, variable } from './fields.ts'

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

const person = z
  .strictObject({ aws: text.max(200).optional(), ssh: text.max(200).optional(), token: text.max(400).optional() })
  .refine((names) => Object.values(names).some((name) => name !== undefined), 'takes aws, ssh or token')

/** No name stands for two people. */
function eachOnce(people: readonly z.infer<typeof person>[]): boolean {
  const names = people.flatMap((one) => answerWays.flatMap((way) => (one[way] ? [`${way} ${one[way]}`] : [])))
  return new Set(names).size === names.length
}

const answers = z.strictObject({
  signers: text.max(4096).optional(),
  token: z
    .strictObject({
      issuer: endpoint,
      audience: text.max(400),
      claim: z.enum(['sub', 'email']).optional(),
      nonce: z.boolean().optional(),
    })
    .optional(),
  people: z.array(person).max(1000).refine(eachOnce, 'has one name under two people').optional(),
})

export const drills = z.strictObject({
  phrase: z
    .string()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]{6,120}$/u, 'is not one line of 6 to 120 characters')
    .regex(/^(?!.*(https?:|www\.))/i, 'holds a link: people are to click on none')
    .regex(/^(?!.*(aws|amazon))/i, 'looks like mail of AWS: choose words of your own')
    .optional(),
  mail: z.strictObject(sender).refine(wholeLogin, halfLogin).optional(),
  ses: z
    .strictObject({ region: z.string().regex(/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/, 'is not a Region'), from: email })
    .optional(),
  sns: z
    .strictObject({
      topics: z.array(z.string().regex(topicArn, 'is not the ARN of an SNS topic')).min(1).max(100),
    })
    .optional(),
  answers: answers.optional(),
})

export const watch = z.strictObject({
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
