import {
  type Cell,
  type Check,
  type OrganizationSight,
  type Preflight,
  sights,
  type Viewpoint,
} from '../model/index.ts'

/** What decides who sees what. */
export interface Standing {
  trustedAccount: Check
  rootSessions: Check
  /** True: some account is registered for account.amazonaws.com, and no second one can be. */
  accountDelegateTaken: boolean
}

const services = {
  account: 'account.amazonaws.com',
  iam: 'iam.amazonaws.com',
  sso: 'sso.amazonaws.com',
} as const

/**
 * Who sees what of the organization, from AWS's documentation and what was found out of it: rows are what can be seen,
 * columns the accounts that could look.
 */
export function matrixOf(
  viewpoints: readonly Viewpoint[],
  standing: Standing,
  unseen: string | undefined,
): Preflight['matrix'] {
  return {
    viewpoints,
    rows: sights.map((sight) => ({ sight, cells: viewpoints.map((from) => cells[sight](from, standing)) })),
    ...(unseen ? { unseen } : {}),
  }
}

const yes: Cell = { sees: 'yes' }
const no: Cell = { sees: 'no' }
const needs = (what: string): Cell => ({ sees: 'needs', what })

/** A cell that hangs on something that was looked for. */
const where = (check: Check, what: string): Cell =>
  check.is === 'yes' ? yes : check.is === 'no' ? needs(what) : { sees: 'unknown' }

const isFor = ({ management, services: given }: Viewpoint, service: string) =>
  management || given.includes(service)

const cells: Record<OrganizationSight, (from: Viewpoint, standing: Standing) => Cell> = {
  // The management account, or a delegated administrator of any service (Organizations API reference, ListAccounts).
  accounts: () => yes,
  // Exactly one account can be registered (Organizations user guide, "AWS Account Management and AWS Organizations").
  contacts: (from, { trustedAccount, accountDelegateTaken }) =>
    isFor(from, services.account)
      ? where(trustedAccount, `trusted access for ${services.account}`)
      : accountDelegateTaken
        ? no
        : needs(`delegation for ${services.account}`),
  // IAM API reference, ListOrganizationsFeatures.
  'root-features': (from) => (isFor(from, services.iam) ? yes : needs(`delegation for ${services.iam}`)),
  // STS API reference, AssumeRoot; IAM user guide, "Centralize root access for member accounts".
  'root-sessions': (from, { rootSessions }) =>
    isFor(from, services.iam)
      ? where(rootSessions, 'root sessions')
      : needs(`delegation for ${services.iam}`),
  // A budget is seen by the account that it belongs to (AWS Cost Management user guide, "Managing your costs with AWS Budgets").
  'payer-budgets': ({ management }) => (management ? yes : no),
  // The payer sees everybody's costs, a member its own (AWS Cost Management user guide, "Controlling access for Cost Explorer").
  costs: ({ management }) => (management ? yes : no),
  // As the list of accounts (Organizations API reference, ListPolicies and DescribePolicy).
  policies: () => yes,
  // IAM Identity Center user guide, "Delegated administration".
  'identity-center': (from) => (isFor(from, services.sso) ? yes : needs(`delegation for ${services.sso}`)),
}
