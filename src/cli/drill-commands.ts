import { type Command, Option } from 'commander'
import { UserError } from '../model/index.ts'
import { duration } from './duration.ts'
import { addCommonOptions, notEmpty, subjectId, wholeNumber } from './options.ts'
import { withWords } from './words-of-command.ts'

const kinds = ['root', 'alarm', 'contacts'] as const

/** What is there one day. Throws UserError for it, with how it is done by hand. */
function notYet(kind: string | undefined): void {
  if (kind !== 'alarm' && kind !== 'contacts') return
  throw new UserError(
    'not-supported',
    `Not supported yet: drill ${kind}.`,
    kind === 'alarm'
      ? 'By hand: warn both people, sign in as root once, and see that both got the mail (drill root --open).'
      : 'By hand: write to each address and see who answers, then say so: neverroot attest contact-mailboxes-answer',
  )
}

/** Adds `drill root`; the other two say that they are not there yet. `done` takes the exit code. */
export function addDrillCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const drill = withWords(
    top
      .command('drill')
      .description('rehearse what is needed on a bad day, and keep the proof')
      .usage('root [options]')
      .allowUnknownOption(),
    kinds,
    notYet,
  )
  addCommonOptions(
    drill.command('root').description('a break-glass drill: open it, sign in as root, close it'),
  )
    .optionsGroup('What to do (one of them):')
    .option('--open', 'root will be used on purpose from now on')
    .option('--close', 'the drill is over: look whether it was seen, and record it')
    .option('--cancel', 'the drill is over and does not count')
    .option('--list', 'show what was opened, and how it ended')
    .optionsGroup('What is recorded:')
    .addOption(new Option('--by <name>', 'who opens or closes it').argParser(notEmpty))
    .addOption(new Option('--reason <text>', 'why root is used').argParser(notEmpty))
    .addOption(
      new Option('--for <time>', 'how long: 90m, 2h').argParser(duration).default(2 * 3_600_000, '2h'),
    )
    .addOption(new Option('--people <n>', 'how many took part').argParser(wholeNumber(99)))
    .option('--key-back', 'the MFA key is back in its place, sealed')
    .option('--password-renewed', 'root has a new password, and it was put away')
    .addOption(
      new Option('--account <id>', 'with --open, --cancel and --list: AWS is not asked').argParser(subjectId),
    )
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .action(async (options) => {
      done(await (await import('./commands/drill-root.ts')).drillRoot(options, signal))
    })
}
