import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useState } from 'react'
import type { PageControl } from '../../src/model/index.ts'
import { plural } from '../data/words.ts'
import { useAct } from './act.ts'
import { RecordDialog } from './RecordDialog.tsx'
import { Text } from './Text.tsx'

interface Given {
  control: PageControl
  account: string | undefined
  close(): void
}

/** Somebody answers the question that no API can; it counts as stated, and for so many days. */
export function StateForm({ control, account, close }: Given) {
  const [by, setBy] = useState('')
  const [holds, setHolds] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { busy, refusal, text, act } = useAct('/api/attest')
  const save = () =>
    void act({
      control: control.id,
      ...(account ? { account } : {}),
      by: by.trim(),
      holds: holds === 'yes',
      ...(note.trim() ? { note: note.trim() } : {}),
    })
  return (
    <RecordDialog
      title="Record a statement"
      ready={by.trim() !== '' && holds !== null}
      busy={busy}
      refusal={refusal}
      done={text}
      save={save}
      close={close}
    >
      <FormField
        label={control.states?.question}
        description={`Counts for ${plural(control.states?.days ?? 0, 'day')}, as stated: half of what is proven.`}
      >
        <RadioGroup
          value={holds}
          onChange={({ detail }) => setHolds(detail.value)}
          items={[
            { value: 'yes', label: 'Yes, it holds' },
            { value: 'no', label: 'No, it does not' },
          ]}
        />
      </FormField>
      <Text
        label="Who says so"
        value={by}
        change={setBy}
        description="Your name, as an auditor should read it."
      />
      <Text
        label="Note"
        value={note}
        change={setNote}
        optional
        description="How you know. No secret, address or phone number."
      />
      <Box color="text-body-secondary" fontSize="body-s">
        {control.id}
        {account && `, ${account}`}
      </Box>
    </RecordDialog>
  )
}
