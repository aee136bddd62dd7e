import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { ReactNode } from 'react'

/** The table that belongs to a picture: for whoever does not see it, or wants the numbers. */
export function AsTable({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly string[]
  rows: readonly (readonly ReactNode[])[]
}) {
  return (
    <ExpandableSection headerText="As a table" variant="footer">
      {/* Wide tables scroll by themselves, also with the keyboard. */}
      <div className="plain-table" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, n) =>
                  n === 0 ? (
                    <th key={n} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={n}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ExpandableSection>
  )
}
