import Box from '@cloudscape-design/components/box'
import { useBook } from '../data/source.ts'
import { number } from '../data/words.ts'

/** What is worth saying and is no finding; then what the audit asked of AWS, and as whom. */
export function Notes() {
  const { head, tail } = useBook()
  const { total, seconds, throttled } = tail.calls
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {head.notes.map((note) => (
        <Box key={note} variant="p" color="inherit" fontSize="body-s">
          {note}
        </Box>
      ))}
      <Box variant="p" color="inherit" fontSize="body-s">
        {number(total)} calls in {seconds} s{throttled > 0 && `, ${number(throttled)} throttled`}, as{' '}
        {head.caller.arn}. Profile {head.profile}: {head.profileBecause}. {head.tool.name} {head.tool.version}
        .
      </Box>
    </Box>
  )
}
