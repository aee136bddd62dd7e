import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import Select from '@cloudscape-design/components/select'
import { useMemo, useState } from 'react'
import { sections, statuses } from '../../../src/model/index.ts'
import type { Book } from '../../data/book.ts'
import { type Filter, groupings, properties, type Property } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { grades, plural, sectionTitles, severities, statusWords } from '../../data/words.ts'

const names: Readonly<Record<Property, [one: string, many: string]>> = {
  status: ['Status', 'Statuses'],
  severity: ['Severity', 'Severities'],
  section: ['Section', 'Sections'],
  control: ['Control', 'Controls'],
  account: ['Account', 'Accounts'],
  unit: ['Unit', 'Units'],
  owner: ['Owner', 'Owners'],
  grade: ['Evidence', 'Kinds of evidence'],
}

const groupWords = {
  cause: 'by cause',
  section: 'by section',
  control: 'by control',
  account: 'by account',
  unit: 'by unit',
  owner: 'by owner',
} as const

const alone = { value: '', label: 'One by one' }

interface Given {
  filter: Filter
  found: number
  change(next: Partial<Filter>, instead?: boolean): void
}

/** What to narrow to, and how to put together what is left. */
export function FilterBar({ filter, found, change }: Given) {
  const book = useBook()
  const offered = useMemo(
    () => properties.filter((p) => book.many || !['account', 'unit', 'owner'].includes(p)),
    [book],
  )
  const options = useMemo(() => optionsOf(book, offered), [book, offered])
  const [typed, setTyped] = useState('')
  // Of ten thousand accounts only those are offered that what was typed may mean.
  const accounts = useMemo(
    () => (offered.includes('account') ? accountOptions(book, typed) : []),
    [book, offered, typed],
  )
  const groups = groupings
    .filter((by) => book.many || ['cause', 'section'].includes(by))
    .map((value) => ({ value, label: `Together ${groupWords[value]}` }))
  return (
    <div className="filter-bar no-print">
      <PropertyFilter
        query={queryOf(filter)}
        onChange={({ detail }) => change(filterOf(detail))}
        onLoadItems={({ detail }) => setTyped(detail.filteringText)}
        filteringProperties={offered.map((key) => ({
          key,
          propertyLabel: names[key][0],
          groupValuesLabel: names[key][1],
          operators: ['=', '!='].map((operator) => ({ operator, tokenType: 'enum' }) as const),
        }))}
        filteringOptions={[...options, ...accounts]}
        freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
        hideOperations
        virtualScroll
        expandToViewport
        filteringPlaceholder="Narrow by status, severity, section, or any word"
        filteringAriaLabel="Narrow the findings"
        filteringEmpty="Nothing to choose"
        countText={plural(found, 'finding')}
        i18nStrings={strings}
      />
      <Select
        ariaLabel="Put together"
        options={[alone, ...groups]}
        selectedOption={groups.find(({ value }) => value === filter.group) ?? alone}
        onChange={({ detail }) =>
          change({ group: groupings.find((by) => by === detail.selectedOption.value) }, false)
        }
      />
    </div>
  )
}

function optionsOf(book: Book, offered: readonly Property[]): PropertyFilterProps.FilteringOption[] {
  const lists: Record<Property, readonly { value: string; label?: string }[]> = {
    status: statuses.map((value) => ({ value, label: statusWords[value] })),
    severity: severities.map((value) => ({ value })),
    section: sections.map((value) => ({ value, label: sectionTitles[value] })),
    control: book.controls.map(({ id }) => ({ value: id })),
    account: [],
    unit: different(book.accounts.map(({ unit }) => unit)),
    owner: different(book.accounts.map(({ owner }) => owner)),
    grade: [...grades, 'none'].map((value) => ({ value })),
  }
  return offered.flatMap((propertyKey) => lists[propertyKey].map((option) => ({ propertyKey, ...option })))
}

const different = (values: readonly (string | undefined)[]) =>
  [...new Set(values)]
    .filter((value) => value !== undefined)
    .sort()
    .map((value) => ({ value }))

function accountOptions(book: Book, typed: string): PropertyFilterProps.FilteringOption[] {
  const wanted = typed.toLowerCase()
  const found: PropertyFilterProps.FilteringOption[] = []
  for (const { id, name } of book.accounts) {
    if (wanted && !id.includes(wanted) && !name.toLowerCase().includes(wanted)) continue
    found.push({ propertyKey: 'account', value: id, label: name && name !== id ? `${id} ${name}` : id })
    if (found.length === 200) break
  }
  return found
}

const queryOf = ({ tokens, words }: Filter): PropertyFilterProps.Query => ({
  operation: 'and',
  tokens: [
    ...tokens.map(({ property, is, values }) => ({
      propertyKey: property,
      operator: is ? '=' : '!=',
      value: [...values],
    })),
    ...words.map((value) => ({ operator: ':', value })),
  ],
})

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)])

const filterOf = ({ tokens }: PropertyFilterProps.Query): Pick<Filter, 'tokens' | 'words'> => ({
  tokens: tokens.flatMap(({ propertyKey, operator, value }) => {
    const property = properties.find((p) => p === propertyKey)
    return property ? [{ property, is: operator === '=', values: listOf(value) }] : []
  }),
  words: tokens.filter(({ propertyKey }) => propertyKey === undefined).map(({ value }) => String(value)),
})

const strings: PropertyFilterProps.I18nStrings = {
  clearFiltersText: 'Show all',
  dismissAriaLabel: 'Close',
  groupPropertiesText: 'What to narrow by',
  groupValuesText: 'Values',
  operatorsText: 'How',
  operatorText: 'How',
  propertyText: 'What',
  valueText: 'Value',
  cancelActionText: 'Cancel',
  applyActionText: 'Apply',
  allPropertiesLabel: 'Any word',
  operatorContainsText: 'Contains',
  operatorEqualsText: 'Is',
  operatorDoesNotEqualText: 'Is not',
  tokenLimitShowMore: 'Show more',
  tokenLimitShowFewer: 'Show fewer',
  editTokenHeader: 'Change',
  clearAriaLabel: 'Clear',
  enteredTextLabel: (text) => `Use: "${text}"`,
  removeTokenButtonAriaLabel: ({ propertyLabel, operator, value }) =>
    `Remove ${propertyLabel ?? ''} ${operator} ${String(value)}`,
  formatToken: ({ propertyLabel = 'Any word', operator, value }) =>
    `${propertyLabel} ${operator === '!=' ? 'is not' : operator === '=' ? 'is' : 'contains'} ${String(value)}`,
}
