import { describe, expect, it } from 'vitest'
import { fakeSource, type Given as Answers, refused } from '../../../test/support/fake-source.ts'
import { account, mia, stepOf } from '../../../test/support/plans.ts'
import { type Caller, type Fact, known, type Step, unknown, type WayIn } from '../../model/index.ts'
import { onlyWayIn, othersLose, ownWayIn, userStays } from './undo-guard.ts'

const sightOf = (answers: Record<string, Answers>) => {
  const { source } = fakeSource(answers)
  return { call: source.call, account, partition: 'aws', region: 'us-east-1', now: new Date(0) }
}
const none = refused('NoSuchEntity')
/** The first page is empty and not the last. */
const onSecondPage = (answer: object, more: object) => (input: { Marker?: string; NextToken?: string }) =>
  (input.Marker ?? input.NextToken) ? answer : more
const marked = { IsTruncated: true, Marker: 'more' }

describe('the user who runs it', () => {
  it.each<[string, string, string | undefined, boolean]>([
    ['is not taken away', 'user/mia', 'mia', false],
    ['below a path is not taken away', 'user/people/mia', 'mia', false],
    ['is not somebody else', 'user/mia', 'tom', true],
    ['whose name ends like another one', 'user/anna.mia', 'mia', true],
    ['is no session of a role that is called so', 'assumed-role/Admin/mia', 'mia', true],
    ['is root', 'root', undefined, true],
  ])('%s', (_name, arn, UserName, may) => {
    const service = arn.startsWith('assumed') ? 'sts' : 'iam'
    const caller = { ...mia, arn: `arn:aws:${service}::${account}:${arn}` }
    expect(ownWayIn(UserName === undefined ? {} : { UserName }, caller) === undefined).toBe(may)
  })
})

describe('the administrator who was seen to work', () => {
  const seen = (who: string): Fact<WayIn | undefined> =>
    known({ who, name: `${who[0]}...`, how: 'console', at: new Date(0), mfa: true })
  const root: Caller = { account, arn: `arn:aws:iam::${account}:root`, root: true }
  const blind = unknown('denied', 'no')

  it.each<[string, Step['action'], Caller, Fact<WayIn | undefined>, boolean]>([
    ['is not taken away', 'iam:DeleteLoginProfile', mia, seen('new'), false],
    ['does not lose the group', 'iam:RemoveUserFromGroup', mia, seen('new'), false],
    ['may go where another one was seen', 'iam:DeleteUser', mia, seen('tom'), true],
    ['may go where nobody was seen: it is as before', 'iam:DeleteUser', mia, known(undefined), true],
    ['stays where nobody could look', 'iam:DeleteUser', mia, blind, false],
    ['may go in a root session, which is another way in', 'iam:DeleteUser', root, blind, true],
    ['is not what a budget is', 'budgets:DeleteBudget', mia, seen('new'), true],
  ])('%s', async (_name, action, caller, wayIn, may) => {
    const why = await onlyWayIn(stepOf('a/1', { action }), { UserName: 'new' }, caller, async () => wayIn)
    expect(why === undefined).toBe(may)
  })
})

