import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { PageRefusal } from '../../src/model/index.ts'
import { Refused } from '../parts/Answer.tsx'
import { RunAudit } from './RunAudit.tsx'

/** A dialog that puts something into the ledger; when it was accepted it says so and offers to look again. */
export function RecordDialog({
  title,
  ready,
  busy,
  refusal,
  done,
  save,
  close,
  children,
}: {
  title: string
  ready: boolean
  busy: boolean
  refusal?: PageRefusal | undefined
  /** What was recorded, in a sentence. */
  done?: string | undefined
  save(): void
  close(): void
  children: ReactNode
}) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              {done === undefined ? 'Cancel' : 'Close'}
            </Button>
            {done === undefined ? (
              <Button variant="primary" loading={busy} disabled={!ready} onClick={save}>
                Record
              </Button>
            ) : (
              <RunAudit primary label="Look again" />
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {done === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) save()
          }}
        >
          <SpaceBetween size="m">
            {children}
            {refusal && <Refused refusal={refusal} />}
          </SpaceBetween>
        </form>
      ) : (
        <Alert type="success" statusIconAriaLabel="Success">
          {done} It counts from the next audit on.
        </Alert>
      )}
    </Modal>
  )
}
