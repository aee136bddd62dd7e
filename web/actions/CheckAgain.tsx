import Box from '@cloudscape-design/components/box'
import { RunAudit } from './RunAudit.tsx'

/** After the last step of a procedure: fixed is what a second look calls fixed. */
export const CheckAgain = ({ control }: { control: string }) => (
  <Box>
    Whether {control} now holds shows when it is looked at again. <RunAudit label="Look again" />
  </Box>
)
