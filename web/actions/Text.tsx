import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'

/** One line that a person types. */
export const Text = ({
  label,
  value,
  change,
  description,
  optional = false,
  placeholder,
}: {
  label: string
  value: string
  change: (value: string) => void
  description?: string
  optional?: boolean
  placeholder?: string
}) => (
  <FormField label={optional ? `${label} (optional)` : label} description={description}>
    <Input
      value={value}
      onChange={({ detail }) => change(detail.value)}
      {...(placeholder ? { placeholder } : {})}
    />
  </FormField>
)

/** A day so many days from now, as it is typed: yyyy-mm-dd. */
export const dayFrom = (now: number, days: number): string =>
  new Date(now + days * 86_400_000).toISOString().slice(0, 10)

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
