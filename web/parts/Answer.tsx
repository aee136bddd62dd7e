import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import type { PageRefusal } from '../../src/model/index.ts'
import type { Asked } from '../data/asked.ts'
import { tame } from '../data/words.ts'

/** Two sentences: what is wrong, and what to do. */
export const Refused = ({ refusal, again }: { refusal: PageRefusal; again?: () => void }) => (
  <Alert
    type="error"
    statusIconAriaLabel="Error"
    header={tame(refusal.message)}
    action={again && <Button onClick={again}>Try again</Button>}
  >
    {tame(refusal.hint)}
  </Alert>
)

/** Draws what was asked for; until then that it is being looked up, and what went wrong where something did. */
export function Answer<T>({
  of,
  waiting,
  children,
}: {
  of: Asked<T>
  /** What the reader waits for, and how long that may take. */
  waiting: string
  children: (value: T) => ReactNode
}) {
  if (of.refusal) return <Refused refusal={of.refusal} again={of.again} />
  if (of.value === undefined)
    return (
      <Box padding="xl" textAlign="center" color="text-body-secondary">
        <div role="status">
          <Spinner /> {waiting}
        </div>
      </Box>
    )
  return <>{children(of.value)}</>
}

/** A list without anything in it says why, and what would fill it. */
export const Nothing = ({ text, children }: { text: string; children?: ReactNode }) => (
  <Box padding={{ vertical: 'l' }} textAlign="center" color="text-body-secondary">
    <Box variant="p" color="inherit">
      {text}
    </Box>
    {children}
  </Box>
)
