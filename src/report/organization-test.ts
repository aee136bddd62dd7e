import type { GuardResult, OrganizationTest, TestedGroup } from '../model/index.ts'
import { caseLines } from './guard-test.ts'
import { beside, clip, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

const mostGroups = 20

/** What came of named cases on every way of an organization: of each way what is not as expected, or all of it. */
export function organizationTestText(given: OrganizationTest, verbose: boolean, style: Style): string {
  const p = paletteOf(style)
  const { groups, ...rest } = given
  const { organization, at, enabled, notCovered, unknown } = tame(rest, style.ascii)
  const told = groups.slice(0, mostGroups)
  const accounts = groups.reduce((sum, group) => sum + group.accounts.length, 0)
  const good = groups.filter(({ results }) => results.every(({ asExpected }) => asExpected !== false)).length
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${organization}`, paint: p.bold },
      { text: `named cases in ${count(accounts, 'member')}` },
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    ...(enabled.includes('scp')
      ? []
      : ['', p.warn(' Service control policies are not enabled: nothing limits root.')]),
    ...told.flatMap((group) => ['', ...groupLines(group, verbose, p, style)]),
    ...(groups.length > told.length
      ? ['', p.faint(`  and ${count(groups.length - told.length, 'further way')}: --format json`)]
      : []),
    '',
    ...notCovered.flatMap(({ id, name, results }) => [
      `  ${p.sign('not-applicable')} ${name} (${id}): the management account is never covered`,
      ...listed(results, verbose, p, style),
    ]),
    ...unknown.map(({ id, name, why }) => `  ${p.sign('unknown')} ${name} (${id}): ${why}`),
    '',
    ...hanging(
      ' ',
      `${count(groups.length, 'way')}, ${good} with everything as expected.   neverroot guard show`,
      style,
    ),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function groupLines(
  { where, accounts, results }: TestedGroup,
  verbose: boolean,
  p: Palette,
  style: Style,
): string[] {
  const differ = results.filter(({ asExpected }) => asExpected === false).length
  const status = differ > 0 ? 'fail' : 'pass'
  const head = differ > 0 ? `${differ} of ${count(results.length, 'case')} not as expected` : 'as expected'
  return [
    `  ${p.sign(status)} ${clip(`${head}: ${placesOf(where, accounts, style)}`, style.width - 5, p.ellipsis)}`,
    ...listed(results, verbose, p, style),
  ]
}

const listed = (results: readonly GuardResult[], verbose: boolean, p: Palette, style: Style): string[] =>
  tame([...results], style.ascii)
    .filter(({ asExpected, decision }) => verbose || asExpected === false || decision === 'cannot-tell')
    .flatMap((result) => caseLines(result, verbose, p, style).map((line) => `  ${line}`))

/** `2 accounts (...) in Root/Workloads/Prod`. */
export function placesOf(where: readonly string[], accounts: readonly string[], style: Style): string {
  const places = tame([...where], style.ascii)
  const some = places.slice(0, 3).join(', ') + (places.length > 3 ? ` and ${places.length - 3} more` : '')
  const few = accounts.length <= 3 ? ` (${accounts.join(', ')})` : ''
  return `${count(accounts.length, 'account')}${few} in ${some}`
}
