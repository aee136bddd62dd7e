import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { Refused } from '../parts/Answer.tsx'
import { useAct } from './act.ts'

interface Given {
  /** Absent: the latest. */
  run?: string
  /** What is typed: the id of the account, or of the organization. */
  account: string
  what?: 'account' | 'organization'
}

/** Taking a run back can be an attack too: it takes the account's id as applying did. */
export function UndoForm({ run, account, what = 'account' }: Given) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const { busy, refusal, act } = useAct('/api/undo')
  const name = run === undefined ? 'what was applied last' : `the run ${run}`
  if (!open)
    return (
      <Button onClick={() => setOpen(true)}>
        {run === undefined ? 'Take back what was applied last' : 'Take it back'}
      </Button>
    )
  const ready = typed.trim() === account
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void act({ ...(run === undefined ? {} : { run }), confirm: typed.trim() })
      }}
    >
      <SpaceBetween size="s">
        <FormField label={`Type the ${what} id to take back ${name}`} description={account}>
          <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} autoComplete={false} />
        </FormField>
        {refusal && <Refused refusal={refusal} />}
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="primary" formAction="submit" loading={busy} disabled={!ready}>
            Take back
          </Button>
          <Button formAction="none" onClick={() => setOpen(false)}>
            Leave it
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  )
}
