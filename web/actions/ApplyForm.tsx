import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Plan } from '../../src/model/index.ts'
import { useJob } from '../data/jobs.ts'
import { plural } from '../data/words.ts'
import { Refused } from '../parts/Answer.tsx'
import { useAct } from './act.ts'

/** Applying takes the account's id, typed: reading it is the moment in which one notices that it is the wrong one. */
export function ApplyForm({ plan }: { plan: Plan }) {
  const [typed, setTyped] = useState('')
  const { busy, refusal, act } = useAct('/api/apply')
  const { running } = useJob()
  const steps = plan.items.flatMap((item) => item.steps)
  const lasting = steps.filter(({ risk }) => risk === 'irreversible').length
  const id = plan.organization ?? plan.account
  const what = plan.organization ? 'organization' : 'account'
  const apply = () =>
    void act({ digest: plan.digest, confirm: typed.trim() }).then((done) => done && setTyped(''))
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${plural(steps.length, 'call')}, ${lasting} irreversible. Every step is looked at again afterwards.`}
        >
          Apply exactly this
        </Header>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() === id && !running) apply()
        }}
      >
        <SpaceBetween size="m">
          <FormField
            label={`Type the ${what} id to apply ${plural(steps.length, 'call')}`}
            description={id}
            errorText={
              typed.trim().length >= id.length && typed.trim() !== id ? `That is not ${id}.` : undefined
            }
          >
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              autoComplete={false}
              spellcheck={false}
              disabled={running}
            />
          </FormField>
          {refusal && <Refused refusal={refusal} />}
          <Button
            variant="primary"
            formAction="submit"
            loading={busy}
            disabled={typed.trim() !== id || running}
          >
            Apply {plural(steps.length, 'call')}
          </Button>
        </SpaceBetween>
      </form>
    </Container>
  )
}
