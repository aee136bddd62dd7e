import { type Command, Option } from 'commander'
import { addCommonOptions } from './options.ts'
import { subjectId } from './values.ts'

/** Adds what shows kept audits: history, history diff. `done` takes the exit code. */
export function addHistoryCommands(top: Command, done: (exit: number) => void): void {
  const common = (command: Command) =>
    addCommonOptions(command)
      .addOption(
        new Option('--format <format>', 'how to write it; markdown: of diff')
          .choices(['terminal', 'json', 'markdown'])
          .default('terminal'),
      )
      .addOption(new Option('--account <id>', 'of this account, or organization, alone').argParser(subjectId))
  const history = common(
    top.command('history').description('the audits that are kept, and what changed between two'),
  ).action(async (options) => {
    done(await (await import('./commands/history.ts')).historyList(options))
  })
  common(
    history
      .command('diff')
      .description('what became of each finding between two of them')
      .argument('<a>', 'an id, latest or previous')
      .argument('<b>', 'an id, latest or previous'),
  ).action(async (a: string, b: string, _options, command: Command) => {
    done(await (await import('./commands/history.ts')).historyDiff(a, b, command.optsWithGlobals()))
  })
}
