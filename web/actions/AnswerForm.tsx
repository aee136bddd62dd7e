import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { PageQuestion } from '../../src/model/index.ts'
import { tame } from '../data/words.ts'
import { Refused } from '../parts/Answer.tsx'
import { useAct } from './act.ts'

/** The running job waits for something that only a person has: a confirmation, a code that AWS sent. */
export function AnswerForm({ question }: { question: PageQuestion }) {
  const [text, setText] = useState('')
  const { busy, refusal, act } = useAct('/api/answer')
  const later = () => void act({ question: question.id })
  const answer = () => void act({ question: question.id, text: text.trim() })
  return (
    <Modal visible header="The running job asks" closeAriaLabel="Later" onDismiss={later}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) answer()
        }}
      >
        <SpaceBetween size="m">
          <FormField label={tame(question.text)}>
            <Input
              value={text}
              onChange={({ detail }) => setText(detail.value)}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
          {refusal && <Refused refusal={refusal} />}
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" formAction="submit" loading={busy} disabled={text.trim() === ''}>
              Answer
            </Button>
            <Button formAction="none" onClick={later}>
              Later
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Modal>
  )
}
