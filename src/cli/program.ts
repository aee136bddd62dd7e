import { Command, CommanderError, Option } from 'commander'
import { UserError } from '../model/index.ts'
import { tool } from '../version.ts'
import { addDrillCommands } from './drill-commands.ts'
import { addEvidenceCommands } from './evidence-commands.ts'
import { addExportCommands } from './export-commands.ts'
import { addGuardCommands } from './guard-commands.ts'
import { addHistoryCommands } from './history-commands.ts'
import { addServeCommand } from './serve-command.ts'
import {
  addActivityOptions,
  addApplyOptions,
  addAuditOptions,
  addCommonOptions,
  addPermissionsOptions,
  addPlanOptions,
  addRecoveryOptions,
  addSetupOptions,
  addUndoOptions,
  stateFolderOption,
} from './options.ts'
import { accountId, moment, oneMore, wholeNumber, wholeNumberFrom } from './values.ts'
import { nearest } from './suggest.ts'
import { usageError } from './usage.ts'
import { addWatchOptions } from './watch-options.ts'

/** Runs the command line and gives the exit code. Throws UserError for a mistake on it. Commands load when they are called, so that --help is quick. */
export async function program(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let exit = 0
  const top = new Command('neverroot')
    .description(
      'Takes an AWS account from neglected to locked down, so that nobody ever needs the root user again.',
    )
    .version(tool.version, '-V, --version')
    .helpCommand('help [command]', 'how to write a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      'after',
      '\nTry it without AWS: neverroot demo\nIt never asks for a root password, an access key or an MFA code.',
    )

  addCommonOptions(top.command('welcome', { isDefault: true, hidden: true })).action(async (options) => {
    exit = await (await import('./commands/welcome.ts')).welcome(options, signal, () => top.outputHelp())
  })

  addAuditOptions(
    top.command('audit').description('look at everything that root security rests on; change nothing'),
  ).action(async (options) => {
    exit = await (await import('./commands/audit.ts')).auditCommand(options, signal)
  })
  addPlanOptions(top.command('plan').description('what would be fixed and how; never writes to AWS')).action(
    async (options) => {
      exit = await (await import('./commands/plan.ts')).planCommand(options, signal)
    },
  )
  addApplyOptions(
    top
      .command('apply')
      .description('perform exactly that plan, then look again; asks for the account id first')
      .argument('[plan.json]', 'a plan from plan --out (default: one made now, and shown)'),
  ).action(async (file, options) => {
    exit = await (await import('./commands/apply.ts')).applyCommand(file, options, signal)
  })
  addUndoOptions(
    top
      .command('undo')
      .description('take back what a run did, last step first')
      .argument('[run]', 'default: the latest'),
  ).action(async (run, options) => {
    exit = await (await import('./commands/undo.ts')).undoCommand(run, options, signal)
  })
  addSetupOptions(
    top.command('setup').description('the guided journey; stop at any time, carry on later'),
  ).action(async (options) => {
    exit = await (await import('./commands/setup.ts')).setupCommand(options, signal)
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
  addActivityOptions(
    top
      .command('activity')
      .description('what root did in the last 90 days, told apart by kind, planned or not'),
  ).action(async (options) => {
    exit = await (await import('./commands/activity.ts')).activityCommand(options, signal)
  })
  addWatchOptions(
    top.command('watch').description('audits again and again, and reports only what changed'),
  ).action(async (options) => {
    exit = await (await import('./commands/watch.ts')).watchCommand(options, signal)
  })
  addRecoveryOptions(
    top.command('recovery').description('who can become root: the recovery graph, and how few suffice'),
  ).action(async (options) => {
    exit = await (await import('./commands/recovery.ts')).recoveryCommand(options, signal)
  })
  addDrillCommands(top, signal, (code) => (exit = code))
  addEvidenceCommands(top, signal, (code) => (exit = code))
  addExportCommands(top, signal, (code) => (exit = code))
  addGuardCommands(top, signal, (code) => (exit = code))
  addHistoryCommands(top, (code) => (exit = code))
  addServeCommand(top, signal, (code) => (exit = code))
  addPermissionsOptions(
    top
      .command('permissions')
      .description('the least IAM policy for a command, generated')
      .argument(
        '<command>',
        'audit, plan, apply (which also takes back what it did), activity, drill-alarm, drill-contacts, recovery, watch, or org',
      ),
  ).action(async (what, options) => {
    exit = await (await import('./commands/permissions.ts')).permissions(what, options)
  })
  top
    .command('sandbox')
    .description('an imitation AWS on a loopback port')
    .argument('[scenario]', 'which world (default: neglected-personal)')
    .option('--list', 'the scenarios')
    .option('--act <act>', 'do what a person does outside any API, and end (several times)', oneMore)
    .option('--list-acts', 'what a person can do')
    .addOption(new Option('--port <n>', 'port (default: any free one)').argParser(wholeNumber(65_535)))
    .option('--as-root', "hand out root's session instead of the scenario's caller")
    .addOption(new Option('--account <id>', 'account id of the world').argParser(accountId))
    .addOption(
      new Option('--accounts <n>', 'how many accounts an enterprise has (default: 200)').argParser(
        wholeNumberFrom(1, 20_000),
      ),
    )
    .addOption(
      new Option('--seed <n>', 'which enterprise of that size (default: 1)').argParser(
        wholeNumber(999_999_999),
      ),
    )
    .addOption(
      new Option('--quotas <whose>', 'keep to the request rates that AWS publishes').choices(['aws']),
    )
    .addOption(
      new Option('--latency <ms>', 'each answer waits so long, parallel ones in parallel').argParser(
        wholeNumber(60_000),
      ),
    )
    .option('--faults <spec>', 'throttle=0.05,5xx=0.01,drop=0.005,expire-after=N,deny=iam:GetAccountSummary')
    .option('--no-verify', 'do not check signatures')
    .addOption(stateFolderOption('where the world is kept'))
    .option('--fresh', 'begin the scenario anew')
    .addOption(new Option('--now <time>', "the world's clock").argParser(moment))
    .action(async (scenario, options) => {
      exit = await (await import('./commands/sandbox.ts')).sandboxCommand(scenario, options, signal)
    })
  top
    .command('demo')
    .description('audit, plan, apply and the difference, on an imitation of AWS')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .action(async (options) => {
      exit = await (await import('./commands/demo.ts')).demo(options, signal)
    })

  // The SDK and the AWS CLI take an empty variable for none.
  if (process.env.AWS_ENDPOINT_URL === '') delete process.env.AWS_ENDPOINT_URL
  const commands = top.commands.map((command) => command.name())
  const first = argv[2]
  if (first !== undefined && !first.startsWith('-')) checkCommand(first, [...commands, 'help'])
  if (first === 'help' && argv[3] !== undefined) checkCommand(argv[3], commands)
  try {
    await top.parseAsync(argv)
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version are no mistake.
    if (error.exitCode === 0) return 0
    throw usageError(error.message, first !== undefined && commands.includes(first) ? first : undefined)
  }
}

/** Said before anything else: with a slip in the command's name, Commander would only find its options unknown. */
function checkCommand(word: string, commands: readonly string[]): void {
  if (commands.includes(word)) return
  const near = nearest(word, commands)
  throw new UserError(
    'no-such-command',
    `There is no command "${word}".`,
    near ? `Did you mean neverroot ${near}? All of them: neverroot --help` : 'All of them: neverroot --help',
  )
}
