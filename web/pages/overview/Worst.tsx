import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import { controlHref } from '../../app/routes.ts'
import { type Cause, worst } from '../../data/causes.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook, useCommand } from '../../data/source.ts'
import { plural } from '../../data/words.ts'
import { Command } from '../../parts/Command.tsx'
import { SeverityBadge, Status } from '../../parts/Status.tsx'

/** The three worst causes, each with its next step. */
export function Worst() {
  const book = useBook()
  const causes = worst(book)
  if (causes.length === 0) return null
  return (
    <Container header={<Header variant="h2">Worst first</Header>}>
      <ol className="worst">
        {causes.map((cause) => (
          <li key={`${cause.control.id} ${cause.text}`}>
            <WorstCause cause={cause} />
          </li>
        ))}
      </ol>
    </Container>
  )
}

function WorstCause({ cause: { control, status, text, accounts, where } }: { cause: Cause }) {
  const command = useCommand()
  return (
    <div>
      <div className="line">
        <SeverityBadge is={control.severity} />
        {status !== 'fail' && <Status is={status} />}
        <Link href={controlHref(control.id)} fontSize="body-m">
          {control.id}
        </Link>
      </div>
      <Box variant="p" padding={{ vertical: 'xxs' }}>
        {text}
        {where && ` (${where})`}
      </Box>
      <div className="line">
        {accounts !== undefined && (
          <Link href={findingsHref({ control: control.id, status })}>Show {plural(accounts, 'account')}</Link>
        )}
        <Command text={command(`explain ${control.id}`)} />
      </div>
    </div>
  )
}
