import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { PageDrill } from '../../src/model/index.ts'
import { Refused } from '../parts/Answer.tsx'
import { useAct } from './act.ts'

/** A code that somebody read in a mailbox or in an alarm. */
export function DrillCode({ drills, done }: { drills: readonly PageDrill[]; done: () => void }) {
  const open = drills.filter(({ kind, state }) => state === 'open' && kind !== 'root')
  const [code, setCode] = useState('')
  const { busy, refusal, text, act } = useAct('/api/drill')
  const kind = open[0]?.kind
  if (kind === undefined || kind === 'root') return null
  const answer = () =>
    void act({ kind, code: code.trim() }).then((accepted) => {
      if (!accepted) return
      setCode('')
      done()
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim()) answer()
      }}
    >
      <SpaceBetween size="s">
        <FormField
          label="Code that you read"
          description="Whoever types here answers as the person who runs this server: several codes typed here still prove one person."
        >
          <Input
            value={code}
            onChange={({ detail }) => setCode(detail.value)}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
        <Button formAction="submit" loading={busy} disabled={code.trim() === ''}>
          Answer
        </Button>
        {refusal && <Refused refusal={refusal} />}
        {text && (
          <Alert type="success" statusIconAriaLabel="Success">
            {text}
          </Alert>
        )}
      </SpaceBetween>
    </form>
  )
}
