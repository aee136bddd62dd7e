/** What `watch` takes. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { everyWords, secondsOf, type Section } from '../model/index.ts'
import { addLookOptions, type CommonOptions, outputFile } from './options.ts'
import { notEmpty } from './values.ts'
import { addOrganizationChoice, type OrganizationChoice } from './organization-options.ts'

export interface WatchCommandOptions extends CommonOptions, OrganizationChoice {
  only?: string[]
  section?: Section
  format?: string
  costExplorer: boolean
  rootSessions?: boolean
  once?: boolean
  /** Seconds. */
  every?: number
  output?: string
  /** `-`: standard input. */
  events?: string
  send?: boolean
  topic?: string
}

function interval(value: string): number {
  const seconds = secondsOf(value)
  if (seconds === undefined) throw new InvalidArgumentError(`This ${everyWords}.`)
  return seconds
}

function standardInput(value: string): string {
  if (value !== '-') throw new InvalidArgumentError('Give -: events are read from standard input.')
  return value
}

export function addWatchOptions(command: Command): Command {
  addLookOptions(command)
    .addOption(outputFile())
    .optionsGroup('When:')
    .option('--once', 'one pass, for cron or CI')
    .addOption(
      new Option(
        '--every <interval>',
        'between two passes, such as 30m or 6h (default: watch.every, or 1d)',
      ).argParser(interval),
    )
    .addOption(
      new Option(
        '--events <->',
        'EventBridge events as JSON lines on standard input: each leads to the controls it concerns',
      ).argParser(standardInput),
    )
    .optionsGroup('Who hears of it:')
    .option(
      '--send',
      'also the webhook, channel, mailboxes and topic that neverroot.yaml declares under watch',
    )
    .addOption(
      new Option('--topic <arn>', 'an SNS topic, with --send (default: watch.sns.topic)').argParser(notEmpty),
    )
  return addOrganizationChoice(command)
    .option('--root-sessions', "where no role lets us in, a root session that reads root's credentials")
    .addHelpText(
      'after',
      `
The first pass only remembers; from then on what changed is told, once. Exit code 0: no drift; 1: drift.`,
    )
}
