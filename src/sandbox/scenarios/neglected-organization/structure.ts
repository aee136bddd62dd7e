/** Units, policies, tags and delegations of the neglected organization. */
import type { OrganizationBuilder } from '../../builder.ts'
import { blockingDeny, denyButBuckets, hiddenContacts, sparingDeny } from '../parts/deny-root.ts'
import { trustUsual } from '../parts/member.ts'

export const ACCOUNT = {
  prodWeb: '333333333333',
  prodData: '444444444444',
  devTools: '555555555555',
  devOld: '666666666666',
  acquired: '777777777777',
  audit: '888888888888',
  playground: '101010101010',
  suspended: '121212121212',
  leaving: '131313131313',
  closed: '141414141414',
  forgotten: '151515151515',
} as const
export type Ids = typeof ACCOUNT

/** Root/Workloads/Prod, Root/Workloads/Dev, Root/Sandbox, Root/Suspended; some accounts stand at the root itself. */
export function describeStructure(o: OrganizationBuilder): void {
  trustUsual(o)
    .unit('Workloads')
    .unit('Prod', 'Workloads')
    .unit('Dev', 'Workloads')
    .unit('Sandbox')
    .unit('Suspended')
    .member(ACCOUNT.prodWeb, { in: 'Prod', joined: 1500 })
    .member(ACCOUNT.prodData, { in: 'Prod', joined: 1400 })
    .member(ACCOUNT.devTools, { in: 'Dev', joined: 900, method: 'INVITED' })
    .member(ACCOUNT.devOld, { in: 'Dev', joined: 1300 })
    .member(ACCOUNT.acquired, { joined: 80, method: 'INVITED' })
    .member(ACCOUNT.audit, { joined: 1000 })
    .member(ACCOUNT.playground, { in: 'Sandbox', joined: 700 })
    .member(ACCOUNT.suspended, { in: 'Suspended', joined: 1200 })
    .member(ACCOUNT.leaving, { in: 'Suspended', joined: 1100 })
    .member(ACCOUNT.closed, { in: 'Suspended', joined: 1350 })
    .member(ACCOUNT.forgotten, { joined: 1600 })
    .delegate(ACCOUNT.audit, 'account.amazonaws.com')
    .scps()
    // Case 12: without the aws:AssumedRoot clause, on one of two paths; with it; and with an exception for buckets.
    .policy('DenyRootEverything', blockingDeny, ['Prod'])
    .policy('DenyRootSparingly', sparingDeny, ['Dev'])
    .policy('DenyRootExceptBuckets', denyButBuckets, ['Sandbox'])
    // Case 10: refused, where elsewhere a contact is merely absent.
    .policy('HideContacts', hiddenContacts, [ACCOUNT.playground])
    .tag(ACCOUNT.prodWeb, 'Owner', 'web-team@corp.example')
    .tag(ACCOUNT.prodData, 'Owner', 'data-team@corp.example')
    .tag(ACCOUNT.devTools, 'Owner', 'robin@corp.example')
    .tag(ACCOUNT.audit, 'Owner', 'security@corp.example')
    .tag(ACCOUNT.playground, 'Owner', 'sam.former@corp.example')
    .tag('Prod', 'Environment', 'production')
}
