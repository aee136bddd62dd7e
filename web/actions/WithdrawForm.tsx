import { useState } from 'react'
import type { PageControl } from '../../src/model/index.ts'
import { useAct } from './act.ts'
import { RecordDialog } from './RecordDialog.tsx'
import { Text } from './Text.tsx'

interface Given {
  control: PageControl
  account: string | undefined
  close(): void
}

/** What was recorded stops counting; that it was recorded stays in the ledger. */
export function WithdrawForm({ control, account, close }: Given) {
  const [owner, setOwner] = useState('')
  const [reason, setReason] = useState('')
  const { busy, refusal, text, act } = useAct('/api/withdraw')
  const save = () =>
    void act({
      control: control.id,
      ...(account ? { account } : {}),
      owner: owner.trim(),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    })
  return (
    <RecordDialog
      title={`Withdraw what was recorded about ${control.id}`}
      ready={owner.trim() !== ''}
      busy={busy}
      refusal={refusal}
      done={text}
      save={save}
      close={close}
    >
      <Text label="Who withdraws it" value={owner} change={setOwner} />
      <Text label="Why" value={reason} change={setReason} optional />
    </RecordDialog>
  )
}
