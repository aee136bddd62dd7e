/** Trusted services, delegated administrators and tags. */
import type * as sdk from '@aws-sdk/client-organizations'
import { listed, tagsOf } from '../../accounts/members.ts'
import { AwsError, type Handlers } from '../../service.ts'
import { accountShape, paged, readable } from './common.ts'

export const delegation: Handlers<typeof sdk> = {
  // AWS keeps a date for each service; a made world has only its beginning.
  ListAWSServiceAccessForOrganization(input, call) {
    const organization = readable(call)
    const { items, next } = paged(call, input, organization.trustedServices)
    const DateEnabled = new Date(call.world.began)
    return {
      EnabledServicePrincipals: items.map((ServicePrincipal) => ({ ServicePrincipal, DateEnabled })),
      NextToken: next,
    }
  },

  ListDelegatedAdministrators(input, call) {
    const organization = readable(call)
    const service = input.ServicePrincipal
    const first = new Map<string, string>()
    for (const d of organization.delegatedAdministrators) {
      if ((service === undefined || d.service === service) && !first.has(d.account))
        first.set(d.account, d.enabled)
    }
    const { items, next } = paged(call, input, [...first], service)
    const DelegatedAdministrators = items.flatMap(([id, enabled]) => {
      const account = listed(call.world, id)
      if (!account) return []
      const { Paths: _, ...shape } = accountShape(call, organization, account)
      return [{ ...shape, DelegationEnabledDate: new Date(enabled) }]
    })
    return { DelegatedAdministrators, NextToken: next }
  },

  ListDelegatedServicesForAccount(input, call) {
    const organization = readable(call)
    if (!listed(call.world, input.AccountId)) {
      throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.", 404)
    }
    const services = organization.delegatedAdministrators.filter((d) => d.account === input.AccountId)
    if (!services.length) {
      throw new AwsError(
        'AccountNotRegisteredException',
        'The specified account is not a delegated administrator for this Amazon Web Services service.',
        409,
      )
    }
    const { items, next } = paged(call, input, services, input.AccountId)
    return {
      DelegatedServices: items.map((d) => ({
        ServicePrincipal: d.service,
        DelegationEnabledDate: new Date(d.enabled),
      })),
      NextToken: next,
    }
  },

  ListTagsForResource(input, call) {
    const organization = readable(call)
    const id = input.ResourceId ?? ''
    const known =
      id === organization.rootId ||
      listed(call.world, id) ||
      organization.units.some((u) => u.id === id) ||
      organization.policies.some((p) => p.id === id)
    if (!known)
      throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.", 404)
    const { items, next } = paged(
      call,
      { NextToken: input.NextToken },
      Object.entries(tagsOf(call.world, id)),
      id,
    )
    return { Tags: items.map(([Key, Value]) => ({ Key, Value })), NextToken: next }
  },
}
