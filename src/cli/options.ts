import { type Command, Option } from 'commander'
import {
  addOrganizationAuditOptions,
  addOrganizationChoice,
  addWaveOptions,
  stopAfter,
  type OrganizationChoice,
} from './organization-options.ts'
import { type Profile, sections, type Section, type Severity } from '../model/index.ts'
import { accountId, endpoint, moment, notEmpty, regions, seconds, subjectId, words } from './values.ts'

/** What every command that talks to AWS takes. */
export interface CommonOptions {
  profile?: string
  region?: string
  endpointUrl?: string
  sandbox?: string
  fresh?: boolean
  config?: string
  as?: Profile
  state?: string
  now?: Date
  callTimeout?: number
  quiet?: boolean
  verbose?: boolean
  plain?: boolean
  color?: boolean
  calls?: boolean
}

export interface AuditOptions extends CommonOptions, OrganizationChoice {
  only?: string[]
  section?: Section
  format?: string
  output?: string
  failOn: Severity
  strict?: boolean
  costExplorer: boolean
  preflight?: boolean
  rootSessions?: boolean
  all?: boolean
  /** A report in a file, instead of looking. */
  from?: string
  /** The findings go to Security Hub. */
  send?: boolean
}

export interface PlanOptions extends CommonOptions, OrganizationChoice {
  only?: string[]
  section?: Section
  format?: string
  out?: string
  costExplorer: boolean
}

export interface ApplyOptions extends PlanOptions {
  /** The account id, instead of typing it. */
  confirm?: string
  passwordTo?: string
  codeStdin?: boolean
  /** The account of an organization that goes first. */
  canary?: string
  /** So many accounts that are not good end it. */
  stopAfter?: number
}

export type SetupOptions = Omit<ApplyOptions, 'out' | 'only' | 'section' | keyof OrganizationChoice>

export interface ActivityOptions extends CommonOptions, OrganizationChoice {
  /** True: named without a value, which is all of them. */
  regions?: string[] | 'all' | true
  rootKeys?: boolean
  format?: string
  output?: string
}

export interface RecoveryOptions extends CommonOptions {
  /** A member of the organization, looked at from its centre. */
  account?: string
  format?: string
  output?: string
}

export const outputFile = (): Option =>
  new Option('--output <file>', 'write it to a file').argParser(notEmpty)

export const stateFolderOption = (does: string): Option =>
  new Option('--state <dir>', does).argParser(notEmpty)

export function addCommonOptions(command: Command): Command {
  return command
    .optionsGroup('Whom to ask:')
    .addOption(new Option('--profile <name>', 'profile of the AWS configuration').argParser(notEmpty))
    .option('--region <region>', 'Region of the session')
    .addOption(
      new Option('--endpoint-url <url>', 'another endpoint than AWS (also AWS_ENDPOINT_URL)').argParser(
        endpoint,
      ),
    )
    .option('--sandbox <scenario>', 'an imitation AWS in this process (neverroot sandbox --list)')
    .option('--fresh', 'with --sandbox: begin the scenario anew')
    .addOption(new Option('--call-timeout <seconds>', 'how long one call may take').argParser(seconds))
    .optionsGroup('What holds:')
    .addOption(
      new Option('--config <file>', 'configuration (default: neverroot.yaml here or upwards)').argParser(
        notEmpty,
      ),
    )
    .addOption(new Option('--as <profile>', 'judge as').choices(['personal', 'business']))
    .addOption(stateFolderOption('where state is kept'))
    .addOption(new Option('--now <time>', 'the clock to judge by').argParser(moment))
    .optionsGroup('How it speaks:')
    .option('--quiet', 'say nothing on the side')
    .option('--verbose', 'say everything')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .option('--calls', 'list the calls before and as they are made')
}

/** Whom to ask, what holds, and what to look at. */
export function addChoiceOptions(command: Command): Command {
  return addCommonOptions(command)
    .optionsGroup('What to look at:')
    .addOption(new Option('--only <ids>', 'these controls only, separated by commas').argParser(words))
    .addOption(new Option('--section <name>', 'this section only').choices(sections))
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
}

/** What other tools read. */
export const toolFormats = ['markdown', 'csv', 'junit', 'sarif', 'ocsf', 'asff'] as const

/** What to look at, and how to write what comes of it. */
export function addLookOptions(command: Command, formats: readonly string[] = []): Command {
  return addChoiceOptions(command)
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(['terminal', 'json', ...formats])
        .default('terminal'),
    )
}

export function addPlanOptions(command: Command): Command {
  return addOrganizationChoice(
    addLookOptions(command).addOption(
      new Option('--out <file>', 'write the plan to a file').argParser(notEmpty),
    ),
  )
    .option('--new', 'with --org: only accounts that joined since the plan that was applied last')
    .option('--resume', 'with --org: carry on with a look that was interrupted')
}

