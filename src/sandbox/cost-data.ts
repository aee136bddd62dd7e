/** What was spent, seen as Cost Explorer and Budgets see it: rows that filters and groups work on. */
import { accountOf } from './accounts/find.ts'
import { memberIds } from './accounts/members.ts'
import { populationOf } from './accounts/population.ts'
import { AwsError, type Call } from './service.ts'
import type { Spend, World } from './world.ts'

export interface CostRow extends Spend {
  account: string
}

/** An Expression of Cost Explorer or Budgets; both services have the same shape. */
export interface CostExpression {
  Or?: CostExpression[] | undefined
  And?: CostExpression[] | undefined
  Not?: CostExpression | undefined
  Dimensions?:
    | { Key?: string | undefined; Values?: string[] | undefined; MatchOptions?: string[] | undefined }
    | undefined
  Tags?: unknown
  CostCategories?: unknown
}

/** The dimensions that a made world knows. */
export type CostDimension = 'SERVICE' | 'LINKED_ACCOUNT' | 'RECORD_TYPE'

const VALUE: Record<CostDimension, (row: CostRow) => string> = {
  SERVICE: (row) => row.service,
  LINKED_ACCOUNT: (row) => row.account,
  RECORD_TYPE: (row) => row.recordType,
}

/** Rather no answer than a wrong one: what the world has no data for is refused with its name. */
const notSimulated = (what: string): AwsError =>
  new AwsError('NotImplemented', `The sandbox does not simulate cost data by ${what}.`, 501)

/** The value of a row in a dimension; a dimension without data is refused. */
export function dimensionValue(row: CostRow, dimension: string | undefined): string {
  return knownDimension(dimension)(row)
}

/** How to read a dimension; throws for one that the world has no data for, even when there are no rows. */
export function knownDimension(dimension: string | undefined): (row: CostRow) => string {
  if (dimension && Object.hasOwn(VALUE, dimension)) return VALUE[dimension as CostDimension]
  throw notSimulated(`dimension ${dimension ?? '(none)'}`)
}

/** A row test made of an expression. `invalid` is what the service says to a malformed one. */
export function costFilter(
  expression: CostExpression | undefined,
  invalid: (message: string) => AwsError,
): (row: CostRow) => boolean {
  if (!expression) return () => true
  const given = Object.entries(expression).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    throw invalid(
      'Expression must have exactly one root operator or be a single dimension, tag or cost category.',
    )
  }
  const { And, Or, Not, Dimensions } = expression
  if (And || Or) {
    const list = (And ?? Or)!
    if (list.length < 2) throw invalid(`${And ? 'And' : 'Or'} expression must have at least 2 operands.`)
    const tests = list.map((e) => costFilter(e, invalid))
    return And ? (row) => tests.every((t) => t(row)) : (row) => tests.some((t) => t(row))
  }
  if (Not) {
    const test = costFilter(Not, invalid)
    return (row) => !test(row)
  }
  if (!Dimensions) throw notSimulated(given[0]![0])
  const { Key, Values = [], MatchOptions = ['EQUALS'] } = Dimensions
  if (!Values.length) throw invalid('Dimension values must not be empty.')
  const read = knownDimension(Key)
  const insensitive = MatchOptions.includes('CASE_INSENSITIVE')
  const fold = (text: string): string => (insensitive ? text.toLowerCase() : text)
  const wanted = Values.map(fold)
  if (MatchOptions.includes('STARTS_WITH')) return (row) => wanted.some((w) => fold(read(row)).startsWith(w))
  if (MatchOptions.includes('ENDS_WITH')) return (row) => wanted.some((w) => fold(read(row)).endsWith(w))
  if (MatchOptions.includes('CONTAINS')) return (row) => wanted.some((w) => fold(read(row)).includes(w))
  return (row) => wanted.includes(fold(read(row)))
}

/** All rows that the caller's account may see: a management account sees its whole organization. */
export function visibleRows(call: Call): CostRow[] {
  const { world, caller } = call
  const own = caller.account.id
  const ids = world.organization?.managementAccountId === own ? memberIds(world) : [own]
  const rows: CostRow[] = []
  // Half a million rows in an enterprise.
  for (const account of ids)
    for (const { day, usd, recordType, service } of spendOf(world, account))
      rows.push({ day, usd, recordType, service, account })
  return rows
}

/** No API changes what was spent: of a generated account it is known without making the account. */
function spendOf(world: World, id: string): Spend[] {
  const population = populationOf(world)
  if (population?.has(id) && !Object.hasOwn(world.accounts, id)) return population.spend(id)
  return accountOf(world, id)?.spend ?? []
}

/** USD as AWS writes it: a string with at most ten decimals. */
export const amount = (usd: number): string => String(Number(usd.toFixed(10)))

export const total = (rows: readonly CostRow[]): number => rows.reduce((sum, row) => sum + row.usd, 0)
