/** What taking back must not do: lock somebody out, or wipe out what others have built on what the run left. */
import { pages } from '../../aws/index.ts'
import type { Caller, Fact, Step, WayIn } from '../../model/index.ts'
import type { Given, Sight } from './deeds/index.ts'
import { marked, text } from './deeds/deed.ts'

/** Nobody saws off the branch they sit on: the user who runs the tool is not taken away. */
export function ownWayIn(given: Given, caller: Caller): string | undefined {
  const user = given.UserName
  // The session of a role may be called like a user.
  const mine = /^arn:[^:]+:iam::\d+:user\/(?:.*\/)?([^/]+)$/.exec(caller.arn)?.[1]
  return mine !== undefined && user === mine
    ? 'you are signed in as that user: sign in as somebody else to take this away'
    : undefined
}

const takesPower = new Set(['iam:DeleteLoginProfile', 'iam:RemoveUserFromGroup', 'iam:DeleteUser'])

/** The last administrator who was seen to work is not taken away; root, who is signed in, is another way in. */
export async function onlyWayIn(
  { action }: Step,
  given: Given,
  caller: Caller,
  wayIn: () => Promise<Fact<WayIn | undefined>>,
): Promise<string | undefined> {
  if (!takesPower.has(action) || caller.root) return undefined
  const seen = await wayIn()
  if (seen.state !== 'known') return 'whether another administrator works could not be seen'
  // One who was never seen to work is no way in yet: without them it is as it was before.
  return seen.value?.who === given.UserName
    ? 'it is the administrator who was seen to work, and no other one was: prove another one first'
    : undefined
}

const ofGroup = new Set(['iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup'])

/**
 * Why others would lose something by it; undefined: nobody does. Not knowing is no yes. `own`: the users that the run was
 * about; one of them who is still in a group was in it before the run.
 */
export async function othersLose(
  { action }: Step,
  given: Given,
  done: Given,
  sight: Sight,
  own: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  if (ofGroup.has(action)) {
    const listed = await pages(sight, 'iam:GetGroup', { GroupName: text(given.GroupName) }, (o) => ({
      items: o.Users,
      next: marked(o),
    }))
    if (!listed.ok)
      return listed.code.startsWith('NoSuchEntity')
        ? undefined
        : `who is in the group cannot be seen: ${listed.unknown.message}`
    return listed.items.some(({ UserName: name = '' }) => !own.has(name))
      ? 'somebody is in the group by now, and would lose every right: left as it is'
      : undefined
  }
  if (action === 'organizations:DisableAWSServiceAccess')
    return othersOnTrust(text(given.ServicePrincipal), sight)
  if (action === 'sns:DeleteTopic') return othersOnTopic(given, sight)
  return action === 'budgets:DeleteBudget' ? othersOnBudget(given, done, sight) : undefined
}

/** Trusted access takes with it what was built on it: the root features, and whoever administers the service. */
async function othersOnTrust(ServicePrincipal: string, sight: Sight): Promise<string | undefined> {
  const listed = await pages(
    sight,
    'organizations:ListDelegatedAdministrators',
    { ServicePrincipal },
    (o) => ({
      items: o.DelegatedAdministrators,
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }),
  )
  if (!listed.ok) return `who administers ${ServicePrincipal} cannot be seen: ${listed.unknown.message}`
  if (listed.items.length > 0)
    return `an account administers ${ServicePrincipal} for the organization by now: left as it is`
  if (ServicePrincipal !== 'iam.amazonaws.com') return undefined
  const answer = await sight.call('iam:ListOrganizationsFeatures', {})
  if (!answer.ok)
    return answer.code.startsWith('ServiceAccessNotEnabled')
      ? undefined
      : `which root features are on cannot be seen: ${answer.unknown.message}`
  return (answer.output.EnabledFeatures ?? []).length > 0
    ? 'root features of the organization that rest on it are on: left as it is'
    : undefined
}

/** Only confirmed subscriptions count, and only kinds that a run never makes: who the run subscribed goes with the topic. */
async function othersOnTopic(given: Given, sight: Sight): Promise<string | undefined> {
  const listed = await pages(
    sight,
    'sns:ListSubscriptionsByTopic',
    { TopicArn: text(given.TopicArn) },
    (o) => ({ items: o.Subscriptions, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    { region: sight.region },
  )
  if (!listed.ok)
    return /^NotFound/.test(listed.code)
      ? undefined
      : `who is subscribed cannot be seen: ${listed.unknown.message}`
  return listed.items.some((s) => s.Protocol !== 'email')
    ? 'something other than the mail of the run is subscribed to the topic by now: left as it is'
    : undefined
}

async function othersOnBudget(given: Given, done: Given, sight: Sight): Promise<string | undefined> {
  const made = Array.isArray(done.NotificationsWithSubscribers) ? done.NotificationsWithSubscribers.length : 0
  const listed = await pages(
    sight,
    'budgets:DescribeNotificationsForBudget',
    { AccountId: text(given.AccountId), BudgetName: text(given.BudgetName), MaxResults: 100 },
    (o) => ({ items: o.Notifications, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
  )
  if (!listed.ok)
    return listed.code === 'NotFoundException'
      ? undefined
      : `the alerts of the budget cannot be seen: ${listed.unknown.message}`
  return listed.items.length > made
    ? 'the budget has alerts by now that the run did not make: left as it is'
    : undefined
}

/**
 * Why a user cannot be deleted in the end, found out before anything of it is taken away: IAM deletes nobody who has a
 * device (DeleteUser API reference), and a user without login and group is worse than either.
 */
export async function userStays(user: string, sight: Sight): Promise<string | undefined> {
  const listed = await pages(sight, 'iam:ListMFADevices', { UserName: user }, (o) => ({
    items: o.MFADevices,
    next: marked(o),
  }))
  if (!listed.ok)
    return listed.code.startsWith('NoSuchEntity')
      ? undefined
      : `whether the user has MFA devices cannot be seen: ${listed.unknown.message}`
  return listed.items.length > 0
    ? 'the administrator has registered MFA by now and is at work: delete the user in the IAM console, if it must go'
    : undefined
}
