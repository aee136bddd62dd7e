import type { FootprintGroup, OrganizationFootprint } from '../model/index.ts'
import { beside, clip, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

const number = (n: number) => n.toLocaleString('en-US')

/** So many groups and places are told; the rest are in the JSON. */
const mostGroups = 20

/** What control policies leave to root in the accounts of an organization, most first. */
export function organizationFootprintText(given: OrganizationFootprint, style: Style): string {
  const p = paletteOf(style)
  const { groups, ...rest } = given
  const { organization, at, notCovered, unknown, enabled } = tame(rest, style.ascii)
  const told = groups.slice(0, mostGroups)
  const accounts = groups.reduce((sum, group) => sum + group.accounts.length, 0)
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${organization}`, paint: p.bold },
      { text: `what root can still do in ${count(accounts, 'member')}` },
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    ...(enabled.includes('scp')
      ? []
      : ['', p.warn(' Service control policies are not enabled: nothing limits root.')]),
    '',
    ...told.flatMap((group) => groupLines(group, p, style)),
    ...(groups.length > told.length
      ? [p.faint(`  and ${count(groups.length - told.length, 'smaller group')}: --format json`)]
      : []),
    ...notCovered.map(
      ({ id, name }) =>
        `  ${p.sign('not-applicable')} ${'everything'.padStart(12)}  ${name} (${id}): the management account is never covered`,
    ),
    ...unknown.map(
      ({ id, name, why }) => `  ${p.sign('unknown')} ${'unknown'.padStart(12)}  ${name} (${id}): ${why}`,
    ),
    '',
    ...hanging(' ', 'The actions by name: neverroot guard footprint --org --format json --verbose', style),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function groupLines({ footprint, accounts, where }: FootprintGroup, p: Palette, style: Style): string[] {
  const { total, allowed, conditional, cannotTell } = footprint
  const can = allowed + conditional
  const status = cannotTell > 0 ? 'unknown' : can === 0 ? 'pass' : can === total ? 'fail' : 'review'
  const places = tame(where, style.ascii)
  const some = places.slice(0, 3).join(', ') + (places.length > 3 ? ` and ${places.length - 3} more` : '')
  const head = `  ${p.sign(status)} ${p.status(status, (can === total ? 'everything' : number(can)).padStart(12))}  `
  const few = accounts.length <= 3 ? ` (${accounts.join(', ')})` : ''
  const more = [
    ...(conditional > 0 ? [`${number(conditional)} of them depend on the request`] : []),
    ...(cannotTell > 0 ? [`${number(cannotTell)} nobody can tell`] : []),
  ]
  return [
    `${head}${clip(`${count(accounts.length, 'account')}${few} in ${some}`, style.width - 19, p.ellipsis)}`,
    ...(more.length > 0 ? [p.faint(`${' '.repeat(18)}${more.join(', ')}`)] : []),
  ]
}
