import { type Command, Option } from 'commander'
import { addCommonOptions } from './options.ts'
import { notEmpty, wholeNumberFrom } from './values.ts'

/** Adds `serve`. `done` takes the exit code. */
export function addServeCommand(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  addCommonOptions(
    top
      .command('serve')
      .description('the page, served on this machine alone: look, plan, apply, answer')
      .argument('[report.json]', 'show this report of audit --format json, and nothing else'),
  )
    .optionsGroup('What the page is about:')
    .option('--org', 'every account, from the management account or a delegated administrator')
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
    .optionsGroup('How it is served:')
    .addOption(new Option('--port <n>', 'port (default: any free one)').argParser(wholeNumberFrom(1, 65_535)))
    .option('--read-only', 'the page looks, and does nothing else')
    .option('--no-open', 'open no browser')
    .addOption(
      new Option('--password-to <command>', 'run by sh -c: takes the first password on its input').argParser(
        notEmpty,
      ),
    )
    .addHelpText(
      'after',
      `
The address that is printed can be opened once. The server listens on 127.0.0.1, asks nobody but AWS, and ends with
Ctrl-C, or when nobody has asked it for anything for an hour.`,
    )
    .action(async (file, options) => {
      done(await (await import('./commands/serve.ts')).serveCommand(file, options, signal))
    })
}
