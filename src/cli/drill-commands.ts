import { type Command, Option } from 'commander'
import { addDrillContacts } from './drill-contacts-command.ts'
import { duration } from './duration.ts'
import { addCommonOptions } from './options.ts'
import { accountId, notEmpty, regions, subjectId, wholeNumber } from './values.ts'
import { withWords } from './words-of-command.ts'

const kinds = ['root', 'alarm', 'contacts'] as const

/** Adds `drill root`, `drill alarm` and `drill contacts`. `done` takes the exit code. */
export function addDrillCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const drill = withWords(
    top
      .command('drill')
      .description('rehearse what is needed on a bad day, and keep the proof')
      .usage('root|alarm|contacts [options]')
      .allowUnknownOption(),
    kinds,
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
  addCommonOptions(
    drill
      .command('alarm')
      .description('a code sent through the alarm on root, and answered by whoever gets it'),
  )
    .optionsGroup('What to do (without one of them: answer with the code):')
    .option('--open', 'say where it goes, and send a code through the alarm')
    .option('--close', 'it is over: record who answered, and how soon')
    .option('--list', 'show what was opened, and how it ended')
    .optionsGroup('What is recorded:')
    .addOption(new Option('--by <name>', 'who opens, answers or closes it').argParser(notEmpty))
    .addOption(new Option('--reason <text>', 'why it is drilled').argParser(notEmpty))
    .addOption(
      new Option('--for <time>', 'how long the code counts: 90m, 2h')
        .argParser(duration)
        .default(2 * 3_600_000, '2h'),
    )
    .addOption(
      new Option('--account <id>', 'to answer, --close and --list: AWS is not asked').argParser(accountId),
    )
    .optionsGroup('How it is sent and answered:')
    .addOption(
      new Option(
        '--regions <names>',
        'through these Regions, separated by commas, or all (default: us-east-1, or --region)',
      ).argParser(regions),
    )
    .addOption(new Option('--confirm <id>', 'the account id, where nobody can type it').argParser(notEmpty))
    .option('--code-stdin', 'the code comes as a line on standard input')
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .action(async (options) => {
      done(await (await import('./commands/drill-alarm.ts')).drillAlarm(options, signal))
    })
  addDrillContacts(drill, signal, done)
}
