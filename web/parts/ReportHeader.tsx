import Header from '@cloudscape-design/components/header'
import type { ReactNode } from 'react'
import { useBook } from '../data/source.ts'
import { plural } from '../data/words.ts'
import { Moment } from './Moment.tsx'

/** Whom the report is about, from where and when. */
export function ReportHeader({ actions }: { actions?: ReactNode }) {
  const book = useBook()
  const { head, organization } = book
  const subject = organization ?? head.subjects[0]!
  const about = [
    organization ? plural(book.accounts.length, 'account') : head.profile,
    head.vantage === 'standalone'
      ? undefined
      : `seen from the ${head.vantage} account`.replace('member account', 'account itself'),
    head.sandbox && `sandbox ${head.sandbox}`,
  ].filter(Boolean)
  return (
    <Header
      variant="h1"
      actions={actions}
      description={
        <>
          {about.join(', ')}. Audited <Moment at={head.at} />.
        </>
      }
    >
      {subject.name && subject.name !== subject.id ? `${subject.name} ${subject.id}` : subject.id}
    </Header>
  )
}
