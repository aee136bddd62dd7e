import { loadConfiguration } from '../../config/load.ts'
import {
  checkTopic,
  mostPolicyCharacters,
  permissionPolicy,
  permitted,
  type Permitted,
  policyCharacters,
  UserError,
} from '../../index.ts'
import type { Section } from '../../model/index.ts'
import { checkIds } from '../control-ids.ts'
import { checkOutput, emit, say } from '../output.ts'
import { nearest } from '../suggest.ts'
import type { OrganizationPart } from './permissions-org.ts'

export interface PermissionsOptions {
  only?: string[]
  section?: Section
  partition?: string
  output?: string
  quiet?: boolean
  /** Of `watch` alone. */
  topic?: string
  config?: string
  /** Of `org` alone: which part, whom the read role trusts, and how members are entered. */
  what?: OrganizationPart
  trust?: string
  organizationId?: string
  memberRoles?: string[]
  rootSessions?: boolean
  rootAddresses?: boolean
  removeRoots?: boolean
  contacts?: boolean
  rootPolicy?: boolean
}

/** Prints the least IAM policy that a command needs, as JSON; how to use it goes to stderr. */
export async function permissions(what: string, options: PermissionsOptions): Promise<number> {
  if (options.only) checkIds(options.only)
  if (what === 'org') return (await import('./permissions-org.ts')).permissionsOrg(options)
  const command = checkCommand(what)
  checkOrganizationOptions(command, options)
  if (command === 'activity' || command === 'recovery' || command.startsWith('drill-'))
    checkNoChoice(command, options)
  if (command !== 'watch' && options.topic !== undefined)
    throw new UserError(
      'bad-usage',
      `--topic is about watch, and permissions ${command} sends nothing.`,
      'Write: neverroot permissions watch --topic ARN',
    )
  await checkOutput(options.output)
  const topic = command === 'watch' ? await topicOf(options) : undefined
  const { drills } =
    command === 'drill-contacts' ? (await loadConfiguration(options.config)).configuration : {}
  const policy = permissionPolicy(command, { ...options, topic, ...(drills ? { drills } : {}) })
  await emit(`${JSON.stringify(policy, null, 2)}\n`, options.output)
  if (options.output && !options.quiet)
    say(
      [
        `Written to ${options.output}: ${policyCharacters(policy)} of the ${mostPolicyCharacters} characters that a managed policy may have.`,
        `Make it one: aws iam create-policy --policy-name neverroot-${command} --policy-document file://${options.output}`,
      ].join('\n'),
    )
  return 0
}

/** The topic that notices go to: named here, or in the configuration. */
async function topicOf({ topic, config }: PermissionsOptions): Promise<string | undefined> {
  const named = topic ?? (await loadConfiguration(config)).configuration.watch?.sns?.topic
  return named === undefined ? undefined : checkTopic(named)
}

function checkCommand(what: string): Permitted {
  const known = permitted.find((command) => command === what)
  if (known) return known
  const near = nearest(what, [...permitted, 'org'])
  throw new UserError(
    'no-such-permissions',
    `There are no permissions to print for "${what}".`,
    near
      ? `Did you mean neverroot permissions ${near}?`
      : `There is: ${[...permitted, 'org'].map((command) => `neverroot permissions ${command}`).join(', ')}.`,
  )
}

/** A policy that looks narrower than what was asked for would be a lie. */
function checkNoChoice(command: Permitted, { only, section }: PermissionsOptions): void {
  if (only === undefined && section === undefined) return
  throw new UserError(
    'bad-usage',
    `${only === undefined ? '--section' : '--only'} chooses controls, and ${command} has none.`,
    `Leave it away: neverroot permissions ${command}`,
  )
}

/** Whoever names a role to trust expects it in what is printed. */
function checkOrganizationOptions(command: Permitted, options: PermissionsOptions): void {
  const names = [
    'what',
    'trust',
    'organizationId',
    'memberRoles',
    'rootSessions',
    'rootAddresses',
    'removeRoots',
    'rootPolicy',
    'contacts',
  ] as const
  const given = names.find((name) => options[name] !== undefined)
  if (given === undefined) return
  const option = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new UserError(
    'bad-usage',
    `${option} is about an organization, and permissions ${command} about one account.`,
    `Write it with org: neverroot permissions org ${option} ...`,
  )
}
