import Badge from '@cloudscape-design/components/badge'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Table from '@cloudscape-design/components/table'
import type { Plan, Step } from '../../../src/model/index.ts'
import { controlHref } from '../../app/routes.ts'
import { plural, tame } from '../../data/words.ts'

const risks = { safe: 'green', disruptive: 'severity-medium', irreversible: 'severity-critical' } as const

/** Each call of the plan with its risk and what takes it back. */
export function StepTable({ plan }: { plan: Plan }) {
  const steps = plan.items.flatMap(({ control, steps }) => steps.map((step) => ({ control, step })))
  if (steps.length === 0) return null
  return (
    <ExpandableSection variant="container" headerText={`${plural(steps.length, 'call')}, one by one`}>
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        items={steps.slice(0, 500)}
        ariaLabels={{ tableLabel: 'Calls of the plan' }}
        columnDefinitions={[
          {
            id: 'action',
            header: 'Call',
            isRowHeader: true,
            width: 230,
            cell: ({ step }) => <code>{step.action}</code>,
          },
          { id: 'account', header: 'Account', width: 140, cell: ({ step }) => step.account },
          { id: 'does', header: 'What it does', minWidth: 240, cell: ({ step }) => tame(step.does) },
          {
            id: 'risk',
            header: 'Risk',
            width: 180,
            cell: ({ step }) => (
              <span className="line">
                <Badge color={risks[step.risk]}>{step.risk}</Badge>
                {step.weakens && 'makes it weaker'}
              </span>
            ),
          },
          { id: 'undo', header: 'Taken back by', width: 200, cell: ({ step }) => undoOf(step) },
          {
            id: 'control',
            header: 'For',
            width: 200,
            cell: ({ control }) => <a href={controlHref(control)}>{control}</a>,
          },
        ]}
      />
    </ExpandableSection>
  )
}

const undoOf = ({ undo }: Step): string => (undo ? (undo.does ?? undo.action) : 'nothing: it stays')
