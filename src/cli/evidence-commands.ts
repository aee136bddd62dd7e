import { type Command, InvalidArgumentError, Option } from 'commander'
import { addCommonOptions, notEmpty, stateFolderOption, subjectId } from './options.ts'
import { until } from './until.ts'
import { withWords } from './words-of-command.ts'

/** Adds what keeps and shows people's word: attest, except, evidence. `done` takes the exit code. */
export function addEvidenceCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  addStatementOptions(
    top.command('attest').description('record what only a person can say, until it lapses'),
    'until when it counts: a date, or 90d (default: as long as the control allows)',
  )
    .addOption(new Option('--by <name>', 'who says so').argParser(notEmpty))
    .addOption(new Option('--note <text>', 'what was looked at').argParser(notEmpty))
    .option('--no', 'say that it does not hold')
    .action(async (control, options) => {
      done(await (await import('./commands/attest.ts')).attest(control, options, signal))
    })
  addStatementOptions(
    top.command('except').description('record that somebody answers for a failure, until a date'),
    'until when: a date within a year, or 90d',
  )
    .addOption(new Option('--owner <name>', 'who answers for it').argParser(notEmpty))
    .addOption(new Option('--reason <text>', 'why it is so for now').argParser(notEmpty))
    .option('--withdraw', 'take an exception back')
    .action(async (control, options) => {
      done(await (await import('./commands/except.ts')).except(control, options, signal))
    })
  addEvidence(top, signal, done)
}

const format = () =>
  new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal')

function addStatementOptions(command: Command, expires: string): Command {
  return addCommonOptions(command.argument('[control]', 'id of a control'))
    .addOption(format())
    .optionsGroup('What is recorded:')
    .option('--list', 'show what was recorded, and what has lapsed')
    .addOption(
      new Option('--account <id>', 'about this account, or organization; AWS is not asked').argParser(
        subjectId,
      ),
    )
    .addOption(new Option('--expires <when>', expires).argParser(until))
}

function addEvidence(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const evidence = withWords(
    top
      .command('evidence')
      .description('the ledger of statements: list it, verify it, export it')
      .usage('list|verify|export [options]'),
    ['list', 'verify', 'export'],
  )
  const place = (command: Command) =>
    command
      .option('--sandbox <scenario>', 'the ledger of the runs on this sandbox')
      .addOption(stateFolderOption('where state is kept'))
      .option('--plain', 'no colour, no signs beyond ASCII')
      .option('--no-color', 'no colour')
      .addOption(format())
  place(evidence.command('list').description('every entry'))
    .addOption(new Option('--account <id>', 'only about this account').argParser(subjectId))
    .action(async (options) => {
      done(await (await import('./commands/evidence.ts')).evidenceList(options))
    })
  place(evidence.command('verify').description('find whatever was changed'))
    .argument('[file]', 'a ledger.jsonl (default: your own)')
    .addOption(new Option('--head <hash>', 'compare with a head that was kept elsewhere').argParser(hash))
    .action(async (file, options) => {
      done(await (await import('./commands/evidence.ts')).evidenceVerify(file, options))
    })
  addCommonOptions(evidence.command('export').description('a folder that an auditor can check'))
    .argument('<dir>', 'a new folder')
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
    .action(async (folder, options) => {
      done(await (await import('./commands/evidence-export.ts')).evidenceExport(folder, options, signal))
    })
}

function hash(value: string): string {
  if (!/^[0-9a-f]{64}$/i.test(value.trim()))
    throw new InvalidArgumentError('Give the 64 digits that evidence verify prints as the head.')
  return value.trim().toLowerCase()
}
