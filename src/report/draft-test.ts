import type { DraftGroup, DraftTest, WaysIn } from '../model/index.ts'
import { placesOf } from './organization-test.ts'
import { beside, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

const mostGroups = 20
const number = (n: number) => n.toLocaleString('en-US')
const typeNames = { scp: 'service control policy', rcp: 'resource control policy' } as const

/** What a policy would change if it were attached: for each kind of account what root can do, and who is locked out. */
export function draftTestText(given: DraftTest, style: Style): string {
  const p = paletteOf(style)
  const { groups, ...rest } = given
  const { organization, at, enabled, draft, notCovered, unknown } = tame(rest, style.ascii)
  const told = groups.slice(0, mostGroups)
  const bad = groups.filter(({ good }) => !good).length
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${organization}`, paint: p.bold },
      { text: `a ${typeNames[draft.type]} of ${number(draft.characters)} characters at ${draft.place}` },
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    ...(enabled.includes(draft.type)
      ? []
      : [
          '',
          p.warn(
            ` ${draft.type === 'scp' ? 'Service' : 'Resource'} control policies are not enabled: it could be attached only then.`,
          ),
        ]),
    ...told.flatMap((group) => ['', ...groupLines(group, p, style)]),
    ...(groups.length > told.length
      ? [
          '',
          p.faint(`  and ${count(groups.length - told.length, 'further kind')} of accounts: --format json`),
        ]
      : []),
    ...(notCovered.length + unknown.length > 0 ? [''] : []),
    ...notCovered.map(
      ({ id, name }) =>
        `  ${p.sign('not-applicable')} ${name} (${id}): the management account is never covered`,
    ),
    ...unknown.map(({ id, name, why }) => `  ${p.sign('unknown')} ${name} (${id}): ${why}`),
    ...(groups.length + notCovered.length + unknown.length === 0
      ? ['  No account that was chosen lies below it.']
      : []),
    '',
    ...hanging(
      ' ',
      bad > 0
        ? 'Nothing was attached. Look at what is not as it should be before you attach it.'
        : 'Nothing was attached, and nothing speaks against it.',
      style,
    ),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function groupLines(group: DraftGroup, p: Palette, style: Style): string[] {
  const { where, accounts, footprint, changed, unexpected } = group
  const indent = ' '.repeat(6)
  const { before, after } = footprint
  const can = ({ allowed, conditional, total }: DraftGroup['footprint']['before']) =>
    allowed + conditional === total ? 'everything' : number(allowed + conditional)
  const doubt = after.cannotTell > 0 ? `; of ${number(after.cannotTell)} nobody can tell` : ''
  const cases = tame(changed, style.ascii)
  const still = tame(unexpected, style.ascii).filter(({ name }) => !cases.some((one) => one.name === name))
  return [
    ...hanging('  ', `${p.bold(placesOf(where, accounts, style))}`, style),
    ...hanging(indent, `root can do ${can(before)} before, ${can(after)} after${doubt}`, style),
    ...wayIn('administrators', group.administrators, p, style),
    ...wayIn('AssumeRoot', group.assumedRoot, p, style),
    ...(cases.length === 0 ? [`${indent}no case comes out differently`] : []),
    ...cases.flatMap(({ name, before: was, after: now, asExpected, why }) => {
      const status = now === 'cannot-tell' ? 'unknown' : asExpected === false ? 'fail' : 'pass'
      const wrong = asExpected === false || now === 'cannot-tell'
      return [
        `    ${p.sign(status)} ${name}: ${words(was)}, then ${words(now)}`,
        ...(wrong ? hanging(' '.repeat(8), why, style) : []),
      ]
    }),
    ...still.map(
      ({ name, decision, expect }) =>
        `    ${p.sign(decision === 'cannot-tell' ? 'unknown' : 'fail')} ${name}: ${words(decision)} as before, expected ${words(expect!)}`,
    ),
  ]
}

const words = (decision: string): string => decision.replace('-', ' ')

const states: Readonly<Record<WaysIn['state'], string>> = {
  works: 'not blocked',
  blocked: 'blocked',
  'cannot-tell': 'nobody can tell whether blocked',
}

function wayIn(
  who: string,
  { before, after }: { before: WaysIn; after: WaysIn },
  p: Palette,
  style: Style,
): string[] {
  const status = ({ works: 'pass', blocked: 'fail', 'cannot-tell': 'unknown' } as const)[after.state]
  const same = before.state === after.state && after.state !== 'works' ? ', as before' : ''
  const reason = after.why === undefined ? '' : `: ${tame(after.why, style.ascii)}`
  const wide = { ...style, width: style.width + (style.color ? 10 : 0) }
  return hanging(`    ${p.sign(status)} `, `${who}: ${states[after.state]}${same}${reason}`, wide)
}
