import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useCommand, useMayAct, useMayLook } from '../data/source.ts'
import { Command } from '../parts/Command.tsx'
import { RunAudit } from './RunAudit.tsx'

/** What to do next: buttons where something can be done from here, and the command that does the same. */
export function NextAction({ next }: { next: string }) {
  const mayAct = useMayAct()
  const mayLook = useMayLook()
  const command = useCommand()
  return (
    <SpaceBetween size="xs">
      {mayLook && (
        <SpaceBetween size="xs" direction="horizontal">
          {mayAct && (
            <Button variant="primary" href="#/plan">
              Make a plan
            </Button>
          )}
          <RunAudit />
        </SpaceBetween>
      )}
      <Command text={command(next)} />
    </SpaceBetween>
  )
}
