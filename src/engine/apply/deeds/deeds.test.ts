/** What a deed says that it reads is what it reads; a read that is refused is no answer to whether it is so. */
import { describe, expect, it } from 'vitest'
import { type Door, isRead, permissionFor } from '../../../aws/index.ts'
import type { AwsAction } from '../../../model/index.ts'
import { accountDeeds } from './account.ts'
import { budgetDeeds } from './budgets.ts'
import { eventDeeds } from './events.ts'
import { iamDeeds } from './iam.ts'
import { deedOf, readsToDo, type Sight } from './index.ts'
import { organizationDeeds } from './organizations.ts'
import { policyDeeds } from './policies.ts'
import { roleDeeds } from './roles.ts'
import { rootCredentialDeeds } from './root-credentials.ts'
import { snsDeeds } from './sns.ts'

const operations = Object.keys({
  ...accountDeeds,
  ...budgetDeeds,
  ...eventDeeds,
  ...iamDeeds,
  ...organizationDeeds,
  ...policyDeeds,
  ...roleDeeds,
  ...rootCredentialDeeds,
  ...snsDeeds,
})

/** Everything is denied. */
function blind() {
  const asked: string[] = []
  const call = (async (operation: AwsAction) => {
    asked.push(operation)
    const action = permissionFor(operation)
    const unknown = { state: 'unknown', why: 'denied', message: `${action} was denied`, needs: [action] }
    return { ok: false, code: 'AccessDenied', message: 'no', unknown, at: '' }
  }) as unknown as Door['call']
  const sight: Sight = {
    call,
    account: '111111111111',
    partition: 'aws',
    region: 'us-east-1',
    now: new Date(0),
  }
  return { asked, sight }
}

/** The first password keeps to the rules that are read here; whether there is a profile says nothing of them. */
const besides: Record<string, readonly string[]> = {
  'iam:CreateLoginProfile': ['iam:GetAccountPasswordPolicy'],
}

describe.each(operations)('%s', (operation) => {
  it('reads what it says, and knows that it cannot tell', async () => {
    const deed = deedOf(operation)!
    const { asked, sight } = blind()
    const found = await deed.isSo(
      { Budget: {}, NewBudget: {}, Subscriber: {}, ContactInformation: {} },
      sight,
    )
    expect(asked.filter((read) => !isRead(read))).toEqual([])
    const read = new Set(asked.map((one) => permissionFor(one as AwsAction)))
    expect([...read, ...(besides[operation] ?? [])].sort()).toEqual([...deed.reads].sort())
    expect(found).toEqual({ so: 'unknown', because: `${[...read][0]} was denied` })
  })
})

it('is no deed of ours: what is not in the tables', () => {
  for (const other of ['iam:CreateAccessKey', 's3:DeleteBucket', 'constructor'])
    expect(deedOf(other)).toBeUndefined()
})

it('an IAM action that stands for many operations brings the reads of all of them', () => {
  expect(new Set(readsToDo(['budgets:ModifyBudget']))).toEqual(new Set(['budgets:ViewBudget']))
  expect(readsToDo(['sns:Subscribe'])).toEqual(['sns:ListSubscriptionsByTopic'])
  expect(readsToDo(['s3:DeleteBucket'])).toEqual([])
})
