import { Command, CommanderError } from 'commander'
import { tool } from '../version.ts'
import { couldNotRun } from './exit.ts'
import { addAuditOptions, addCommonOptions } from './options.ts'
import { say } from './output.ts'

/** Runs the command line and gives the exit code. Commands load when they are called, so that --help is quick. */
export async function program(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let exit = 0
  const top = new Command('neverroot')
    .description(
      'Takes an AWS account from neglected to locked down, so that nobody ever needs the root user again.',
    )
    .version(tool.version, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: (text) => say(text.trimEnd().replace(/^error: /, 'neverroot: ')) })
    .addHelpText(
      'after',
      '\nTry it without AWS: neverroot demo\nIt never asks for a root password, an access key or an MFA code.',
    )

  addCommonOptions(top.command('welcome', { isDefault: true, hidden: true }))
    .action(async (options, command: Command) => {
      if (command.args.length > 0)
        command.error(`error: unknown command '${command.args[0]}'\nSee: neverroot --help`)
      exit = await (await import('./commands/welcome.ts')).welcome(options, signal, () => top.outputHelp())
    })
    .allowExcessArguments()

  addAuditOptions(
    top.command('audit').description('look at everything that root security rests on; change nothing'),
  ).action(async (options) => {
    exit = await (await import('./commands/audit.ts')).auditCommand(options, signal)
  })
  top
    .command('explain')
    .description('why a control matters, how it is judged, what it cannot know, how to fix it by hand')
    .argument('[control|topic]', 'without it: what there is')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .action(async (name, options) => {
      exit = await (await import('./commands/explain.ts')).explain(name, options)
    })
  top
    .command('permissions')
    .description('the least IAM policy for a command, generated')
    .argument('<command>', 'audit')
    .option('--output <file>', 'write it to a file')
    .action(async (what, options) => {
      exit = await (await import('./commands/permissions.ts')).permissions(what, options)
    })
  top
    .command('sandbox')
    .description('an imitation AWS on a loopback port')
    .argument('[scenario]', 'which world (default: neglected-personal)')
    .option('--list', 'the scenarios')
    .option('--port <n>', 'port (default: any free one)')
    .option('--as-root', "hand out root's session instead of the scenario's caller")
    .option('--account <id>', 'account id of the world')
    .option('--latency <ms>', 'wait before each answer')
    .option('--faults <spec>', 'throttle=0.05,5xx=0.01,drop=0.005,expire-after=N,deny=iam:GetAccountSummary')
    .option('--no-verify', 'do not check signatures')
    .option('--state <dir>', 'where the world is kept')
    .option('--fresh', 'begin the scenario anew')
    .option('--now <time>', "the world's clock")
    .action(async (scenario, options) => {
      exit = await (await import('./commands/sandbox.ts')).sandboxCommand(scenario, options, signal)
    })
  top
    .command('demo')
    .description('a neglected personal and a neglected business account, audited without AWS')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .action(async (options) => {
      exit = await (await import('./commands/demo.ts')).demo(options, signal)
    })

  try {
    await top.parseAsync(argv)
    return exit
  } catch (error) {
    // Commander has written what was wrong; help and version are no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : couldNotRun
    throw error
  }
}
