import { useState } from 'react'
import type { PageControl } from '../../src/model/index.ts'
import { useSource } from '../data/source.ts'
import { useAct } from './act.ts'
import { RecordDialog } from './RecordDialog.tsx'
import { dayFrom, isDay, Text } from './Text.tsx'

interface Given {
  control: PageControl
  account: string | undefined
  close(): void
}

/** A failure that somebody answers for, until a day. It is shown as excepted, never as a pass. */
export function ExceptForm({ control, account, close }: Given) {
  const { now } = useSource()
  const [owner, setOwner] = useState('')
  const [reason, setReason] = useState('')
  const [expires, setExpires] = useState(dayFrom(now, 90))
  const { busy, refusal, text, act } = useAct('/api/except')
  const save = () =>
    void act({
      control: control.id,
      ...(account ? { account } : {}),
      owner: owner.trim(),
      reason: reason.trim(),
      expires: expires.trim(),
    })
  return (
    <RecordDialog
      title={`Except ${control.id}`}
      ready={owner.trim() !== '' && reason.trim() !== '' && isDay(expires.trim())}
      busy={busy}
      refusal={refusal}
      done={text}
      save={save}
      close={close}
    >
      <Text label="Who answers for it" value={owner} change={setOwner} />
      <Text label="Why" value={reason} change={setReason} />
      <Text label="Until" value={expires} change={setExpires} description="A day, as yyyy-mm-dd." />
    </RecordDialog>
  )
}
