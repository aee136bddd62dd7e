import {
  type Cell,
  type Check,
  type Eta,
  type OrganizationSight,
  type Preflight,
  type PreflightCheck,
  preflightChecks,
  type Status,
  type Viewpoint,
} from '../model/index.ts'
import { beside, clip, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

/** What must be so, as a sentence that is true where it is. */
const good: Record<PreflightCheck, string> = {
  'caller-is-not-root': 'the caller is not root',
  'accounts-are-listed': 'accounts are listed',
  'all-features': 'the organization has all features',
  'trusted-access-account': 'trusted access for account.amazonaws.com',
  'trusted-access-iam': 'trusted access for iam.amazonaws.com',
  'root-credentials-management': 'root credentials are managed centrally',
  'root-sessions': 'root sessions are on',
  'members-let-us-in': 'members let us in',
}

const seen: Record<OrganizationSight, string> = {
  accounts: 'accounts, addresses',
  contacts: 'contacts of members',
  'root-features': 'central root access',
  'root-sessions': 'root sessions',
  'payer-budgets': "the payer's budgets",
  costs: 'costs of everybody',
  policies: 'policies',
  'identity-center': 'Identity Center',
}

/** The preflight as text: what must be so, who sees what, who was tried, what it takes, and each gap with its command. */
export function preflightText(given: Preflight, style: Style): string {
  const p = paletteOf(style)
  const told = tame(given, style.ascii)
  const lines = [
    ...heading(told, p, style),
    ...checks(told, p, style),
    ...whoSeesWhat(told, p, style),
    ...tried(told, p, style),
    ...whatItTakes(told, p, style),
    ...gaps(told, p, style),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const number = (n: number) => n.toLocaleString('en-US')

function heading({ organization, caller, vantage, at, gaps }: Preflight, p: Palette, style: Style): string[] {
  return [
    '',
    ...beside(style.width, [
      { text: ` ${organization.id}`, paint: p.bold },
      { text: `before an audit, from ${caller.account} (${vantage})` },
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    '',
    gaps.length === 0 ? ' Nothing that was looked for is missing' : ` ${p.bold(count(gaps.length, 'gap'))}`,
  ]
}

const statusOf: Record<Check['is'], Status> = { yes: 'pass', no: 'fail', unknown: 'unknown' }

function checks({ checks }: Preflight, p: Palette, style: Style): string[] {
  return [
    '',
    ` ${p.bold('What must be so')}`,
    ...preflightChecks.flatMap((name) => {
      const { is, why } = checks[name]
      const words = is === 'unknown' ? `${good[name]}: cannot tell${why ? `, ${why}` : ''}` : good[name]
      const prefix = '  x '
      return hanging(prefix, words, style).map((line, i) =>
        i === 0 ? `  ${p.sign(statusOf[is])} ${line.slice(prefix.length)}` : line,
      )
    }),
  ]
}

const labelWidth = 22
const cellWidth = 18

/** A table of as many columns as fit, and another one below for the rest. */
function whoSeesWhat({ matrix }: Preflight, p: Palette, style: Style): string[] {
  const room = Math.max(1, Math.floor((style.width - 2 - labelWidth) / cellWidth))
  const notes: string[] = []
  const noteOf = (what: string) => {
    if (!notes.includes(what)) notes.push(what)
    return notes.indexOf(what) + 1
  }
  const cell = (of: Cell) => {
    const text =
      of.sees === 'needs' ? `needs ${noteOf(of.what)}` : of.sees === 'unknown' ? 'cannot tell' : of.sees
    const status: Status = of.sees === 'yes' ? 'pass' : of.sees === 'no' ? 'not-applicable' : 'unknown'
    return p.status(status, text.padEnd(cellWidth))
  }
  const tables: string[] = []
  for (let from = 0; from < matrix.viewpoints.length; from += room) {
    const shown = matrix.viewpoints.slice(from, from + room)
    const row = (label: string, texts: readonly string[]) =>
      `  ${label.padEnd(labelWidth)}${texts.map((text) => clip(text, cellWidth - 1, p.ellipsis).padEnd(cellWidth)).join('')}`
    tables.push(
      ...(from > 0 ? [''] : []),
      row(
        '',
        shown.map(({ account }) => account),
      ),
      row('', shown.map(roleOf)),
      ...matrix.rows.map(
        ({ sight, cells }) =>
          `  ${seen[sight].padEnd(labelWidth)}${cells
            .slice(from, from + room)
            .map(cell)
            .join('')}`,
      ),
    )
  }
  return [
    '',
    ` ${p.bold('Who sees what')}`,
    ...tables,
    ...notes.flatMap((what, i) => hanging(`  needs ${i + 1}: `, what, style)),
    ...(matrix.unseen
      ? hanging('  ', `There may be delegated administrators that are not shown: ${matrix.unseen}.`, style)
      : []),
  ]
}

/** The services that the rows are about; of others only how many there are. */
const telling = ['account.amazonaws.com', 'iam.amazonaws.com', 'sso.amazonaws.com']

function roleOf({ management, caller, services }: Viewpoint): string {
  const named = telling.filter((service) => services.includes(service))
  const others = services.length - named.length
  return [
    management && 'management',
    ...named.map((service) => service.replace('.amazonaws.com', '')),
    others > 0 && (named.length > 0 ? `+${others}` : count(others, 'service')),
    caller && '(you)',
  ]
    .filter(Boolean)
    .join(' ')
}

function tried({ sample }: Preflight, p: Palette, style: Style): string[] {
  if (sample.length === 0) return []
  return [
    '',
    ` ${p.bold('Members that were tried')}`,
    ...sample.flatMap(({ account, name, role, refused, why }) => {
      const sign = p.sign(role ? 'pass' : refused ? 'fail' : 'unknown')
      const prefix = `  x ${account}  ${clip(name, 18, p.ellipsis).padEnd(18)}  `
      return hanging(prefix, role ? `role ${role}` : (why ?? ''), style).map((line, i) =>
        i === 0 ? `  ${sign} ${line.slice(4)}` : line,
      )
    }),
  ]
}

function whatItTakes({ accounts, calls, cost, eta }: Preflight, p: Palette, style: Style): string[] {
  const list = (given: Readonly<Record<string, number>>) =>
    Object.entries(given)
      .map(([operation, n]) => (n > 1 ? `${operation} ${n} times` : operation))
      .join(', ')
  const per = Object.values(calls.perMember).reduce((sum, n) => sum + n, 0)
  const say = (label: string, text: string) => hanging(`  ${label.padEnd(labelWidth)}`, text, style)
  const many = `${accounts.complete ? '' : 'at least '}${number(accounts.count)}`
  return [
    '',
    ` ${p.bold('What an audit takes')}`,
    ...say('accounts', many),
    ...say('calls', `${number(calls.total)} or more`),
    ...say('of each member', `${count(per, 'call')} or more: ${list(calls.perMember)}`),
    ...(calls.onTop.length > 0 ? say('  where there is more', calls.onTop.join(', ')) : []),
    ...(Object.keys(calls.perMemberWithoutRole).length > 0
      ? say('  without a role', `${list(calls.perMemberWithoutRole)}, asked from here`)
      : []),
    ...say(
      'money',
      cost.requests === 0
        ? 'none'
        : `USD ${cost.usd.toFixed(2)} or more: ${count(cost.requests, 'Cost Explorer request')}`,
    ),
    ...eta.flatMap((one, i) =>
      say(i === 0 ? 'time, at least' : '', time(one, i === 0 ? many : number(one.accounts))),
    ),
  ]
}

function time({ seconds, boundBy, secondsWithRole }: Eta, accounts: string): string {
  const better = secondsWithRole < seconds ? `, ${duration(secondsWithRole)} with a role in every member` : ''
  return `${duration(seconds)} for ${accounts} accounts${boundBy ? ` (${boundBy})` : ''}${better}`
}

function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** A command is one line, however long: it is there to be copied. */
function gaps({ gaps, caller }: Preflight, p: Palette, style: Style): string[] {
  if (gaps.length === 0) return ['', ' Next: neverroot audit --org']
  return [
    '',
    ` ${p.bold('What is missing')}`,
    ...gaps.flatMap(({ what, why, command, account }, i) => [
      ...hanging(`  ${i + 1}  `, `${what}: ${why}.`, style),
      ...(account && account !== caller.account ? [`     In account ${account}:`] : []),
      `     ${p.bold(command)}`,
    ]),
  ]
}
