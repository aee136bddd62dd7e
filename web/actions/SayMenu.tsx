import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useState } from 'react'
import type { PageControl } from '../../src/model/index.ts'
import { useMayAct } from '../data/source.ts'
import { ExceptForm } from './ExceptForm.tsx'
import { StateForm } from './StateForm.tsx'
import { WithdrawForm } from './WithdrawForm.tsx'

type What = 'state' | 'except' | 'withdraw'

/** What a person can put on record about a control. */
export function SayMenu({ control, account }: { control: PageControl; account: string | undefined }) {
  const [open, setOpen] = useState<What>()
  if (!useMayAct()) return null
  const close = () => setOpen(undefined)
  return (
    <>
      <ButtonDropdown
        items={[
          {
            id: 'state',
            text: 'Record a statement',
            disabled: !control.states,
            disabledReason: 'What is observed needs no statement',
          },
          { id: 'except', text: 'Record an exception' },
          { id: 'withdraw', text: 'Withdraw what was recorded' },
        ]}
        onItemClick={({ detail }) => setOpen(detail.id as What)}
      >
        Record
      </ButtonDropdown>
      {open === 'state' && <StateForm control={control} account={account} close={close} />}
      {open === 'except' && <ExceptForm control={control} account={account} close={close} />}
      {open === 'withdraw' && <WithdrawForm control={control} account={account} close={close} />}
    </>
  )
}
