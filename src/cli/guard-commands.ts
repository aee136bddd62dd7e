import { type Command, Option } from 'commander'
import { addCommonOptions, notEmpty, outputFile } from './options.ts'
import { addOrganizationChoice } from './organization-options.ts'
import { withWords } from './words-of-command.ts'

const names = ['show', 'test', 'footprint'] as const

/** Adds `guard show|test|footprint`. `done` takes the exit code. */
export function addGuardCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const parent = withWords(
    top
      .command('guard')
      .description('what control policies leave to root: decisions, and the root threat footprint')
      .usage(`${names.join('|')} [options]`),
    names,
  )
  addOutputOptions(
    parent
      .command('test')
      .description('what control policies decide about named requests; asks AWS nothing')
      .addOption(policiesFile().makeOptionMandatory())
      .addOption(
        new Option('--cases <file>', 'the requests, and what is expected of each')
          .argParser(notEmpty)
          .makeOptionMandatory(),
      ),
  ).action(async (options) => {
    done(await (await import('./commands/guard-test.ts')).guardTest(options))
  })
  addReading(
    parent
      .command('footprint')
      .description('which AWS actions control policies leave to root, from a file or with --org')
      .addOption(policiesFile()),
  ).action(async (options) => {
    done(await (await import('./commands/guard-footprint.ts')).guardFootprint(options, signal))
  })
  addReading(
    parent
      .command('show')
      .description('the control policies attached in the organization, and what each takes from root'),
  ).action(async (options) => {
    done(await (await import('./commands/guard-show.ts')).guardShow(options, signal))
  })
}

/** What reads from AWS takes. */
const addReading = (command: Command): Command =>
  addOrganizationChoice(
    addCommonOptions(command.allowExcessArguments(false))
      .optionsGroup('What comes out:')
      .addOption(format())
      .addOption(outputFile()),
  )

const policiesFile = (): Option =>
  new Option('--policies <file>', 'the control policies on the way from the root to an account').argParser(
    notEmpty,
  )

const format = (): Option =>
  new Option('--format <format>', 'how to write it').choices(['text', 'json']).default('text')

function addOutputOptions(command: Command): Command {
  return command
    .allowExcessArguments(false)
    .optionsGroup('What comes out:')
    .addOption(format())
    .addOption(outputFile())
    .option('--verbose', 'more of it')
    .option('--quiet', 'say nothing on the side')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
}
