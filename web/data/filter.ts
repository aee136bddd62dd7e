/** What the list of findings is narrowed to, as it stands in the address: it can be kept and sent. */
export const properties = [
  'status',
  'severity',
  'section',
  'control',
  'account',
  'unit',
  'owner',
  'grade',
] as const
export type Property = (typeof properties)[number]

export interface Token {
  property: Property
  /** False: none of the values. */
  is: boolean
  values: readonly string[]
}

export const groupings = ['cause', 'section', 'control', 'account', 'unit', 'owner'] as const
export type Grouping = (typeof groupings)[number]

export const orders = ['worst', 'control', 'account', 'since'] as const
export type Order = (typeof orders)[number]

export interface Filter {
  tokens: readonly Token[]
  /** Words that must all be in what is said, or in a name. */
  words: readonly string[]
  group?: Grouping
  order: Order
  descending: boolean
  /** From 1. */
  page: number
}

export const noFilter: Filter = { tokens: [], words: [], order: 'worst', descending: false, page: 1 }

const isOneOf = <T extends string>(list: readonly T[], value: string | null): value is T =>
  (list as readonly (string | null)[]).includes(value)

/** Reads what stands behind the question mark; what it does not know is left out. */
export function readFilter(query: string): Filter {
  const given = new URLSearchParams(query)
  const tokens: Token[] = []
  for (const [key, value] of given) {
    const property = key.replace(/!$/, '')
    if (isOneOf(properties, property))
      tokens.push({ property, is: !key.endsWith('!'), values: value.split(',').filter(Boolean).map(decoded) })
  }
  const group = given.get('group')
  const order = given.get('order')
  const page = Number(given.get('page'))
  return {
    tokens: tokens.filter(({ values }) => values.length > 0),
    words: given.getAll('words').filter(Boolean),
    ...(isOneOf(groupings, group) ? { group } : {}),
    order: isOneOf(orders, order) ? order : 'worst',
    descending: given.get('down') === '1',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  }
}

/** The same as text behind a question mark; empty where nothing was chosen. */
export function writeFilter(filter: Filter): string {
  const query = new URLSearchParams()
  for (const { property, is, values } of filter.tokens)
    query.append(is ? property : `${property}!`, values.map(encoded).join(','))
  for (const word of filter.words) query.append('words', word)
  if (filter.group) query.set('group', filter.group)
  if (filter.order !== 'worst') query.set('order', filter.order)
  if (filter.descending) query.set('down', '1')
  if (filter.page > 1) query.set('page', String(filter.page))
  return query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
}

/** A unit's path or an owner may have a comma in it, which parts values. */
const encoded = (value: string): string => value.replaceAll('%', '%25').replaceAll(',', '%2C')
const decoded = (value: string): string => value.replaceAll('%2C', ',').replaceAll('%25', '%')

/** An address of the list of findings. */
export const findingsHref = (
  chosen: Partial<Record<Property, string | readonly string[]>>,
  rest: Partial<Filter> = {},
): string => {
  const tokens = Object.entries(chosen).map(([property, values]) => ({
    property: property as Property,
    is: true,
    values: typeof values === 'string' ? [values] : values,
  }))
  const query = writeFilter({ ...noFilter, ...rest, tokens })
  return `#/findings${query ? `?${query}` : ''}`
}
