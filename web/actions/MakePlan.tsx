import Button from '@cloudscape-design/components/button'
import { useJob } from '../data/jobs.ts'
import { Refused } from '../parts/Answer.tsx'
import { useAct } from './act.ts'

/** Looks at what can be fixed and how; changes nothing. */
export function MakePlan({ primary = false }: { primary?: boolean }) {
  const { busy, refusal, act } = useAct('/api/plan')
  const { running } = useJob()
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'normal'}
        loading={busy}
        disabled={running}
        onClick={() => void act({})}
      >
        Make a plan
      </Button>
      {refusal && <Refused refusal={refusal} />}
    </>
  )
}
