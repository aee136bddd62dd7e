import { type Command, InvalidArgumentError, Option } from 'commander'
import { addCommonOptions, outputFile, stateFolderOption } from './options.ts'
import { notEmpty, oneMore, subjectId } from './values.ts'
import { custodyPlaces } from '../model/index.ts'
import { managers } from './password/managers.ts'
import { until } from './until.ts'
import { withWords } from './words-of-command.ts'

/** Adds what keeps and shows people's word: attest, except, custody, evidence. `done` takes the exit code. */
export function addEvidenceCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  addStatementOptions(
    top.command('attest').description('record what only a person can say, until it lapses'),
    'until when it counts: a date, or 90d (default: as long as the control allows)',
  )
    .addOption(new Option('--by <name>', 'who says so').argParser(notEmpty))
    .addOption(new Option('--note <text>', 'what was looked at').argParser(notEmpty))
    .option('--no', 'say that it does not hold')
    .optionsGroup('Of a password, checked before it is recorded (names are listed, no entry is opened):')
    .addOption(
      new Option('--entry <name>', 'the password manager has an entry of this name').argParser(notEmpty),
    )
    .addOption(new Option('--manager <which>', 'which one').choices(managers))
    .addOption(new Option('--database <file>', 'of KeePassXC').argParser(notEmpty))
    .addOption(
      new Option('--key-file <file>', 'what opens that database without a password').argParser(notEmpty),
    )
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
  addCustody(top, signal, done)
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

function addCustody(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  addCommonOptions(
    top
      .command('custody')
      .description("the register of root's hardware keys: where each lies, with whom, under which seal"),
  )
    .addOption(format())
    .optionsGroup('What to do (one of them):')
    .option('--add', 'record a key; at a terminal it asks for what is missing')
    .option('--list', 'show the register, and what has lapsed')
    .addOption(new Option('--renew <label>', 'its seal was looked at').argParser(notEmpty))
    .addOption(new Option('--retire <label>', 'it is no longer a key of root').argParser(notEmpty))
    .addOption(
      new Option(
        '--sheet <label>',
        'a page to print: for the envelope, the key, and when it is needed',
      ).argParser(notEmpty),
    )
    .optionsGroup('What is recorded:')
    .addOption(new Option('--label <text>', 'what is written on the key').argParser(notEmpty))
    .addOption(
      new Option('--serial-last4 <text>', 'the last four characters of its serial, never more').argParser(
        notEmpty,
      ),
    )
    .addOption(
      new Option('--place <kind>', `what kind of place it lies in: ${custodyPlaces.join(', ')}`).argParser(
        notEmpty,
      ),
    )
    .addOption(
      new Option('--custodian <name>', 'one of its two custodians; give it twice').argParser(oneMore),
    )
    .addOption(
      new Option('--seal <text>', 'number of the seal, or what is written over it').argParser(notEmpty),
    )
    .option('--seal-whole', 'with --renew: both looked, and the seal is whole')
    .addOption(new Option('--reason <text>', 'with --retire: why').argParser(notEmpty))
    .addOption(new Option('--account <id>', 'of this account; AWS is not asked').argParser(subjectId))
    .addOption(new Option('--expires <when>', 'sooner than in 180 days: a date, or 90d').argParser(until))
    .addOption(outputFile())
    .action(async (options) => {
      done(await (await import('./commands/custody.ts')).custody(options, signal))
    })
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
