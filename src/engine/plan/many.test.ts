import { describe, expect, it } from 'vitest'
import { itemOf, planOf, stepOf } from '../../../test/support/plans.ts'
import { digestOfPlan } from './make.ts'
import { namedFor, together } from './many.ts'

const member = '222222222222'

describe('the steps of an account among many', () => {
  it('are named for it, and so is what refers to them', () => {
    const [item, under] = namedFor(member, [
      itemOf('daily-budget-exists', [
        stepOf('daily-budget-exists/1'),
        stepOf('daily-budget-exists/2', {
          input: { TopicArn: { $output: ['daily-budget-exists/1', 'TopicArn'] }, Name: { $config: 'a.b' } },
          undo: {
            action: 'sns:DeleteTopic',
            input: { TopicArn: { $output: ['daily-budget-exists/1', 'TopicArn'] } },
          },
        }),
      ]),
      itemOf('spend-alert-reaches-teams', [], { under: ['daily-budget-exists/2'] }),
    ])
    const first = `daily-budget-exists/${member}/1`
    expect(item!.steps.map((step) => step.id)).toEqual([first, `daily-budget-exists/${member}/2`])
    expect(item!.steps[1]!.input).toEqual({
      TopicArn: { $output: [first, 'TopicArn'] },
      Name: { $config: 'a.b' },
    })
    expect(item!.steps[1]!.undo!.input).toEqual({ TopicArn: { $output: [first, 'TopicArn'] } })
    expect(under!.under).toEqual([`daily-budget-exists/${member}/2`])
  })
})

describe('plans together', () => {
  it('are one plan with all of their items and a digest of its own', () => {
    const plans = ['a', 'b'].map((control) => planOf([itemOf(control, [stepOf(`${control}/1`)])]))
    const plan = together([plans[0]!, plans[1]!])
    expect(plan.items.map((item) => item.control)).toEqual(['a', 'b'])
    expect(plan.digest).toBe(digestOfPlan(plan))
  })
})
