/** AWS Budgets. IAM knows two actions for all of it: ViewBudget and ModifyBudget (service authorization reference). */
import type * as sdk from '@aws-sdk/client-budgets'
import { defineService, type Call, type Permission } from '../service.ts'
import { budgets } from './budgets/budget.ts'
import { notifications } from './budgets/notifications.ts'

interface Named {
  BudgetName?: string | undefined
  Budget?: { BudgetName?: string | undefined } | undefined
  NewBudget?: { BudgetName?: string | undefined } | undefined
}

const resource = (input: Named, call: Call): string => {
  const name = input.BudgetName ?? input.Budget?.BudgetName ?? input.NewBudget?.BudgetName ?? '*'
  return `arn:${call.world.partition}:budgets::${call.caller.account.id}:budget/${name}`
}
const handlers = { ...budgets, ...notifications }
const permissions: Record<string, Permission> = Object.fromEntries(
  Object.keys(handlers).map((operation) => [
    operation,
    { action: operation.startsWith('Describe') ? 'budgets:ViewBudget' : 'budgets:ModifyBudget', resource },
  ]),
)

export default defineService<typeof sdk>({
  prefix: 'budgets',
  client: 'BudgetsClient',
  regional: false,
  load: () => import('@aws-sdk/client-budgets'),
  handlers,
  permissions,
})
