/** What the Budgets operations share: the own account only, finding things, paging. */
import type * as sdk from '@aws-sdk/client-budgets'
import { page, type Page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import { detected, violation } from '../../validate.ts'
import type { Account, Budget } from '../../world.ts'

export type Stored = Budget['notifications'][number]

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message)
export const missing = (message: string): AwsError => new AwsError('NotFoundException', message, 404)

/** Budgets are visible inside their own account only (Cost Management guide, "Managing your costs with AWS Budgets"). */
export function own(call: Call, input: { AccountId?: string | undefined }): Account {
  if (!/^\d{12}$/.test(input.AccountId ?? '')) {
    throw invalid(
      detected([violation(input.AccountId, 'accountId', { pattern: /\d{12}/ }) ?? 'Invalid account id']),
    )
  }
  if (input.AccountId !== call.caller.account.id) {
    throw new AwsError(
      'AccessDeniedException',
      `Account ${call.caller.account.id} is not authorized to access the budgets of account ${input.AccountId}.`,
      403,
    )
  }
  return call.caller.account
}

export function budgetOf(account: Account, name: string | undefined, doing = 'get budget'): Budget {
  const found = account.budgets.find((b) => b.budget.BudgetName === name)
  if (!found) throw missing(`Unable to ${doing}: ${name} - the budget doesn't exist.`)
  return found
}

/** A notification has no id: type, operator, threshold and its kind are the key (Notification API reference). */
export const sameNotification = (a: Stored['notification'], b: sdk.Notification): boolean =>
  a.NotificationType === b.NotificationType &&
  a.ComparisonOperator === b.ComparisonOperator &&
  a.Threshold === b.Threshold &&
  (a.ThresholdType ?? 'PERCENTAGE') === (b.ThresholdType ?? 'PERCENTAGE')

export function notificationOf(budget: Budget, wanted: sdk.Notification | undefined): Stored {
  const found = wanted && budget.notifications.find((n) => sameNotification(n.notification, wanted))
  if (!found) {
    throw missing(
      `Unable to get notification for budget ${budget.budget.BudgetName} - the notification doesn't exist.`,
    )
  }
  return found
}

/** One page of a Budgets list. */
export function paged<T>(
  call: Call,
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  items: readonly T[],
  limits: { max: number; default: number },
  bind?: unknown,
): Page<T> {
  const wrong = violation(input.MaxResults, 'maxResults', { min: 1, max: limits.max, optional: true })
  if (wrong) throw invalid(detected([wrong]))
  return page(call, items, {
    token: input.NextToken,
    size: input.MaxResults ?? limits.default,
    bind,
    invalid: () => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.'),
  })
}

/** A copy as the world keeps it: dates as ISO strings, nothing undefined. */
export const plain = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T
