import Button from '@cloudscape-design/components/button'
import { Refused } from '../parts/Answer.tsx'
import { useJob } from '../data/jobs.ts'
import { useAct } from './act.ts'

/** Looks again at everything; how it goes stands above every page. */
export function RunAudit({ primary = false, label = 'Run an audit' }: { primary?: boolean; label?: string }) {
  const { busy, refusal, act } = useAct('/api/audit')
  const { running } = useJob()
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'normal'}
        loading={busy}
        disabled={running}
        onClick={() => void act({})}
      >
        {label}
      </Button>
      {refusal && <Refused refusal={refusal} />}
    </>
  )
}
