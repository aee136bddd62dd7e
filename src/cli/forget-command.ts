import { type Command, Option } from 'commander'
import { stateFolderOption } from './options.ts'
import { moment, notEmpty } from './values.ts'

/** Adds `forget`. `done` takes the exit code. */
export function addForget(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  top
    .command('forget')
    .description('deletes what is kept in the state folder, once the word was typed')
    .optionsGroup('What is deleted (one of them):')
    .option('--all', 'everything, with the worlds of the sandbox')
    .option('--people', 'what is about people: names, hashes, old addresses and numbers')
    .addOption(new Option('--before <date>', 'what is older').argParser(moment))
    .optionsGroup('Where, and how it is agreed to:')
    .option('--sandbox <scenario>', 'of the runs on this sandbox alone')
    .addOption(stateFolderOption('where state is kept'))
    .addOption(
      new Option('--confirm <word>', 'the word "forget", where nobody can type it').argParser(notEmpty),
    )
    .addOption(new Option('--now <time>', "the tool's clock").argParser(moment))
    .optionsGroup('What comes out:')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .action(async (options) => {
      done(await (await import('./commands/forget.ts')).forgetCommand(options, signal))
    })
}