/** How a change is agreed to without a terminal. */
function addConfirm(command: Command): Command {
  return command
    .optionsGroup('Without a terminal:')
    .addOption(
      new Option('--confirm <id>', 'the id of the account (or organization), instead of typing it').argParser(
        subjectId,
      ),
    )
}

export function addApplyOptions(command: Command): Command {
  return addWaveOptions(addConfirm(addOrganizationChoice(addLookOptions(command))))
    .addOption(
      new Option('--password-to <command>', 'run by sh -c: takes the first password on its input').argParser(
        notEmpty,
      ),
    )
    .option(
      '--code-stdin',
      "take AWS's code from standard input; of an organization a line ACCOUNT CODE for each",
    )
    .optionsGroup('After an interruption:')
    .option('--resume', 'carry on with the latest run')
}

export function addSetupOptions(command: Command): Command {
  return addConfirm(addCommonOptions(command))
    .addOption(
      new Option('--password-to <command>', 'run by sh -c: takes the first password on its input').argParser(
        notEmpty,
      ),
    )
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
}

export function addUndoOptions(command: Command): Command {
  return addConfirm(addCommonOptions(command))
    .option('--org', 'what was applied to the organization last, account by account')
    .addOption(stopAfter())
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
}

export function addAuditOptions(command: Command): Command {
  return addOrganizationAuditOptions(addLookOptions(command, ['html', ...toolFormats]))
    .addOption(outputFile())
    .addOption(
      new Option('--from <file>', 'write this report of --format json anew, and do not look').argParser(
        notEmpty,
      ),
    )
    .option('--send', 'with --format asff: import them into Security Hub of this account and Region')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that counts for exit code 1')
        .choices(['critical', 'high', 'medium', 'low'])
        .default('low'),
    )
    .option('--strict', 'every unknown and review counts')
}

export function addActivityOptions(command: Command): Command {
  addCommonOptions(command)
    .optionsGroup('What to look at:')
    .addOption(
      new Option(
        '--regions [names]',
        'these Regions too, separated by commas; all of them: all, or no name',
      ).argParser(regions),
    )
    .option('--root-keys', "what uses root's access keys")
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .addOption(outputFile())
  return addOrganizationChoice(command).addHelpText(
    'after',
    `
Sign-ins, IAM and account changes are recorded in us-east-1, where it looks always; other calls in the Region they
are made in. It reads CloudTrail's event history of 90 days, for which no trail is needed, and changes nothing.`,
  )
}

export function addRecoveryOptions(command: Command): Command {
  return addCommonOptions(command)
    .optionsGroup('What to look at:')
    .addOption(
      new Option(
        '--account <id>',
        'an account of the organization, from its management account or a delegated administrator',
      ).argParser(accountId),
    )
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(['terminal', 'mermaid', 'svg', 'json'])
        .default('terminal'),
    )
    .addOption(outputFile())
    .addHelpText(
      'after',
      `
It reads what an audit reads, changes nothing, and names nobody: people are counted by their part.`,
    )
}

export function addPermissionsOptions(command: Command): Command {
  return command
    .optionsGroup('What it is for:')
    .addOption(new Option('--only <ids>', 'these controls only, separated by commas').argParser(words))
    .addOption(new Option('--section <name>', 'this section only').choices(sections))
    .addOption(
      new Option('--partition <partition>', 'where the account is; it stands in the ARNs')
        .choices(['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc'])
        .default('aws'),
    )
    .optionsGroup('Watching (watch):')
    .addOption(
      new Option('--topic <arn>', 'the SNS topic that notices go to (default: watch.sns.topic)').argParser(
        notEmpty,
      ),
    )
    .addOption(new Option('--config <file>', 'the configuration').argParser(notEmpty))
    .optionsGroup('An organization (org):')
    .addOption(
      new Option('--what <part>', 'one part alone (default: all)').choices(['role', 'stackset', 'central']),
    )
    .addOption(new Option('--trust <arn>', 'the role or user that the read role lets in').argParser(notEmpty))
    .addOption(new Option('--organization-id <id>', 'nobody else is let in').argParser(notEmpty))
    .addOption(
      new Option('--member-roles <names>', 'the roles that may be entered, separated by commas').argParser(
        words,
      ),
    )
    .option('--root-sessions', "also root sessions that read root's credentials")
    .option('--root-addresses', "also changing members' root addresses")
    .option('--remove-roots', "also removing members' root credentials")
    .option('--contacts', "also changing members' contacts where no role lets us in")
    .option('--root-policy', 'also making and attaching the policy that denies root')
    .optionsGroup('What comes out:')
    .addOption(outputFile())
    .option('--quiet', 'say nothing on the side')
    .addHelpText(
      'after',
      `
Each policy fits one managed policy of IAM:
  aws iam create-policy --policy-name neverroot-apply --policy-document file://policy.json
With the one of apply an administrator can be made: give it to nobody who may not be one.
Root's own keys and certificates are not in it: they take a root session, which needs no policy.`,
    )
}
