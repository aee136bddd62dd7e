/** The beginning without any credentials: what can be asked and done before AWS is asked anything. */
import { controls, statementOf, type UserError } from '../../index.ts'
import type { Ask } from '../../model/index.ts'
import { append } from '../../store/ledger.ts'
import { print } from '../output.ts'
import { lapses } from '../until.ts'
import type { Journey } from './context.ts'
import { askSettings } from './questions.ts'

const phoneOf = 'contacts.primary.phone'

const settings: Record<'personal' | 'business', readonly Ask[]> = {
  personal: [
    {
      setting: phoneOf,
      question: 'Your mobile number, with + and the country code: AWS calls it when root is locked out',
    },
    { setting: 'alerts.emails', question: 'Your everyday address: who hears of a jump in the bill' },
    {
      setting: 'administrator.name',
      question: 'The e-mail address that names the administrator you will use instead of root',
    },
  ],
  business: [
    {
      setting: phoneOf,
      question: "A company line or a senior manager's number, with + and the country code",
    },
    {
      setting: 'alerts.emails',
      question: 'The list that hears of a jump in the bill: service desk, CISO, CTO',
    },
    { setting: 'administrator.name', question: 'The e-mail address of the first administrator' },
  ],
}

/** What is done in a browser and a password manager alone, in the mission's order. */
const byHand: Record<'personal' | 'business', readonly string[]> = {
  personal: [
    'root-email-is-not-everyday-mail',
    'root-email-lives-outside-the-account',
    'root-password-is-managed',
  ],
  business: [
    'root-email-is-a-list',
    'root-email-is-not-a-staff-member',
    'root-email-lives-outside-the-account',
    'root-password-is-managed',
  ],
}

/** Asks and leads as far as it goes without AWS, and says how to sign in. */
export async function questionnaire(journey: Journey, nobody: UserError): Promise<void> {
  const { prompter, profile } = journey
  await journey.say(
    nobody.message,
    'That is fine: much can be done before you sign in. No AWS call is made.',
    '',
  )
  const known = journey.session.configured.configuration
  const missing = settings[profile].filter(({ setting }) => at(known, setting) === undefined)
  await askSettings(journey, missing)
  const { contacts, people } = journey.session.configured.configuration
  const phone = contacts?.primary?.phone
  // It was asked for as a company line or a manager's number: nobody is asked again whose it is.
  if (profile === 'business' && phone && !people?.companyPhones && missing.some((m) => m.setting === phoneOf))
    await journey.keep([{ setting: 'people.companyPhones', value: [phone] }])
  const account = prompter.interactive
    ? await prompter.text('The account id, 12 digits, at the top right of the console', {
        check: (answer) =>
          /^\d{12}$/.test(answer) ? undefined : `"${answer.slice(0, 40)}" is not 12 digits.`,
      })
    : undefined
  if (account) for (const id of byHand[profile]) await step(journey, id, account)
  await journey.say('', 'Now sign in, once, and run this again:')
  await print(
    [
      '',
      '   aws login            with what you have; root is fine for the beginning (AWS CLI 2.32 or newer)',
      '   neverroot setup      carries on where you are',
      '',
      ' Or open CloudShell in the console and run it there.',
      '',
      '',
    ].join('\n'),
  )
}

async function step(journey: Journey, id: string, account: string): Promise<void> {
  const control = controls.find((c) => c.id === id)
  const asked = control && statementOf(control)
  const records = await journey.session.records(account)
  const said = records.attestation(id)
  if (!control?.procedure || !asked || (said && Date.parse(said.expires) > journey.now().getTime())) return
  const { title, steps, link } = control.procedure
  await print(`\n ${journey.palette.bold(control.title)}\n`)
  await journey.say(control.rationale)
  const lines = [
    ` ${journey.palette.bold(`You do it: ${title}`)}`,
    ...steps.flatMap((s: string, i: number) => journey.behind(`   ${i + 1}  `, s)),
    `      ${link}`,
  ]
  await print(`${lines.join('\n')}\n`)
  const answer = await journey.choose(
    asked.question,
    [
      { value: 'yes', label: `yes, and I say so as ${journey.by}` },
      { value: 'no', label: 'no' },
      { value: 'later', label: 'not yet' },
    ],
    'later',
  )
  if (answer === 'later') return
  const expires = lapses({ days: asked.days }, journey.now()).toISOString()
  await append(
    journey.session.folder,
    { kind: 'attestation', subject: account, control: id, by: journey.by, holds: answer === 'yes', expires },
    journey.now(),
  )
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
