import Button from '@cloudscape-design/components/button'
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import { useState } from 'react'
import type { JobKind } from '../../src/model/index.ts'
import type { JobState } from '../data/job-state.ts'
import { dismiss, useJob } from '../data/jobs.ts'
import { useMayAct, useMayLook } from '../data/source.ts'
import { number, tame } from '../data/words.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { useAct } from './act.ts'

const running: Readonly<Record<JobKind, string>> = {
  audit: 'Looking',
  plan: 'Making a plan',
  apply: 'Applying',
  undo: 'Taking back',
}
const over: Readonly<Record<JobKind, string>> = {
  audit: 'Looked again: what you see is new.',
  plan: 'The plan is made. Read it before you apply it.',
  apply: 'Applied, and looked again.',
  undo: 'Taken back, and looked again.',
}

/** What runs now, on every page: how far it is, what it asks, a button that stops it; then what came of it. */
export function JobBar({ page }: { page: string }) {
  const state = useJob()
  const mayAct = useMayAct()
  const mayLook = useMayLook()
  const { question, running: runs, job } = state
  const seen = useSeen(page, runs ? undefined : job?.id)
  return (
    <>
      <Flashbar items={itemsOf(state, mayLook, seen)} i18nStrings={{ ariaLabel: 'Notices' }} />
      {question && mayAct && <AnswerForm key={question.id} question={question} />}
    </>
  )
}

/** What went well is told until another page is opened; what did not stays until it is closed. */
function useSeen(page: string, ended: string | undefined): boolean {
  const [at, setAt] = useState<{ job?: string; page: string }>({ page })
  if (ended !== at.job) setAt({ ...(ended ? { job: ended } : {}), page })
  return ended !== undefined && at.job === ended && at.page !== page
}

function itemsOf(state: JobState, mayStop: boolean, seen: boolean): FlashbarProps.MessageDefinition[] {
  const { job, refusal, applied, connected } = state
  const items: FlashbarProps.MessageDefinition[] = []
  if (!connected)
    items.push({
      id: 'gone',
      type: 'warning',
      statusIconAriaLabel: 'Warning',
      header: 'The server does not answer at the moment',
      content:
        'What runs goes on there. Should it have ended, start it again with neverroot serve: nothing is lost.',
    })
  if (state.running)
    items.push({
      id: 'job',
      type: 'in-progress',
      content: <Progress state={state} />,
      ...(mayStop ? { action: <Stop /> } : {}),
    })
  else if (refusal)
    items.push({
      id: 'refused',
      type: 'error',
      statusIconAriaLabel: 'Error',
      header: tame(refusal.message),
      content: tame(refusal.hint),
      dismissible: true,
      dismissLabel: 'Close',
      onDismiss: dismiss,
    })
  else if (job && !seen)
    items.push({
      id: 'over',
      type: applied && !applied.complete ? 'warning' : 'success',
      statusIconAriaLabel: applied && !applied.complete ? 'Warning' : 'Success',
      content:
        applied && !applied.complete
          ? 'Done in part: what was refused or failed stands on the page Plan.'
          : over[job.kind],
      dismissible: true,
      dismissLabel: 'Close',
      onDismiss: dismiss,
    })
  return items
}

function Progress({ state: { job, progress, notes } }: { state: JobState }) {
  const label = job ? running[job.kind] : 'Working'
  const left = progress?.secondsLeft
  const info = [
    progress?.of !== undefined && `${number(progress.done)} of ${number(progress.of)}`,
    left !== undefined && (left < 90 ? `${Math.ceil(left)} s left` : `${Math.ceil(left / 60)} min left`),
  ].filter(Boolean)
  return progress?.of ? (
    <ProgressBar
      variant="flash"
      value={Math.min(100, (100 * progress.done) / progress.of)}
      label={label}
      description={tame(progress.text)}
      additionalInfo={info.join(', ')}
    />
  ) : (
    <>
      {label} … {tame(progress?.text ?? notes.at(-1) ?? '')}
    </>
  )
}

function Stop() {
  const { busy, act } = useAct('/api/stop')
  return (
    <Button loading={busy} onClick={() => void act({})}>
      Stop
    </Button>
  )
}
