import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ItemOutcome, StepResult } from '../../src/model/index.ts'
import { controlHref } from '../app/routes.ts'
import { useJob } from '../data/jobs.ts'
import { useMayAct } from '../data/source.ts'
import { tame } from '../data/words.ts'
import { Refused } from '../parts/Answer.tsx'
import { PlanText } from '../parts/PlanText.tsx'
import { RunAudit } from './RunAudit.tsx'
import { UndoForm } from './UndoForm.tsx'

const stepLooks: Readonly<Record<StepResult, StatusIndicatorProps.Type>> = {
  applied: 'success',
  'already-so': 'success',
  waiting: 'pending',
  refused: 'error',
  failed: 'error',
  skipped: 'stopped',
}

const itemLooks: Readonly<Record<ItemOutcome['result'], [StatusIndicatorProps.Type, string]>> = {
  fixed: ['success', 'fixed'],
  'not-fixed': ['error', 'not fixed'],
  waiting: ['pending', 'waiting'],
  'left-to-people': ['pending', 'left to people'],
}

/** What a second look said of it, then step by step what was done. */
export function JobResult() {
  const { job, running, outcomes, applied, items = applied?.items ?? [], refusal, text } = useJob()
  const mayAct = useMayAct()
  const title = job?.kind === 'undo' ? 'Taking back' : 'Applying'
  return (
    <Container header={<Header variant="h2">{running ? `${title} …` : title}</Header>}>
      <SpaceBetween size="m">
        {items.length > 0 && (
          <div>
            <Box variant="h3">Looked again</Box>
            <ul className="plain">
              {items.map(({ id, control, result, message }) => (
                <li key={id}>
                  <StatusIndicator type={itemLooks[result][0]}>
                    <a href={controlHref(control)}>{control}</a> {itemLooks[result][1]}
                    {message && `: ${tame(message)}`}
                  </StatusIndicator>
                </li>
              ))}
            </ul>
          </div>
        )}
        <ul className="plain" aria-live="polite">
          {outcomes.map(({ item, step, action, does, result, message }) => (
            <li key={`${item} ${step}`}>
              <StatusIndicator type={stepLooks[result]}>
                {tame(does || action)}: {result}
                {message && ` (${tame(message)})`}
              </StatusIndicator>
            </li>
          ))}
          {outcomes.length === 0 && running && <li>Nothing has been done yet.</li>}
        </ul>
        {text && !applied && <PlanText text={text} label="What it came to" />}
        {refusal && <Refused refusal={refusal} />}
        {!running && !refusal && (
          <Box>
            Findings and overview are still those of the last audit.{' '}
            <RunAudit label="Look at everything again" />
          </Box>
        )}
        {applied?.undoable && !running && mayAct && <UndoForm run={applied.run} account={applied.account} />}
      </SpaceBetween>
    </Container>
  )
}
