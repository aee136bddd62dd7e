import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useRef } from 'react'
import type { PagePlan } from '../../../src/model/index.ts'
import { ApplyForm } from '../../actions/ApplyForm.tsx'
import { MakePlan } from '../../actions/MakePlan.tsx'
import { useAsked } from '../../data/asked.ts'
import { useJob } from '../../data/jobs.ts'
import { useMayAct, useSource } from '../../data/source.ts'
import { UndoForm } from '../../actions/UndoForm.tsx'
import { Answer, Nothing } from '../../parts/Answer.tsx'
import { JobResult } from '../../actions/JobResult.tsx'
import { PlanText } from '../../parts/PlanText.tsx'
import { StepTable } from './StepTable.tsx'

/** What would be fixed and how, as the terminal prints it; after it was read it can be applied. */
export function Plan() {
  const asked = useAsked<PagePlan>('/api/plan')
  const mayAct = useMayAct()
  const { running, job } = useJob()
  const { book } = useSource()
  const changing = job?.kind === 'apply' || job?.kind === 'undo'
  const was = useRef(running)
  const { again } = asked
  useEffect(() => {
    if (was.current && !running) again()
    was.current = running
  }, [running, again])
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="What would be fixed, and how. Making a plan changes nothing; applying does exactly what stands here."
          actions={mayAct && <MakePlan />}
        >
          Plan
        </Header>
      }
    >
      <SpaceBetween size="l">
        {changing && <JobResult />}
        <Answer of={asked} waiting="Looking for the latest plan …">
          {({ plan, text }) =>
            plan ? (
              <SpaceBetween size="l">
                {text !== undefined && (
                  <Container header={<Header variant="h2">As the terminal prints it</Header>}>
                    <PlanText text={text} label="The plan as the terminal prints it" />
                  </Container>
                )}
                <StepTable plan={plan} />
                {mayAct && plan.items.some(({ steps }) => steps.length > 0) && <ApplyForm plan={plan} />}
                {plan.items.every(({ steps }) => steps.length === 0) && (
                  <Box>This plan makes no call: what is left is for people, and waits for them.</Box>
                )}
              </SpaceBetween>
            ) : (
              <Container>
                <Nothing text="There is no plan yet. Making one looks again and changes nothing.">
                  {mayAct ? <MakePlan primary /> : <Button href="#/overview">Overview</Button>}
                </Nothing>
              </Container>
            )
          }
        </Answer>
        {mayAct && !changing && book && (
          <UndoForm
            account={book.organization?.id ?? book.head.caller.account}
            {...(book.organization ? { what: 'organization' } : {})}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  )
}
