import type { ShownPolicies, ShownPolicy } from '../model/index.ts'
import { beside, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

const number = (n: number) => n.toLocaleString('en-US')
const kind = { scp: 'service control policy', rcp: 'resource control policy' } as const

/** The attached control policies, those that take something from root first. */
export function shownPoliciesText(given: ShownPolicies, style: Style): string {
  const p = paletteOf(style)
  const { organization, at, enabled, policies } = tame(given, style.ascii)
  const about = policies.filter(takesSomething)
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${organization}`, paint: p.bold },
      {
        text: `${count(policies.length, 'attached policy').replace(/ys$/, 'ies')}, ${about.length} about root`,
      },
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    ...(enabled.includes('scp')
      ? []
      : ['', p.warn(' Service control policies are not enabled: nothing limits root.')]),
    ...about.flatMap((policy) => ['', ...policyLines(policy, p, style)]),
    '',
    ...hanging(' ', 'What is left to root, account by account: neverroot guard footprint --org', style),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function takesSomething({ effect }: ShownPolicy): boolean {
  const { denied, conditional, cannotTell, assumedRoot } = effect
  return (
    denied.most + conditional + cannotTell + assumedRoot.denied.length + assumedRoot.cannotTell.length > 0
  )
}

function policyLines(
  { id, name, type, attachedTo, accounts, effect }: ShownPolicy,
  p: Palette,
  style: Style,
): string[] {
  const { total, denied, conditional, cannotTell, assumedRoot, controlTower } = effect
  const all = (n: number) => (n === total ? 'everything' : `${number(n)} actions`)
  const range =
    denied.least === denied.most ? all(denied.most) : `${number(denied.least)} to ${all(denied.most)}`
  const what = [
    ...(denied.most > 0 ? [`denies root ${range}`] : []),
    ...(conditional > 0 ? [`${all(conditional)} depending on the request`] : []),
    ...(cannotTell > 0 ? [`of ${all(cannotTell)} nobody can tell`] : []),
  ]
  const blocked = assumedRoot.denied.length
  const task = blocked > 0 ? 'fail' : assumedRoot.cannotTell.length > 0 ? 'unknown' : 'pass'
  const spares = {
    pass: 'spares the tasks of AssumeRoot',
    unknown: `may block AssumeRoot: ${assumedRoot.cannotTell.join(', ')}`,
    fail: `blocks AssumeRoot: ${blocked > 4 ? `${assumedRoot.denied.slice(0, 3).join(', ')} and ${blocked - 3} more` : assumedRoot.denied.join(', ')}`,
  }[task]
  const indent = ' '.repeat(4)
  return [
    ...hanging(
      '  ',
      `${p.bold(name)} (${id}), ${kind[type]}${controlTower ? `, Control Tower ${controlTower.join(', ')}` : ''}`,
      style,
    ),
    ...hanging(
      indent,
      `at ${attachedTo.slice(0, 4).join(', ')}${attachedTo.length > 4 ? ` and ${attachedTo.length - 4} more` : ''}: ${count(accounts, 'account')}`,
      style,
    ),
    ...hanging(indent, what.join('; '), style),
    ...hanging(`  ${p.sign(task)} `, spares, { ...style, width: style.width + (style.color ? 10 : 0) }),
  ]
}
