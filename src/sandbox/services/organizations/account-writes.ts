/** Writes: where a member lies, its end, and tags. */
import type * as sdk from '@aws-sdk/client-organizations'
import { accountOf } from '../../accounts/find.ts'
import { listed, memberOf, tagsOf } from '../../accounts/members.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Organization } from '../../world.ts'
import { constraint, invalid, managed } from './common.ts'

/** Organizations User Guide, "Quotas for AWS Organizations". */
const MOST_TAGS = 50

function memberNamed(call: Call, id: string | undefined): string {
  if (!/^\d{12}$/.test(id ?? '')) {
    throw invalid('INVALID_PATTERN', 'You specified a value that does not match the required pattern.')
  }
  if (!memberOf(call.world, id)) {
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.", 404)
  }
  return id!
}

const isPlace = (organization: Organization, id: string | undefined): boolean =>
  id === organization.rootId || organization.units.some((u) => u.id === id)

/** The id of something that may have tags; TargetNotFoundException otherwise. */
function tagged(call: Call, organization: Organization, id: string | undefined): string {
  const known =
    isPlace(organization, id) || listed(call.world, id) || organization.policies.some((p) => p.id === id)
  if (!known) throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.", 404)
  return id!
}

export const accountWrites: Handlers<typeof sdk> = {
  MoveAccount(input, call) {
    const organization = managed(call)
    const id = memberNamed(call, input.AccountId)
    const member = memberOf(call.world, id)!
    if (!isPlace(organization, input.SourceParentId) || member.parent !== input.SourceParentId) {
      throw new AwsError(
        'SourceParentNotFoundException',
        'The account is not in the root or organizational unit that you named as its source.',
        404,
      )
    }
    if (!isPlace(organization, input.DestinationParentId)) {
      throw new AwsError(
        'DestinationParentNotFoundException',
        "We can't find the destination container with the ID that you specified.",
        404,
      )
    }
    if (input.DestinationParentId === member.parent) {
      throw new AwsError('DuplicateAccountException', 'The account is already there.', 409)
    }
    organization.members[id] = { ...member, parent: input.DestinationParentId! }
  },

  // AWS takes minutes and says PENDING_CLOSURE meanwhile; here it is done at once. Its 30-day quota is not kept.
  CloseAccount(input, call) {
    const organization = managed(call)
    const id = memberNamed(call, input.AccountId)
    if (id === organization.managementAccountId) {
      throw constraint('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', 'You cannot close the management account.')
    }
    if (organization.featureSet !== 'ALL') {
      throw constraint(
        'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
        'You attempted to perform an operation that requires the organization to have all features enabled.',
      )
    }
    const account = accountOf(call.world, id)!
    if (account.state === 'CLOSED' || account.state === 'SUSPENDED') {
      throw new AwsError('AccountAlreadyClosedException', 'The account is already closed.', 400)
    }
    if (account.state !== 'ACTIVE') {
      throw new AwsError(
        'ConflictException',
        'The account is in a state that conflicts with the request.',
        409,
      )
    }
    account.state = 'CLOSED'
  },

  TagResource(input, call) {
    const organization = managed(call)
    const id = tagged(call, organization, input.ResourceId)
    const given = input.Tags ?? []
    if (new Set(given.map((t) => t.Key)).size < given.length) {
      throw invalid('DUPLICATE_TAG_KEY', 'You specified a tag key more than once.')
    }
    if (given.some((t) => /^aws:/i.test(t.Key ?? ''))) {
      throw invalid('INVALID_SYSTEM_TAGS_PARAMETER', 'You cannot use tags that begin with aws:.')
    }
    const tags = { ...tagsOf(call.world, id) }
    for (const { Key, Value } of given) tags[Key!] = Value!
    if (Object.keys(tags).length > MOST_TAGS) {
      throw constraint('MAX_TAG_LIMIT_EXCEEDED', 'You have exceeded the number of tags for this resource.')
    }
    organization.tags = { ...organization.tags, [id]: tags }
  },

  UntagResource(input, call) {
    const organization = managed(call)
    const id = tagged(call, organization, input.ResourceId)
    const gone = new Set(input.TagKeys ?? [])
    const kept = Object.entries(tagsOf(call.world, id)).filter(([key]) => !gone.has(key))
    organization.tags = { ...organization.tags, [id]: Object.fromEntries(kept) }
  },
}
