import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Procedure as Given } from '../../../src/model/index.ts'
import { CheckAgain } from '../../actions/CheckAgain.tsx'
import { useMayAct } from '../../data/source.ts'

/** What only a person can do: all of it to read, or step by step while it is done. */
export function Procedure({ control, procedure }: { control: string; procedure: Given }) {
  const [step, setStep] = useState<number>()
  const { title, steps, link, see, back } = procedure
  const walking = step !== undefined
  const mayAct = useMayAct()
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <span className="no-print">
              <Button onClick={() => setStep(walking ? undefined : 0)}>
                {walking ? 'Show all steps' : 'Walk step by step'}
              </Button>
            </span>
          }
        >
          By hand: {title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {walking ? (
          <Walk steps={steps} step={step} go={setStep} see={see} />
        ) : (
          <ol className="procedure">
            {steps.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
        )}
        {!walking && see && <Box variant="p">Then you see: {see}</Box>}
        {back && <Box variant="p">And back: {back}</Box>}
        <Box variant="p">
          AWS says:{' '}
          <a href={link} target="_blank" rel="noreferrer noopener">
            {link}
          </a>
        </Box>
        {walking && step === steps.length && mayAct && <CheckAgain control={control} />}
      </SpaceBetween>
    </Container>
  )
}

function Walk({
  steps,
  step,
  go,
  see,
}: {
  steps: readonly string[]
  step: number
  go: (step: number) => void
  see?: string | undefined
}) {
  const done = step >= steps.length
  return (
    <SpaceBetween size="s">
      <ProgressBar
        value={(100 * step) / steps.length}
        label={done ? 'All steps done' : `Step ${step + 1} of ${steps.length}`}
        ariaLabel="How far you are"
      />
      <div role="status">
        <Box fontSize="heading-m">
          {done ? (see ? `You now see: ${see}` : 'That was the last step.') : steps[step]}
        </Box>
      </div>
      <SpaceBetween direction="horizontal" size="xs">
        <Button disabled={step === 0} onClick={() => go(step - 1)}>
          Back
        </Button>
        {!done && (
          <Button variant="primary" onClick={() => go(step + 1)}>
            Done, next
          </Button>
        )}
      </SpaceBetween>
    </SpaceBetween>
  )
}
