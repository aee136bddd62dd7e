import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Profile, sections, type Section, type Severity } from '../model/index.ts'

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

export interface AuditOptions extends CommonOptions {
  only?: string[]
  section?: Section
  format?: string
  output?: string
  failOn: Severity
  strict?: boolean
  costExplorer: boolean
}

const words = (value: string): string[] =>
  value
    .split(',')
    .map((w) => w.trim())
    .filter(Boolean)

function moment(value: string): Date {
  const at = new Date(value)
  if (!/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('Give an ISO time such as 2026-11-23T06:30:00Z.')
  return at
}

function endpoint(value: string): string {
  try {
    const { protocol } = new URL(value)
    if (protocol === 'http:' || protocol === 'https:') return value
  } catch {
    // Falls through to the message.
  }
  throw new InvalidArgumentError('Give a URL such as http://127.0.0.1:4566.')
}

function seconds(value: string): number {
  const n = Number(value)
  if (!Number.isFinite(n) || n <= 0) throw new InvalidArgumentError('Give a number of seconds above 0.')
  return n
}

export function addCommonOptions(command: Command): Command {
  return command
    .optionsGroup('Whom to ask:')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--region <region>', 'Region of the session')
    .addOption(
      new Option('--endpoint-url <url>', 'another endpoint than AWS')
        .env('AWS_ENDPOINT_URL')
        .argParser(endpoint),
    )
    .option('--sandbox <scenario>', 'an imitation AWS in this process (neverroot sandbox --list)')
    .option('--fresh', 'with --sandbox: begin the scenario anew')
    .addOption(new Option('--call-timeout <seconds>', 'how long one call may take').argParser(seconds))
    .optionsGroup('What holds:')
    .option('--config <file>', 'configuration (default: neverroot.yaml here or upwards)')
    .addOption(new Option('--as <profile>', 'judge as').choices(['personal', 'business']))
    .option('--state <dir>', 'where state is kept')
    .addOption(new Option('--now <time>', 'the clock to judge by').argParser(moment))
    .optionsGroup('How it speaks:')
    .option('--quiet', 'say nothing on the side')
    .option('--verbose', 'say everything')
    .option('--plain', 'no colour, no signs beyond ASCII')
    .option('--no-color', 'no colour')
    .option('--calls', 'list the calls before and as they are made')
}

export function addAuditOptions(command: Command): Command {
  return addCommonOptions(command)
    .optionsGroup('What to look at:')
    .addOption(new Option('--only <ids>', 'these controls only, separated by commas').argParser(words))
    .addOption(new Option('--section <name>', 'this section only').choices(sections))
    .option('--no-cost-explorer', 'make no Cost Explorer request (USD 0.01 each)')
    .optionsGroup('What comes out:')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['terminal', 'json']).default('terminal'),
    )
    .option('--output <file>', 'write it to a file')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that counts for exit code 1')
        .choices(['critical', 'high', 'medium', 'low'])
        .default('low'),
    )
    .option('--strict', 'every unknown and review counts')
}
