import { type Command, Option } from 'commander'
import { longDuration } from './duration.ts'
import { addCommonOptions } from './options.ts'
import { accountId, notEmpty } from './values.ts'

/** Adds `drill contacts`. `done` takes the exit code. */
export function addDrillContacts(drill: Command, signal: AbortSignal, done: (exit: number) => void): void {
  addCommonOptions(
    drill
      .command('contacts')
      .description('codes sent to the mailboxes that AWS writes to, and answered by whoever reads them'),
  )
    .optionsGroup('What to do (without one of them: answer with a code):')
    .option('--open', 'say where it goes, and send each mailbox a code of its own')
    .option('--remind', 'send those who have not answered another one')
    .option('--close', 'it is over: record who answered, and how soon')
    .option('--list', 'show what was opened, and how it ended')
    .optionsGroup('What is recorded:')
    .addOption(new Option('--by <name>', 'who opens or closes it; the message says it').argParser(notEmpty))
    .addOption(new Option('--reason <text>', 'why it is drilled; the message says it').argParser(notEmpty))
    .addOption(
      new Option('--for <time>', 'how long the codes count: 24h, 5d')
        .argParser(longDuration)
        .default(48 * 3_600_000, '48h'),
    )
    .addOption(
      new Option('--account <id>', 'to answer, --close and --list: AWS is not asked').argParser(accountId),
    )
    .optionsGroup('How it is sent and answered:')
    .option('--print', 'send nothing: print the messages for you to send; the answers are then a word')
    .addOption(
      new Option('--via <way>', 'how it is sent, where neverroot.yaml declares several').choices([
        'mail',
        'ses',
        'sns',
        'notifications',
      ]),
    )
    .addOption(new Option('--confirm <id>', 'the account id, where nobody can type it').argParser(notEmpty))
    .option('--code-stdin', 'the code comes as a line on standard input')
    .addOption(
      new Option('--signature <file>', 'answer by an SSH signature of the code; AWS is not asked').argParser(
        notEmpty,
      ),
    )
    .option(
      '--token-stdin',
      "answer by the identity provider's token, the next line on standard input; AWS is not asked",
    )
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .action(async (options) => {
      done(await (await import('./commands/drill-contacts.ts')).drillContacts(options, signal))
    })
}
