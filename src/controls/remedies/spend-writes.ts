/** What the fixes of the spend alarm may call, and what their undo may: nothing of anybody else's topics. */
import type { Grant } from '../../model/index.ts'

/** Budgets knows one action for every write (Service Authorization Reference, AWS Budget Service). */
export const budgetWrites: Grant = {
  actions: ['budgets:ModifyBudget'],
  resources: ['arn:aws:budgets::*:budget/*'],
}

export const spendTopicWrites: Grant = {
  actions: ['sns:CreateTopic', 'sns:DeleteTopic', 'sns:SetTopicAttributes', 'sns:Subscribe'],
  resources: ['arn:aws:sns:*:*:neverroot-spend'],
}
