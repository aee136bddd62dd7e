import type { AccountActivity, OrganizationActivity } from '../model/index.ts'
import { agoOf, kindWords } from './activity-words.ts'
import { beside, count, hanging, paletteOf, type Palette, type Style, tame, wrap } from './style.ts'

export interface OrganizationActivityView {
  style: Style
  /** Every account and not those alone about which there is something to say. */
  verbose: boolean
  /** The options with which another command finds the same organization. */
  place: string
}

/** What root did in each account of an organization, as text: where it was used first, then where that cannot be told. */
export function terminalOrganizationActivity(
  given: OrganizationActivity,
  { style, verbose, place }: OrganizationActivityView,
): string {
  const seen = tame(given, style.ascii)
  const p = paletteOf(style)
  const of = (conclusion: AccountActivity['conclusion']) =>
    seen.accounts.filter((account) => account.conclusion === conclusion)
  const used = of('used').sort((a, b) => b.unplanned.last!.localeCompare(a.unplanned.last!))
  const dark = of('cannot-tell')
  const quiet = [...of('planned'), ...of('not-seen')]
  const taken = seen.accounts.filter(({ incident }) => incident)
  const signs = seen.accounts.filter((account) =>
    account.signs.some(({ verified, planned }) => verified && !planned),
  )
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${seen.organization}`, paint: p.bold },
      { text: count(seen.accounts.length, 'account') },
      { text: 'root in the last 90 days' },
      ...(seen.sandbox ? [{ text: `sandbox ${seen.sandbox}` }] : []),
      { text: `${seen.at.slice(0, 10)} ${seen.at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    '',
    ...headline(used.length, dark.length, seen.accounts.length, p, style),
    ...section('Somebody else may have been here', taken, signsOfTakeover, 'fail', p, style),
    ...section('Root was used without a plan', used, (account) => useOf(account, seen.at), 'fail', p, style),
    ...section('Cannot tell', dark, becauseOf, 'unknown', p, style),
    ...(verbose
      ? section('Nobody was root unplanned', quiet, quietOf, 'pass', p, style)
      : quiet.length > 0
        ? ['', `  ${p.sign('pass')} ${count(quiet.length, 'other account')} where nobody was root unplanned`]
        : []),
    ...section(
      'Changes that a recovery or a takeover makes too',
      signs,
      (account) => signsOf(account, seen.at),
      'review',
      p,
      style,
    ),
    '',
    ` Every event:  neverroot activity --org --format json${place}`,
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const signsOfTakeover = ({ incident }: AccountActivity): string =>
  `${incident!.signs[0]}: look at it alone first (neverroot explain takeover)`

function headline(used: number, dark: number, all: number, p: Palette, style: Style): string[] {
  const status = used > 0 ? 'fail' : dark > 0 ? 'unknown' : 'pass'
  const words = [
    used > 0
      ? `Root was used without a plan in ${used} of ${count(all, 'account')}.`
      : `No unplanned use of root was seen in ${count(all, 'account')}.`,
    dark > 0 && `In ${dark} it cannot be told.`,
  ].filter(Boolean)
  return wrap(words.join(' '), style.width - 4).map(
    (line, i) => ` ${i === 0 ? p.sign(status) : ' '} ${p.bold(p.status(status, line))}`,
  )
}

function section(
  title: string,
  accounts: readonly AccountActivity[],
  words: (account: AccountActivity) => string,
  status: 'fail' | 'unknown' | 'pass' | 'review',
  p: Palette,
  style: Style,
): string[] {
  if (accounts.length === 0) return []
  const widest = Math.min(24, Math.max(...accounts.map(({ subject }) => subject.name.length)))
  return [
    '',
    ` ${p.bold(title)}`,
    ...accounts.flatMap((account) => {
      const columns = `    ${account.subject.id}  ${account.subject.name.slice(0, widest).padEnd(widest)}  `
      return hanging(columns, words(account), style).map((line, i) =>
        i === 0 ? `  ${p.sign(status)} ${line.slice(4)}` : line,
      )
    }),
  ]
}

function useOf({ unplanned, kinds, events }: AccountActivity, at: string): string {
  const kindsOfUse = kinds.filter(({ kind }) => ['console', 'access-key', 'session'].includes(kind))
  const how = kindsOfUse.map(({ kind, count: n }) => `${n} ${kindWords[kind]}`)
  const bare = events.filter(({ kind, mfa }) => kind === 'console' && mfa === false).length
  return [
    `last ${agoOf(unplanned.last!, at)}`,
    how.length > 0 ? how.join(', ') : 'by the credential report',
    bare > 0 && `${bare} without MFA`,
  ]
    .filter(Boolean)
    .join('; ')
}

function becauseOf({ couldNotLook, events }: AccountActivity): string {
  const gap = couldNotLook.find(({ use }) => use)
  if (gap) return gap.what === 'the account' ? gap.message : `${gap.what}: ${gap.message}`
  const unclear = events.filter(({ kind }) => kind === 'ambiguous').length
  return `${count(unclear, 'event')} may be a person's or of a session that was opened centrally`
}

function quietOf({ conclusion, kinds }: AccountActivity): string {
  const rest = kinds.map(({ kind, count: n }) => `${n} ${kindWords[kind]}`)
  return [conclusion === 'planned' ? 'planned use alone' : 'no use seen', ...rest].join('; ')
}

function signsOf({ signs }: AccountActivity, at: string): string {
  const shown = signs.filter(({ verified, planned }) => verified && !planned)
  const [newest] = shown
  const more = shown.length > 1 ? `; and ${count(shown.length - 1, 'other')}` : ''
  return `${newest!.text}${newest!.by ? ` by ${newest!.by}` : ''}, ${agoOf(newest!.at, at)}${more}`
}
