import Alert from '@cloudscape-design/components/alert'
import { useBook } from '../data/source.ts'

/** Signs that somebody else has been in the account open the report; what to do stands in the order in which it is done. */
export function IncidentAlert() {
  const { head, many } = useBook()
  if (!head.incident) return null
  return (
    <Alert
      type="error"
      statusIconAriaLabel="Error"
      header={`Somebody else may have been in ${many ? 'the management account' : 'this account'}`}
    >
      <ul>
        {head.incident.signs.map((sign) => (
          <li key={sign}>{sign}</li>
        ))}
      </ul>
      <p>In this order:</p>
      <ol>
        {head.incident.containment.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Alert>
  )
}
