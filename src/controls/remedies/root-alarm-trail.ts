/** What stands before any alarm through EventBridge: a trail. */
import type { RegionPart } from '../../facts/root-alarm-parts.ts'
import type { Procedure } from '../../model/index.ts'
import { list } from '../support/words.ts'

/** Nothing is built where no trail logs: EventBridge would hear nothing, and the alarm would only look like one. */
export const trailFirst: Procedure = {
  title: 'A trail first',
  steps: [
    'Open CloudTrail in the home Region, in an organization that of the management account, and make a trail for all Regions.',
    'Let it log management events, read and write. The first copy of management events costs only its storage.',
    'See that its status says "Logging".',
    'Plan again: neverroot plan. The topic, the rules and who gets the mail are planned from here.',
  ],
  link: 'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails',
  see: 'a trail for all Regions that is logging.',
}

/** What is waited for, as a text. */
export const noTrail = (parts: readonly RegionPart[]): string =>
  `first a trail must log management events, read and write, in ${list(
    parts.map(({ region }) => region),
    20,
  )}: without one no rule hears anything there`
