/** The first screens: what this is, for whom, who is asked, and who is signed in. */
import { connect, type Profile, UserError } from '../../index.ts'
import { print } from '../output.ts'
import type { Journey } from './context.ts'
import { keepProgress, readProgress } from './progress.ts'

export async function welcome(journey: Journey): Promise<void> {
  const p = journey.palette
  await print(`\n ${p.bold('The guided journey')}   so that nobody ever needs the root user\n`)
  await journey.say(
    '',
    'In this order: account details, spend alarm, administrator, root. It looks, offers a plan for what can be done for you, and leads you through what only you can do. Stop at any question and carry on later.',
    'It never asks for a root password, an access key or an MFA code.',
    '',
  )
}

/** Whom it is for, and who is asked: as given, as configured, as answered before, else asked. */
export async function introduce(journey: Journey, suggested: Profile): Promise<void> {
  const { options, session } = journey
  const before = await readProgress(session.folder)
  const configured = session.configured.configuration.profile
  journey.profile =
    options.as ??
    configured ??
    before.profile ??
    (await journey.choose<Profile>(
      'Whose account is it?',
      suggested === 'business' ? [...profiles].reverse() : profiles,
      suggested,
    ))
  journey.by = before.by ?? (await named(journey))
  await keepProgress(session.folder, { profile: journey.profile, by: journey.by })
}

async function named(journey: Journey): Promise<string> {
  const name = await journey.prompter.text('Your name, as it will stand beside what you state')
  if (name !== undefined) return name
  const instead = process.env.USER ?? 'the owner'
  if (journey.prompter.interactive) await journey.say(`Signed as ${instead}.`)
  return instead
}

const profiles: { value: Profile; label: string }[] = [
  { value: 'personal', label: 'mine: one person, perhaps a friend' },
  { value: 'business', label: 'a business: several people answer for it' },
]

/** Who is signed in; undefined, with what to do, where nobody is. */
export async function whoIsThere(journey: Journey): Promise<UserError | undefined> {
  try {
    const { door, caller } = await connect(
      { timeoutMs: 5_000, ...journey.session.connection },
      journey.session.host,
    )
    door.close()
    journey.caller = caller
    return undefined
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error
  }
}