describe('what others have built on what the run left', () => {
  const users = (...names: string[]) => ({ Users: names.map((UserName) => ({ UserName })) })
  const people = (...protocols: string[]) => ({ Subscriptions: protocols.map((Protocol) => ({ Protocol })) })
  const alerts = (n: number) => ({ Notifications: Array.from({ length: n }, () => ({})) })
  const group = 'iam:GetGroup'
  const topic = 'sns:ListSubscriptionsByTopic'
  const budget = 'budgets:DescribeNotificationsForBudget'

  it.each<[string, Step['action'], string, Answers, boolean]>([
    ['a group with nobody in it goes', 'iam:DeleteGroup', group, users(), true],
    ['a group with somebody in it stays', 'iam:DeleteGroup', group, users('tom'), false],
    ['its rights stay', 'iam:DetachGroupPolicy', group, users('tom'), false],
    ['its deny stays', 'iam:DeleteGroupPolicy', group, users('tom'), false],
    ['its deny goes where its own user is left', 'iam:DeleteGroupPolicy', group, users('mia'), true],
    ['its deny stays for one more', 'iam:DeleteGroupPolicy', group, users('mia', 'tom'), false],
    [
      'somebody on the second page counts',
      'iam:DetachGroupPolicy',
      group,
      onSecondPage(users('tom'), marked),
      false,
    ],
    ['a group that is gone is gone', 'iam:DeleteGroup', group, none, true],
    ['a group that cannot be seen stays', 'iam:DeleteGroup', group, refused('AccessDenied'), false],
    ['a topic with mail goes', 'sns:DeleteTopic', topic, people('email', 'email'), true],
    ['a topic with a queue stays', 'sns:DeleteTopic', topic, people('email', 'sqs'), false],
    ['a topic that is gone is gone', 'sns:DeleteTopic', topic, refused('NotFoundException'), true],
    ['a topic that cannot be seen stays', 'sns:DeleteTopic', topic, refused('AccessDenied'), false],
    ['a budget with its own alert goes', 'budgets:DeleteBudget', budget, alerts(1), true],
    ['a budget with one more stays', 'budgets:DeleteBudget', budget, alerts(2), false],
    [
      'one more on the second page counts',
      'budgets:DeleteBudget',
      budget,
      onSecondPage(alerts(2), { NextToken: 'm' }),
      false,
    ],
    ['a budget that is gone is gone', 'budgets:DeleteBudget', budget, refused('NotFoundException'), true],
    ['anything else goes', 'iam:DeleteUser', group, refused('AccessDenied'), true],
  ])('%s', async (_name, action, read, answer, may) => {
    const done = { NotificationsWithSubscribers: [{}] }
    const own = new Set(['mia'])
    const why = await othersLose(stepOf('a/1', { action }), {}, done, sightOf({ [read]: answer }), own)
    expect(why === undefined).toBe(may)
  })
})

describe('trusted access', () => {
  const admins = 'organizations:ListDelegatedAdministrators'
  const features = 'iam:ListOrganizationsFeatures'
  const nobody = { DelegatedAdministrators: [] }
  const somebody = { DelegatedAdministrators: [{ Id: '333333333333' }] }
  const on = { EnabledFeatures: ['RootSessions'] }
  const off = { EnabledFeatures: [] }

  it.each<[string, string, Record<string, Answers>, boolean]>([
    ['goes where nothing rests on it', 'iam', { [admins]: nobody, [features]: off }, true],
    ['stays where a root feature is on', 'iam', { [admins]: nobody, [features]: on }, false],
    ['stays where an account administers it', 'iam', { [admins]: somebody, [features]: off }, false],
    [
      'is gone already, and so are the features',
      'iam',
      { [admins]: nobody, [features]: refused('ServiceAccessNotEnabledException') },
      true,
    ],
    [
      'stays where the features cannot be seen',
      'iam',
      { [admins]: nobody, [features]: refused('AccessDenied') },
      false,
    ],
    ['stays where nobody could look', 'account', { [admins]: refused('AccessDenied') }, false],
    [
      'of another service goes whatever features are on',
      'account',
      { [admins]: nobody, [features]: on },
      true,
    ],
    [
      'stays for somebody on the second page',
      'account',
      { [admins]: onSecondPage(somebody, { NextToken: 'm' }) },
      false,
    ],
  ])('%s', async (_name, service, answers, may) => {
    const step = stepOf('a/1', { action: 'organizations:DisableAWSServiceAccess' })
    const given = { ServicePrincipal: `${service}.amazonaws.com` }
    expect((await othersLose(step, given, given, sightOf(answers))) === undefined).toBe(may)
  })
})

describe('a user who cannot be deleted', () => {
  const device = { MFADevices: [{ SerialNumber: 's' }] }

  it.each<[string, Answers, boolean]>([
    ['has a device', device, true],
    ['has one on the second page', onSecondPage(device, marked), true],
    ['cannot be looked at', refused('AccessDenied'), true],
    ['has none', { MFADevices: [] }, false],
    ['is gone', none, false],
  ])('%s', async (_name, answer, stays) => {
    expect((await userStays('new', sightOf({ 'iam:ListMFADevices': answer }))) !== undefined).toBe(stays)
  })
})
