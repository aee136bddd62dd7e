import { type Command, Option } from 'commander'
import { addCommonOptions, outputFile } from './options.ts'
import { notEmpty } from './values.ts'
import { addOrganizationChoice } from './organization-options.ts'
import { withWords } from './words-of-command.ts'

const names = ['show', 'test', 'footprint', 'policy'] as const

/** Adds `guard show|test|footprint|policy`. `done` takes the exit code. */
export function addGuardCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const parent = withWords(
    top
      .command('guard')
      .description('what control policies leave to root: decisions, and the root threat footprint')
      .usage(`${names.join('|')} [options]`),
    names,
  )
  addReading(
    parent
      .command('test')
      .description(
        'what control policies decide about named requests: of a file, attached, or a draft before it is attached',
      )
      .addOption(policiesFile())
      .addOption(
        new Option('--cases <file>', 'the requests, and what is expected of each').argParser(notEmpty),
      )
      .optionsGroup('Before you attach it:')
      .addOption(
        new Option('--draft <file>', 'a policy: what would change if it were attached').argParser(notEmpty),
      )
      .addOption(
        new Option('--at <place>', "where: root, a unit's id or path, or an account's id").argParser(
          notEmpty,
        ),
      )
      .addOption(new Option('--type <type>', 'what it is (default: scp)').choices(['scp', 'rcp'])),
  ).action(async (options) => {
    done(await (await import('./commands/guard-test.ts')).guardTest(options, signal))
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
  addPolicy(parent.command('policy')).action(async (kind: string | undefined, options) => {
    done(await (await import('./commands/guard-policy.ts')).guardPolicy(kind, options))
  })
}

/** Prints what we would write; asks AWS nothing. */
const addPolicy = (command: Command): Command =>
  command
    .description('a service control policy about root, ready to attach: root-deny or root-allow-list')
    .usage('root-deny|root-allow-list [options]')
    .argument('[which]')
    .addOption(
      new Option(
        '--administrator <name>',
        'the IAM user that root may make and reset (default: administrator.name of neverroot.yaml)',
      ).argParser(notEmpty),
    )
    .addOption(
      new Option('--partition <partition>', 'where the organization is; it stands in the ARNs')
        .choices(['aws', 'aws-us-gov', 'aws-eusc'])
        .default('aws'),
    )
    .addOption(new Option('--config <file>', 'the configuration').argParser(notEmpty))
    .optionsGroup('What comes out:')
    .addOption(outputFile())
    .option('--quiet', 'say nothing on the side')

/** What reads from AWS takes. */
const addReading = (command: Command): Command =>
  addOrganizationChoice(
    addCommonOptions(command).optionsGroup('What comes out:').addOption(format()).addOption(outputFile()),
  )

const policiesFile = (): Option =>
  new Option('--policies <file>', 'the control policies on the way from the root to an account').argParser(
    notEmpty,
  )

const format = (): Option =>
  new Option('--format <format>', 'how to write it').choices(['text', 'json']).default('text')
