/** What commands take that look at a whole organization. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { UserError } from '../model/index.ts'

/** Which accounts of an organization. */
export interface OrganizationChoice {
  org?: boolean
  accounts?: string[]
  ou?: string[]
  exclude?: string[]
  resume?: boolean
  new?: boolean
}

const parts = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const account = (value: string): string => {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError('Give 12 digits, such as 111111111111.')
  return value
}

/** Several, separated by commas, or the option given several times: a unit's path may hold spaces. */
function several(value: string, before: readonly string[] = []): string[] {
  const given = parts(value)
  if (given.length === 0) throw new InvalidArgumentError('Give a value, or leave the option away.')
  return [...before, ...given]
}

/** Which accounts of the organization. */
export function addOrganizationChoice(command: Command): Command {
  return command
    .optionsGroup('The whole organization:')
    .option('--org', 'every account, from the management account or a delegated administrator')
    .addOption(
      new Option('--accounts <ids>', 'these accounts only, separated by commas').argParser((value) =>
        several(value).map(account),
      ),
    )
    .addOption(
      new Option('--ou <unit>', 'this unit and all below it: its id, or Root/Workloads/Prod').argParser(
        several,
      ),
    )
    .addOption(new Option('--exclude <what>', 'without these accounts and units').argParser(several))
}

/** What an audit of an organization takes besides. */
export function addOrganizationAuditOptions(command: Command): Command {
  return addOrganizationChoice(command)
    .option('--preflight', 'only say what it would see, ask, cost and take, and what is missing')
    .option('--root-sessions', "where no role lets us in, a root session that reads root's credentials")
    .option('--all', 'what passes and what does not apply, for members too')
    .option('--resume', 'carry on with an audit that was interrupted')
}

/** How applying a plan goes through many accounts. */
export function addWaveOptions(command: Command): Command {
  return command
    .optionsGroup('Many accounts:')
    .addOption(new Option('--canary <account>', 'the account that goes first').argParser(account))
    .addOption(stopAfter())
}

/** When changing many accounts ends early. */
export const stopAfter = (): Option =>
  new Option('--stop-after <n>', 'so many accounts that are not good end it (default: 1)').argParser(
    (value) => {
      if (/^[1-9]\d{0,5}$/.test(value)) return Number(value)
      throw new InvalidArgumentError('Give a whole number from 1.')
    },
  )

/** The choice, as the API takes it. */
export const choiceOf = ({ accounts, ou, exclude }: OrganizationChoice) => ({
  ...(accounts ? { accounts } : {}),
  ...(ou ? { units: ou } : {}),
  ...(exclude ? { exclude } : {}),
})

/**
 * What only an organization has says nothing about one account: refused, since half of it would be left out in silence.
 * Throws UserError where one of `names` is given without --org.
 */
export function onlyWithOrg<T extends OrganizationChoice>(
  command: string,
  options: T,
  names: readonly (keyof T & string)[],
): void {
  if (options.org) return
  const given = names.find((name) => options[name] !== undefined)
  if (given === undefined) return
  const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new UserError(
    'bad-usage',
    `${flag} is about an organization.`,
    `Write it with --org: neverroot ${command} --org ${flag} ...`,
  )
}
