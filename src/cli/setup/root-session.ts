/** Setup in the hands of root: said in amber, planned in the ledger, limited to the beginning, and led out of. */
import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { append } from '../../store/ledger.ts'
import { print } from '../output.ts'
import type { Journey } from './context.ts'

const minute = 60_000
/** Whoever runs setup signed in a while ago: the sign-in belongs to it too. */
const beforeMs = 60 * minute
/** 20 minutes of a person's time, with a pause. */
const afterMs = 120 * minute

/** Records that root is used on purpose now, so that this is no alarm and no finding; once for each sitting. */
export async function openWindow(journey: Journey): Promise<void> {
  const { session, palette } = journey
  const account = journey.caller!.account
  await print(`\n ${palette.warn('ROOT SESSION: only for the beginning.')}\n`)
  await journey.say(
    "You are root. Allowed now: looking, contacts, the phone, the spend alarm, the password policy, one administrator, and root's own keys. Nothing else.",
  )
  const now = journey.now()
  const windows = (await session.records(account)).windows()
  if (windows.some((w) => Date.parse(w.until) > now.getTime())) return
  const until = new Date(now.getTime() + afterMs).toISOString()
  await append(
    session.folder,
    {
      kind: 'window',
      subject: account,
      by: journey.by,
      reason: 'setting the account up',
      from: new Date(now.getTime() - beforeMs).toISOString(),
      until,
    },
    now,
  )
  await journey.say(`Recorded as planned use of root until ${until.slice(11, 16)} UTC.`)
}

/** Where `aws login` keeps its sessions (AWS CLI user guide; the variable moves it). */
const cacheFolder = () => process.env.AWS_LOGIN_CACHE_DIRECTORY ?? join(homedir(), '.aws', 'login', 'cache')

const sessionsLeft = async (): Promise<number> =>
  (await readdir(cacheFolder()).catch(() => [])).filter((name) => name.endsWith('.json')).length

/** The way out of root: sign out everywhere, come back as the administrator. Root is not finished before that. */
export async function leadOut(journey: Journey, administrator: string | undefined): Promise<void> {
  const { palette: p, caller } = journey
  await print(`\n ${p.bold('Out of root')}\n`)
  await journey.say(
    'You are not done: an administrator has to be seen at work before root is put away, and that cannot be seen while you are root.',
    '',
  )
  const steps = [
    'Run: aws logout   (a root session of aws login can be refreshed for 12 hours)',
    'In the browser, sign out of root. In CloudShell, close the tab.',
    `Sign in as ${administrator ?? 'the administrator'}: https://${caller!.account}.signin.aws.amazon.com/console`,
    'Change the first password to one from your password manager, and register MFA: everything else is denied until then.',
    'Sign out and in again with MFA, and run: aws login, then neverroot setup. It carries on from here.',
  ]
  await print(`${steps.flatMap((step, i) => journey.behind(`   ${i + 1}  `, step)).join('\n')}\n`)
  // Sessions of `aws login` are this machine's own; a sandbox has none.
  let told = journey.session.sandbox !== undefined
  for (;;) {
    const answer = await journey.choose(
      'Have you run aws logout and signed out of root?',
      [
        { value: 'done', label: 'done' },
        { value: 'later', label: 'not yet, I will' },
      ],
      'later',
    )
    if (answer === 'later' || told) break
    told = true
    const left = await sessionsLeft()
    if (left === 0) {
      await journey.say('No session of aws login is left on this machine.')
      break
    }
    await journey.say(
      `${left === 1 ? 'A session' : `${left} sessions`} of aws login ${left === 1 ? 'is' : 'are'} still in ${cacheFolder()}: run aws logout${left === 1 ? '' : ' --all'}, or answer done again if ${left === 1 ? 'it is' : 'they are'} another account's.`,
    )
    if (!journey.prompter.interactive) break
  }
  await journey.say('', 'Not done yet. Next: sign in as the administrator and run neverroot setup.')
}
